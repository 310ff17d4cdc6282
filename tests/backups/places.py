"""Places that have something to lose: a row in every table, a course of their own, and what is in them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import NullPool, create_engine

from studyhub.backups.manifest import Contents
from studyhub.backups.tables import contents, left_out
from studyhub.db import engine_options
from studyhub.settings import Settings
from tests.migrations.filling import fill


def fill_every_table(database: str) -> None:
    """Put a row into each table."""
    engine = create_engine(database, **engine_options(database))
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()


def contents_of(database: str) -> dict[str, Contents]:
    """Count and hash what is in the tables that a backup holds."""
    engine = create_engine(database, **engine_options(database))
    with engine.connect() as connection:
        found = contents(connection, without=left_out())
    engine.dispose()
    return found


def execute(database: str, statement: str) -> None:
    """Change something past StudyHub."""
    engine = create_engine(database, **engine_options(database), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def elsewhere(settings: Settings, folder: Path, *, secret_key: str | None = None) -> Settings:
    """Settings of an empty place of its own on SQLite, with the same key unless another is given."""
    folder.mkdir(mode=0o700)
    return Settings(
        data=folder,
        database=f"sqlite:///{folder / 'studyhub.sqlite'}",
        secret_key=secret_key or settings.secret_key,
    )


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file's bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
