"""Whether a backup is whole: opened, every row read, every link followed, its shape that of a StudyHub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from studyhub.backups.archive import DAMAGED, unpack
from studyhub.backups.manifest import DATABASE, BadBackupError, Contents, Manifest
from studyhub.backups.schema import is_known, migrate, revision_of
from studyhub.backups.tables import contents, left_out, names_of_shape, sqlite_file
from studyhub.db import sqlite_library
from studyhub.settings import shipped


class UnsoundError(Exception):
    """What is wrong with a database, in a few words that go on from “its database …”."""


def check_whole(path: Path, folder: Path, *, keys: Iterable[str] | None) -> Manifest:
    """Unpack a backup into a new folder and check everything that can be checked; raises BadBackupError.

    None for `keys` leaves the seal out, and nothing else.
    """
    folder.mkdir(mode=0o700, parents=True)
    manifest = unpack(path, folder, keys=keys)
    if not is_known(manifest.revision):
        raise BadBackupError(
            f"This backup was made by a later StudyHub ({manifest.studyhub}). Install that version, or a newer one."
        )
    if DATABASE not in manifest.files:
        raise BadBackupError(DAMAGED.format("there is no database in it"))
    try:
        found = check_database(folder / DATABASE, revision=manifest.revision)
    except UnsoundError as error:
        raise BadBackupError(DAMAGED.format(f"its database {error}")) from error
    if found != manifest.tables:
        raise BadBackupError(DAMAGED.format("its rows are not those that were packed"))
    return manifest


def check_database(path: Path, *, revision: str) -> dict[str, Contents]:
    """Return what is in the tables of a SQLite file; raises UnsoundError where it is not a sound StudyHub's."""
    engine = sqlite_file(path, is_for_reading=True)
    try:
        with engine.connect() as connection:
            _check_pages(connection)
            if revision_of(connection) != revision or not _has_shape(
                connection, _shape_at(revision, shipped("migrations"))
            ):
                raise UnsoundError("is not one of StudyHub's")
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise UnsoundError("has rows that point to nothing")
            found = contents(connection)
    except (SQLAlchemyError, ValueError, OverflowError) as error:
        said = error.orig if isinstance(error, DatabaseError) else type(error).__name__
        raise UnsoundError(f"cannot be read: {said}") from error
    finally:
        engine.dispose()
    if any(found[name].rows for name in left_out() & found.keys()):
        raise UnsoundError("would let somebody in who had signed out")
    return found


def _check_pages(connection: Connection) -> None:
    faults = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    if faults != ["ok"]:
        raise UnsoundError(f"is broken: {faults[0]}")


def _has_shape(connection: Connection, shape: Mapping[tuple[str, str], str]) -> bool:
    """Say whether everything of a shape is there, and nothing that could act by itself besides; an index may."""
    found = names_of_shape(connection)
    more = {kind for kind, name in found.keys() - shape.keys()}
    return more <= {"index"} and all(found.get(one) == words for one, words in shape.items())


@cache
def _shape_at(revision: str, _migrations: Path) -> dict[tuple[str, str], str]:
    engine = create_engine("sqlite://", module=sqlite_library(), poolclass=StaticPool)
    migrate(engine, to=revision)
    with engine.connect() as connection:
        shape = names_of_shape(connection)
    engine.dispose()
    return shape
