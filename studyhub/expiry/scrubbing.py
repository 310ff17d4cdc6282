"""Taking what was deleted out of the database's files as well: a deleted row leaves its bytes behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from studyhub.db import Base, sqlite_library
from studyhub.web.what_we_keep import personal_tables

TRIES, PAUSE = 20, 0.25  # how often, and seconds between
SAMPLES = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'"
SOMEBODY_SEES = text(
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND age(coalesce(backend_xmin, backend_xid)) >= age(CAST(:mark AS xid)))"
)


def scrub(engine: Engine) -> bool:
    """Write anew what was deleted from, so that no old page is left; False where others did not let us in.

    SQLite overwrites deleted rows by itself, but a page that was divided before can still hold a copy: VACUUM
    leaves none, and the write-ahead log is emptied after it. PostgreSQL keeps its own log for as long as it is
    set up to; see docs/operating.md.
    """
    return _scrub_sqlite(engine) if engine.dialect.name == "sqlite" else _scrub_postgresql(engine)


def empty_log(engine: Engine) -> bool:
    """Bring SQLite's write-ahead log into the database and empty it; False where somebody still reads from it."""
    if engine.dialect.name != "sqlite":
        return True
    with _bare(engine) as connection:
        return _empty_log(connection)


def _scrub_sqlite(engine: Engine) -> bool:
    with _bare(engine) as connection:
        try:
            connection.execute(
                "PRAGMA temp_store=MEMORY"
            )  # else a whole copy would lie in the system's folder
            if connection.execute(SAMPLES).fetchone():
                connection.execute("ANALYZE")  # somebody had samples of the tables taken: take new ones
            connection.execute("VACUUM")
        except sqlite_library().OperationalError:
            return False
        return _empty_log(connection)


def _empty_log(connection: Any) -> bool:
    for _ in range(TRIES):
        if not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return True
        time.sleep(PAUSE)
    return False


def _scrub_postgresql(engine: Engine) -> bool:
    quote = engine.dialect.identifier_preparer.quote
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            if not _nobody_sees_what_was(connection):
                return False
            for table in personal_tables(Base.metadata):
                connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {quote(table.name)}")
            connection.exec_driver_sql("VACUUM (FULL) pg_statistic")  # samples of what stood in the tables
        except OperationalError:
            return False
        finally:
            connection.invalidate()  # nobody else shall get it with this short patience
    return True


def _nobody_sees_what_was(connection: Connection) -> bool:
    # rows that a transaction of before could still see are copied along: wait until there is none, of whatever kind
    mark = connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar_one()
    for _ in range(TRIES):
        if not connection.scalar(SOMEBODY_SEES, {"mark": mark}):
            return True
        time.sleep(PAUSE)
    return False


@contextmanager
def _bare(engine: Engine) -> Iterator[Any]:
    # past SQLAlchemy, which would begin a transaction: neither of the two works inside one
    connection = engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.invalidate()
