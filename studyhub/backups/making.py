"""Making a backup while others write: one moment of the whole database, packed, read again, and only then named."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from studyhub.backups.archive import file_sha256, pack
from studyhub.backups.checking import UnsoundError, check_database, check_whole
from studyhub.backups.manifest import DATABASE, Manifest, Packed, this_version
from studyhub.backups.schema import is_known, migrate, revision_of
from studyhub.backups.shelf import desk, kept_backups, name_for, on_disk, remove_expired, shelf_of
from studyhub.backups.tables import contents, copy_rows, left_out, sqlite_file
from studyhub.db import Base, engine_options
from studyhub.settings import Settings

COURSES = "courses"
A_LITTLE = timedelta(minutes=30)  # somebody looks every hour: half of one sooner is not too soon


class CannotBackUpError(click.ClickException):
    """There is nothing to back up, it is broken, or there is no place for it; a command prints it and ends."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and checked."""

    path: Path
    size: int  # bytes
    manifest: Manifest


def make_backup(settings: Settings, *, now: datetime, to: Path | None = None) -> Made:
    """Back the database and the courses of one's own up, into the data folder or into a file that is not there yet.

    Whatever there is of it lies under another name until it was read again and found whole. Backups in the data
    folder that have become too old go. Raises CannotBackUpError.
    """
    target = (to or shelf_of(settings.data) / name_for(now)).absolute()
    if target.exists() or target.is_symlink():
        raise CannotBackUpError(
            f"{target} is there already, and nothing is written over. Choose another name."
        )
    try:
        with desk(settings.data) as folder:
            manifest = _gather(settings, folder, now=now)
            packed = target.with_name(f".{target.name}.part")
            try:
                pack(folder, packed, manifest=manifest, key=settings.secret_key)
                check_whole(packed, folder / "again", keys=[settings.secret_key])
                _give_name(packed, target)
            finally:
                packed.unlink(missing_ok=True)
    except OSError as error:
        raise CannotBackUpError(
            f"The backup could not be written: {error.strerror} ({error.filename})."
        ) from error
    except UnicodeEncodeError as error:
        raise CannotBackUpError(
            f"Give the file {error.object!r} another name: this one is no text."
        ) from error
    remove_expired(settings.data, now=now)
    return Made(target, target.stat().st_size, manifest)


def make_if_due(settings: Settings, *, now: datetime) -> Made | None:
    """Make a backup if the latest one in the data folder is as old as the setting says; too old ones go anyway.

    One that says it is of a time to come does not count: the clock was wrong, then or now.
    """
    remove_expired(settings.data, now=now)
    made = [kept.made_at for kept in kept_backups(settings.data) if kept.made_at <= now + A_LITTLE]
    is_due = not made or now - max(made) >= timedelta(hours=settings.backups) - A_LITTLE
    return make_backup(settings, now=now) if settings.backups and is_due else None


def _gather(settings: Settings, folder: Path, *, now: datetime) -> Manifest:
    revision, kind = _copy_database(settings.database, folder / DATABASE)
    try:
        found = check_database(folder / DATABASE, revision=revision)
    except UnsoundError as error:
        raise CannotBackUpError(f"Nothing was backed up: the database {error}.") from error
    files = [DATABASE, *_copy_courses(settings.data / COURSES, folder / COURSES)]
    return Manifest(
        made_at=now,
        studyhub=this_version(),
        revision=revision,
        database=kind,
        tables=found,
        files={name: Packed((folder / name).stat().st_size, file_sha256(folder / name)) for name in files},
    )


def _copy_database(database: str, target: Path) -> tuple[str, str]:
    """Write one moment of the database into a new SQLite file; returns its revision and its kind."""
    engine = create_engine(database, **engine_options(database), poolclass=NullPool)
    try:
        if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
            raise CannotBackUpError("There is no database yet, so there is nothing to back up.")
        with engine.connect().execution_options(**_one_moment(engine)) as connection:
            revision = revision_of(connection)
            if revision is None:
                raise CannotBackUpError("The database is empty, so there is nothing to back up.")
            if not is_known(revision):
                raise CannotBackUpError("The database was used by a later version of StudyHub. Use that one.")
            if engine.dialect.name == "sqlite":
                _copy_sqlite(connection, target)
            else:
                _copy_postgresql(connection, target, revision=revision)
    except DatabaseError as error:
        raise CannotBackUpError(f"The database cannot be read whole: {error.orig}") from error
    finally:
        engine.dispose()
    return revision, engine.dialect.name


def _one_moment(engine: Engine) -> dict[str, object]:
    if engine.dialect.name == "sqlite":
        return {"isolation_level": "AUTOCOMMIT"}  # the one statement below sees one moment by itself
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _copy_sqlite(connection: Connection, target: Path) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=60000")
    connection.exec_driver_sql("VACUUM INTO ?", (str(target),))  # what was deleted does not come along
    target.chmod(0o600)
    copy = sqlite_file(target, is_for_reading=False)
    with copy.begin() as rows:
        for name in sorted(left_out()):
            if rows.dialect.has_table(rows, name):
                rows.execute(Base.metadata.tables[name].delete())
    copy.dispose()


def _copy_postgresql(connection: Connection, target: Path, *, revision: str) -> None:
    target.touch(mode=0o600)
    copy = sqlite_file(target, is_for_reading=False)
    migrate(copy, to=revision)
    with copy.begin() as rows:
        copy_rows(connection, rows, without=left_out())
        if contents(rows, without=left_out()) != contents(connection, without=left_out()):
            raise CannotBackUpError("The copy of the database is not what was copied. Nothing was written.")
    copy.dispose()


def _copy_courses(source: Path, target: Path) -> list[str]:
    """Copy the courses of one's own; whatever is no plain file there stays where it is."""
    names = []
    for path in sorted(source.rglob("*")):
        if path.is_file() and not any(
            part.is_symlink() for part in (path, *path.parents) if source in part.parents
        ):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            names.append(f"{COURSES}/{path.relative_to(source).as_posix()}")
    return names


def _give_name(packed: Path, target: Path) -> None:
    """Let a file appear under its name whole, on any file system, and never in the place of another."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise CannotBackUpError(f"{target} is there already, and nothing is written over.") from error
    packed.replace(target)
    on_disk(target.parent)
