"""The database: the declarative base, the `db` object, column types and what each connection must be told.

A leaf: it imports nothing of studyhub.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    TypeDecorator,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every table's base; constraints carry names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(metadata=Base.metadata)

NOBODY = "nobody"  # sees what is declared so


class Sensitivity(StrEnum):
    """How far a column may be known."""

    PUBLIC = "public"  # to whoever may read here
    BRANCH = "branch"  # to people of a branch, or to those who look after this place
    PERSONAL = "personal"  # to the person, and to those whom the declaration names
    SECRET = "secret"  # noqa: S105 - a kind, not a password: for nobody, neither shown nor given out


@dataclass(frozen=True, slots=True)
class Kept:
    """What must be said of a column that tells something about a person."""

    purpose: str
    seen_by: str
    until: str
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    expiry: timedelta | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What the rows of a table are, and whether they tell something about people."""

    what: str
    is_people: bool
    sensitivity: Sensitivity
    in_backups: bool = True


def kept(
    purpose: str,
    *,
    seen_by: str,
    until: str,
    sensitivity: Sensitivity | None = None,
    expiry: timedelta | None = None,
) -> dict[Any, Any]:
    """Declare a personal column: `mapped_column(info=kept(...))`; the privacy page is printed from these.

    What nobody sees is a secret: no page shows it and no copy holds it. `expiry` is for a time or a day: so
    long after it the row is deleted by `studyhub purge`; after a day, once that day is over.
    """
    hidden = Sensitivity.SECRET if seen_by == NOBODY else Sensitivity.PERSONAL
    return {"kept": Kept(purpose, seen_by, until, sensitivity or hidden, expiry)}


def about_people(what: str, *, in_backups: bool = True) -> dict[str, Any]:
    """Declare a table about people, last in `__table_args__`; each of its columns is declared with `kept`.

    What lets somebody in for a short time stays out of backups: nobody shall come in by what had ended.
    """
    return {
        "info": {
            "about": About(what, is_people=True, sensitivity=Sensitivity.PERSONAL, in_backups=in_backups)
        }
    }


def about_nobody(what: str, *, sensitivity: Sensitivity = Sensitivity.PUBLIC) -> dict[str, Any]:
    """Declare a table that tells nothing about any person, last in `__table_args__`."""
    return {"info": {"about": About(what, is_people=False, sensitivity=sensitivity)}}


def rows(statement: Executable, /, **values: object) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement that reads columns, past the ORM, whose share would cost as much again; for what every page asks."""
    return db.session.connection().execute(statement, values)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored as UTC; a naive one is refused, since nobody could say what it means."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times in the database are aware; this one has no zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.replace(tzinfo=UTC)


# A transaction that will write takes SQLite's lock at once: two that read first and write later would
# otherwise lose one of the updates. Requests that only read say so (see web/requests.py).
only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)


def engine_options(url: str) -> dict[str, Any]:
    """Return what `create_engine` needs for this database URL: on SQLite, the safest library there is."""
    if make_url(url).get_backend_name() != "sqlite":
        return {"pool_pre_ping": True}
    return {"module": sqlite_library(), "connect_args": {"timeout": 5}}


def sqlite_library() -> ModuleType:
    """Return pysqlite3 where it has a wheel, else the standard module: one SQLite library per process."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return import_module("sqlite3")


def has_wal_reset_race(version: tuple[int, ...]) -> bool:
    """Say whether a SQLite of this version can lose a write-ahead log (sqlite.org: fixed in 3.51.3)."""
    return (3, 7, 0) <= version <= (3, 51, 2) and version not in {(3, 50, 7), (3, 44, 6)}


def insert_into(table: type[Base], dialect: str) -> Any:
    """Return an INSERT that knows ON CONFLICT: both databases have it, but SQLAlchemy spells it once for each."""
    spelling: Any = postgresql if dialect == "postgresql" else sqlite
    return spelling.insert(table)


def prepare(engine: Engine) -> None:
    """Tell each connection of a SQLite engine what StudyHub relies on; other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _tell_connection)
    event.listen(engine, "begin", _begin)


def _tell_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin does
    version = tuple(int(number) for number in sqlite_library().sqlite_version.split("."))
    journal = "DELETE" if has_wal_reset_race(version) else "WAL"
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=5000",
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if only_reads.get() else "BEGIN IMMEDIATE")
