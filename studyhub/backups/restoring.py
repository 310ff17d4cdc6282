"""Bringing a backup back: everything is checked and made ready aside, and then takes its place in one step.

For SQLite that step is the file `ready`: whoever is killed before it was written has changed nothing, and what was
begun after it is finished at the next start. PostgreSQL has a transaction for it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from shutil import move, rmtree

import click
from sqlalchemy import Engine, create_engine, inspect, make_url
from sqlalchemy.pool import NullPool

from studyhub.backups.alone import alone, require_unused
from studyhub.backups.checking import check_whole
from studyhub.backups.making import COURSES, CannotBackUpError, Made, make_backup
from studyhub.backups.manifest import DATABASE, Manifest
from studyhub.backups.schema import empty_within, migrate, migrate_within, revision_of
from studyhub.backups.shelf import desk, on_disk
from studyhub.backups.tables import ITS_OWN, load_rows, sqlite_file
from studyhub.db import engine_options
from studyhub.settings import Settings

STAGE, READY = ".restoring", "ready"


class CannotRestoreError(click.ClickException):
    """The place is not one to restore into; a command prints it and ends. Nothing was touched."""


def verify(path: Path, settings: Settings, *, needs_key: bool = True) -> Manifest:
    """Check everything about a backup without touching anything; raises BadBackupError."""
    with desk(settings.data) as folder:
        return check_whole(path, folder / "taken-apart", keys=_keys(settings) if needs_key else None)


def restore(
    path: Path, settings: Settings, *, now: datetime, replace: bool = False, needs_key: bool = True
) -> tuple[Manifest, Made | None]:
    """Put a backup where there is nothing, or with `replace` in the place of what is there, of which a backup is
    made before; returns what was restored and that backup.

    Raises BadBackupError, CannotRestoreError, CannotBackUpError, and InUseError while StudyHub runs; whatever it
    raises, everything is as it was.
    """
    with alone(settings.data), desk(settings.data) as folder:
        finish_restoring(settings)
        manifest = check_whole(path, folder / "taken-apart", keys=_keys(settings) if needs_key else None)
        before = _make_room(settings, now=now, replace=replace)
        database = folder / "taken-apart" / DATABASE
        if make_url(settings.database).get_backend_name() == "sqlite":
            engine = sqlite_file(database, is_for_reading=False)
            migrate(engine)
            engine.dispose()
            _make_ready(folder / "taken-apart", settings)
        else:
            _load(database, settings.database, revision=manifest.revision)
            _make_ready(folder / "taken-apart", settings)
        finish_restoring(settings)
    return manifest, before


def finish_restoring(settings: Settings) -> None:
    """Finish what was made ready, and forget what was not; every start begins with it."""
    stage, database = settings.data / STAGE, _file_of(settings)
    if (stage / READY).exists():
        if database is not None and _beside(database).exists():
            for end in (
                "-wal",
                "-shm",
                "-journal",
            ):  # of the database before: nothing of it shall get into this one
                Path(f"{database}{end}").unlink(missing_ok=True)
            _beside(database).replace(database)
            on_disk(database.parent)
        if (stage / COURSES).exists():
            courses = settings.data / COURSES
            if courses.exists():
                courses.rename(stage / "courses-before")
            (stage / COURSES).rename(courses)
            on_disk(settings.data)
        (stage / READY).unlink()
    if database is not None:
        _beside(database).unlink(missing_ok=True)
    if stage.exists():
        rmtree(stage)


def _beside(database: Path) -> Path:
    return database.with_name(f".{database.name}.restored")


def _keys(settings: Settings) -> list[str]:
    return [settings.secret_key, *settings.old_secret_keys]


def _file_of(settings: Settings) -> Path | None:
    url = make_url(settings.database)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _make_room(settings: Settings, *, now: datetime, replace: bool) -> Made | None:
    """See that there is nothing that would be lost, and nobody who has it open."""
    database = _file_of(settings)
    if database is not None:
        left = [Path(f"{database}{end}") for end in ("-wal", "-journal")]
        if database.exists():
            require_unused(settings.database)
        elif any(path.exists() for path in left):
            raise CannotRestoreError(
                f"Beside {database} lie parts of a database that is gone. Move them away first."
            )
    else:
        require_unused(settings.database)
    if _is_empty(settings.database, database):
        return None
    if not replace:
        raise CannotRestoreError(
            "There is a StudyHub here already. To put the backup in its place, say --replace; "
            "what is there now is backed up first."
        )
    try:
        return make_backup(settings, now=now)
    except CannotBackUpError as error:
        raise CannotRestoreError(
            f"What is there now cannot be backed up, so it is not replaced. {error.message} "
            "Move the database away, then restore into the empty place."
        ) from error


def _is_empty(database: str, file: Path | None) -> bool:
    if file is not None and not file.exists():
        return True
    engine = _engine(database)
    try:
        with engine.connect() as connection:
            return set(inspect(connection).get_table_names()) <= {ITS_OWN}
    finally:
        engine.dispose()


def _make_ready(folder: Path, settings: Settings) -> None:
    """Put what shall take its place beside where it belongs, and then say that all of it is there."""
    stage, database = settings.data / STAGE, _file_of(settings)
    stage.mkdir(mode=0o700)
    if database is not None:
        move(folder / DATABASE, _beside(database))
        on_disk(_beside(database))
        on_disk(database.parent)
    if (folder / COURSES).exists():
        (folder / COURSES).rename(stage / COURSES)
    for path in [stage, *(path for path in stage.rglob("*") if path.is_dir())]:
        on_disk(path)
    (stage / READY).touch()
    on_disk(stage)
    on_disk(settings.data)


def _load(file: Path, database: str, *, revision: str) -> None:
    """Fill a PostgreSQL database anew, in one transaction."""
    source, target = sqlite_file(file, is_for_reading=True), _engine(database)
    try:
        with source.connect() as rows, target.begin() as connection:
            if revision_of(connection) is not None:
                empty_within(connection)
            migrate_within(connection, to=revision)
            load_rows(rows, connection)
            migrate_within(connection)
    finally:
        source.dispose()
        target.dispose()


def _engine(database: str) -> Engine:
    return create_engine(database, **engine_options(database), poolclass=NullPool)
