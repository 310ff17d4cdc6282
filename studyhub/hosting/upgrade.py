"""Bring the database to this version's shape: SQLite's is copied aside first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from studyhub.db import sqlite_library
from studyhub.settings import shipped

COPIES_KEPT = 5


class NewerDatabaseError(click.ClickException):
    """The database was written by a later StudyHub than this one; a command prints it and ends."""


def upgrade(engine: Engine, *, copies: Path, now: datetime) -> Path | None:
    """Run the missing migrations and return the copy made of the database before, if one was needed.

    An empty database and one that is up to date are not copied. PostgreSQL is not copied: its operator has
    pg_dump. Raises NewerDatabaseError where a later StudyHub has been at work.
    """
    config = alembic_config()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(config)
    if current == scripts.get_current_head():
        return None
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabaseError(
            "This database was used by a later version of StudyHub. Install that version again, or a newer one."
        )
    copy = copy_aside(engine, copies, now=now) if current and engine.dialect.name == "sqlite" else None
    _migrate(engine, config)
    return copy


def alembic_config() -> Config:
    """Return Alembic's configuration, pointing at the migrations that came with this StudyHub."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def copy_aside(engine: Engine, copies: Path, *, now: datetime) -> Path:
    """Copy a SQLite database as a whole, safely while others use it; the five latest copies stay."""
    copies.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = copies / f"before-upgrade-{now:%Y-%m-%d-%H%M%S}.sqlite"
    target.touch(mode=0o600)
    destination = sqlite_library().connect(target)
    raw = engine.raw_connection()
    try:
        raw.driver_connection.backup(destination)  # type: ignore[union-attr]  # SQLite's driver has it
    finally:
        raw.close()
        destination.close()
    for old in sorted(copies.glob("before-upgrade-*.sqlite"))[:-COPIES_KEPT]:
        old.unlink()
    return target


def _migrate(engine: Engine, config: Config) -> None:
    # SQLite rebuilds a table by dropping it, and a drop would delete the rows that point to it; foreign keys
    # can only be switched off outside a transaction, so on the bare connection, and are checked after.
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            _pragma(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(
                        "a migration would have left rows that point to nothing; nothing was changed"
                    )
        finally:
            if is_sqlite:
                _pragma(connection, "PRAGMA foreign_keys=ON")


def _pragma(connection: Connection, statement: str) -> None:
    raw: Any = connection.connection.driver_connection
    raw.execute(statement)
