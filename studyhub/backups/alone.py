"""Whether StudyHub runs on a data folder: who serves holds a lock there, which the system takes back with the process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from studyhub.db import engine_options

LOCK = "serving"


class InUseError(click.ClickException):
    """Something else uses what must be had alone; a command prints it and ends."""


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Say, for as long as this lasts, that StudyHub runs on this folder; several may say so at once."""
    with _held(data, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keep StudyHub from starting on this folder for as long as this lasts; raises InUseError where it runs."""
    with _held(data, fcntl.LOCK_EX):
        yield


def require_unused(database: str) -> None:
    """Raise InUseError where another program has this database open, wherever that runs."""
    engine = create_engine(database, **engine_options(database), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Only who has it alone can take it out of the write-ahead log, which then is empty, too.
                connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
                is_used = False
            else:
                others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                is_used = bool(connection.scalar(text(others)))
    except DatabaseError as error:
        if "locked" not in str(error):
            raise
        is_used = True
    finally:
        engine.dispose()
    if is_used:
        raise InUseError("Another program has the database open. Stop it, then try again.")


@contextmanager
def _held(data: Path, how: int) -> Iterator[None]:
    lock = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise InUseError(
            f"StudyHub runs on {data}, or is just being restored there. Stop it, then try again."
        ) from error
    try:
        yield
    finally:
        os.close(lock)
