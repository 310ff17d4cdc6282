"""What can be wrong with any place: its files, its settings, its SQLite, its disk, its clock, its courses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask_babel import gettext as _

from studyhub.db import Base, db, has_wal_reset_race, sqlite_library
from studyhub.health.faults import Check, Fault, Place
from studyhub.settings import SHORTEST_KEY
from studyhub.web.what_we_keep import undeclared_columns

WRITTEN_ON = datetime(2026, 5, 1, tzinfo=UTC)  # this version was; it is later now
FEWEST_LETTERS = 12  # different ones, in a key that was made by chance
LEAST_ROOM = 200_000_000  # bytes
PRIVATE = ("studyhub.sqlite*", "secret-key", "old-secret-keys", "backups/*", "copies/*")
TRUE = {"1", "true", "yes", "on"}
SAFE = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}


def open_files(place: Place) -> Iterator[Fault]:
    """CF-01: nobody else on this computer may read what is kept."""
    data = place.settings.data
    if data.stat().st_mode & 0o077:
        yield Fault(
            "open-folder",
            _("Others on this computer can look into the data folder %(path)s.", path=data),
            _("Run: chmod 700 %(path)s", path=data),
        )
    files = {path for pattern in PRIVATE for path in data.glob(pattern) if path.is_file()}
    files |= {file for file in [place.file] if file and file.exists()}
    paths = [str(path) for path in sorted(files) if path.stat().st_mode & 0o077]
    if paths:
        yield Fault(
            "open-file",
            _("Others on this computer can read: %(paths)s.", paths=", ".join(paths)),
            _("Run: chmod 600 %(paths)s", paths=" ".join(paths)),
        )


def weak_keys(place: Place) -> Iterator[Fault]:
    """CF-01: keys that could be guessed."""
    settings = place.settings
    if len(settings.secret_key) < SHORTEST_KEY or len(set(settings.secret_key)) < FEWEST_LETTERS:
        yield Fault(
            "weak-key",
            _("The secret key can be guessed."),
            _("Stop StudyHub, delete the file secret-key, and start again: a new one is made."),
        )
    if any(len(key) < SHORTEST_KEY for key in settings.old_secret_keys):
        yield Fault(
            "weak-old-key",
            _("An old secret key that is still taken can be guessed."),
            _("Take it out of the file old-secret-keys."),
        )


def debugging(_place: Place) -> Iterator[Fault]:
    """CF-01: what helps whoever writes StudyHub helps whoever attacks it."""
    for name in ("FLASK_DEBUG", "PYTHONINSPECT", "WERKZEUG_DEBUG_PIN"):
        if os.environ.get(name, "").lower() in TRUE:
            yield Fault(
                "debug-on",
                _("%(name)s is set: pages may show what is inside StudyHub.", name=name),
                _("Start StudyHub without it."),
            )


def proxies(place: Place) -> Iterator[Fault]:
    """CF-01: people come by https, so there is a proxy, and what it says must be heard."""
    if place.settings.is_public and not place.settings.proxies:
        yield Fault(
            "no-proxy",
            _("People come by https, but StudyHub was not told of a proxy before it."),
            _("Set STUDYHUB_PROXIES to the number of proxies; usually 1."),
        )


def missing_database(place: Place) -> Iterator[Fault]:
    """D4: what is not there is said, and not made anew."""
    if place.file is not None and not place.file.exists():
        yield Fault(
            "no-database",
            _("There is no database at %(path)s.", path=place.file),
            _("Start StudyHub once, or bring a backup back: studyhub restore FILE"),
        )


def sqlite_is_safe(place: Place) -> Iterator[Fault]:
    """CF-01: the library, the journal, and what each connection is told."""
    if place.file is None:
        return
    connection = db.session.connection()
    library, version = sqlite_library(), sqlite_library().sqlite_version
    racy = has_wal_reset_race(tuple(int(number) for number in library.sqlite_version.split(".")))
    if racy and connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
        yield Fault(
            "wal-race",
            _("SQLite %(version)s can lose what was written last.", version=version),
            _("Install StudyHub again with its locked requirements, which bring a newer SQLite."),
        )
    told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SAFE}
    wrong = [name for name, value in SAFE.items() if told[name] != value]
    if wrong:
        yield Fault(
            "unsafe-sqlite",
            _("SQLite was not told to be careful: %(names)s.", names=", ".join(wrong)),
            _("Something has changed StudyHub itself; install it again."),
        )


def broken_pages(place: Place) -> Iterator[Fault]:
    """What SQLite itself finds wrong with its file."""
    if place.file is not None:
        said = db.session.connection().exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if said != "ok":
            yield Fault(
                "broken-database",
                _("The database is broken: %(said)s", said=str(said).splitlines()[0]),
                _(
                    "Stop StudyHub, move the database away, and bring the latest backup back: studyhub restore FILE"
                ),
            )


def dangling_rows(place: Place) -> Iterator[Fault]:
    """Rows that point to nothing; PostgreSQL lets none arise."""
    if place.file is not None:
        tables = {row[0] for row in db.session.connection().exec_driver_sql("PRAGMA foreign_key_check")}
        if tables:
            yield Fault(
                "dangling-rows",
                _("Rows point to something that is gone, in: %(names)s.", names=", ".join(sorted(tables))),
                _("Somebody has changed the database past StudyHub. Bring a backup of before that back."),
            )


def undeclared(_place: Place) -> Iterator[Fault]:
    """PR-01: of every column it is said what it is for and when it goes."""
    for name in undeclared_columns(Base.metadata):
        yield Fault(
            "undeclared-column",
            _("Nobody has said what %(name)s keeps about people, and until when.", name=name),
            _("Tell whoever writes this StudyHub: it is a fault of theirs."),
        )


def little_room(place: Place) -> Iterator[Fault]:
    """A full disk stops all writing; a backup needs as much room again as the database."""
    folders = {place.settings.data, *([place.file.parent] if place.file else [])}
    size = place.file.stat().st_size if place.file and place.file.exists() else 0
    for folder in sorted(folder for folder in folders if folder.exists()):
        if shutil.disk_usage(folder).free < LEAST_ROOM + 2 * size:
            yield Fault(
                "disk-full",
                _("The disk of %(path)s is nearly full.", path=folder),
                _("Make room, or move the data folder to a larger disk."),
            )


def wrong_clock(place: Place) -> Iterator[Fault]:
    """C1: with a wrong clock, things end too early or never."""
    if place.now < WRITTEN_ON:
        yield Fault(
            "clock-early",
            _(
                "The clock of this computer is wrong: it is before the day on which this StudyHub was written."
            ),
            _("Set the clock, and let the system keep it by the network."),
        )


def missing_courses(place: Place) -> Iterator[Fault]:
    """There is something to read."""
    for folder in place.settings.courses:
        if not folder.is_dir() or not any(folder.glob("*/course.md")):
            yield Fault(
                "no-courses",
                _("There is no course in %(path)s.", path=folder),
                _("Put one there, or set STUDYHUB_COURSES to the folder that has them."),
            )


def left_over(place: Place) -> Iterator[Fault]:
    """What one that was killed has left: it holds everything, and nobody looks after it."""
    data: Path = place.settings.data
    for path in [*data.glob(".restoring"), *data.glob("backups/.*.part")]:
        yield Fault(
            "left-over",
            _("%(path)s is left from something that was broken off.", path=path),
            _("Start StudyHub again; if it is still there then, delete it."),
        )


CHECKS = (
    Check(open_files),
    Check(weak_keys),
    Check(debugging),
    Check(proxies),
    Check(missing_database),
    Check(undeclared),
    Check(little_room),
    Check(wrong_clock),
    Check(missing_courses),
    Check(left_over),
    Check(sqlite_is_safe, needs_database=True),
    Check(broken_pages, needs_database=True, is_slow=True),
    Check(dangling_rows, needs_database=True, is_slow=True),
)
