"""Which shape a database has, and bringing it to this StudyHub's."""

from __future__ import annotations

from typing import Any

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from studyhub.settings import shipped


class NewerDatabaseError(click.ClickException):
    """The database was written by a later StudyHub than this one; a command prints it and ends."""

    def __init__(self) -> None:
        super().__init__(
            "This database was used by a later version of StudyHub. Install that version again, or a newer one."
        )


def alembic_config() -> Config:
    """Return Alembic's configuration, pointing at the migrations that came with this StudyHub."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database; None for one that StudyHub has not used yet."""
    return MigrationContext.configure(connection).get_current_revision()


def latest_revision() -> str:
    """Return the revision that this StudyHub works with."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def is_known(revision: str) -> bool:
    """Say whether this StudyHub has the migration that makes such a database."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Run the missing migrations, all of them or none."""
    # SQLite rebuilds a table by dropping it, and a drop would delete the rows that point to it; foreign keys
    # can only be switched off outside a transaction, so on the bare connection, and are checked after.
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            _pragma(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                migrate_within(connection, to=to)
        finally:
            if is_sqlite:
                _pragma(connection, "PRAGMA foreign_keys=ON")


def migrate_within(connection: Connection, *, to: str = "head") -> None:
    """Run the missing migrations in a transaction that somebody else ends."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration would have left rows that point to nothing; nothing was changed")


def empty_within(connection: Connection) -> None:
    """Take every table of StudyHub away, in a transaction that somebody else ends."""
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "base")


def _pragma(connection: Connection, statement: str) -> None:
    raw: Any = connection.connection.driver_connection
    raw.execute(statement)
