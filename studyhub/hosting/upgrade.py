"""Bring the database to this version's shape: SQLite's is copied aside first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from studyhub.backups.schema import NewerDatabaseError, is_known, latest_revision, migrate, revision_of
from studyhub.db import sqlite_library

COPIES_KEPT = 5


def upgrade(engine: Engine, *, copies: Path, now: datetime) -> Path | None:
    """Run the missing migrations and return the copy made of the database before, if one was needed.

    An empty database and one that is up to date are not copied. PostgreSQL is not copied: its operator has
    pg_dump. Raises NewerDatabaseError where a later StudyHub has been at work.
    """
    with engine.connect() as connection:
        current = revision_of(connection)
    if current == latest_revision():
        return None
    if current is not None and not is_known(current):
        raise NewerDatabaseError
    copy = copy_aside(engine, copies, now=now) if current and engine.dialect.name == "sqlite" else None
    migrate(engine)
    return copy


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
