"""The folder in which backups lie: each by its day and hour, and none for longer than fourteen days."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

NAME = re.compile(r"backup-(\d{4}-\d\d-\d\d-\d{6})\.zip")
STAMP = "%Y-%m-%d-%H%M%S"
LONGEST_KEPT = timedelta(days=14)  # what somebody deleted shall be gone, here too
MAKING = ".making-"
LEFT_AFTER = timedelta(days=1)  # whatever is still being made then is left from one that was killed


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder; it came there whole and checked, or not at all."""

    path: Path
    made_at: datetime
    size: int  # bytes


def shelf_of(data: Path) -> Path:
    """Return the folder of backups in a data folder, made where it is missing."""
    shelf = data / "backups"
    shelf.mkdir(mode=0o700, exist_ok=True)
    return shelf


def kept_backups(data: Path) -> list[Kept]:
    """List the backups in the data folder, the latest first."""
    found = [_kept(path) for path in (data / "backups").glob("backup-*.zip")]
    return sorted((kept for kept in found if kept and kept.size), key=lambda kept: kept.made_at, reverse=True)


def is_expired(kept: Kept, *, now: datetime) -> bool:
    """Say whether a backup is older than it may become."""
    return now - kept.made_at > LONGEST_KEPT


def remove_expired(data: Path, *, now: datetime) -> int:
    """Delete the backups that are too old, and what was left by one that was killed; returns how many backups."""
    expired = [kept for kept in kept_backups(data) if is_expired(kept, now=now)]
    for kept in expired:
        kept.path.unlink(missing_ok=True)
    for left in (data / "backups").glob(f"{MAKING}*"):
        if now - datetime.fromtimestamp(left.stat().st_mtime, UTC) > LEFT_AFTER:
            rmtree(left, ignore_errors=True)
    return len(expired)


def name_for(now: datetime) -> str:
    """Return the name of a backup that is made now."""
    return f"backup-{now.astimezone(UTC).strftime(STAMP)}.zip"


@contextmanager
def desk(data: Path) -> Iterator[Path]:
    """A folder to put a backup together in, or to take one apart; it is for its owner alone, and gone afterwards."""
    folder = Path(mkdtemp(prefix=MAKING, dir=shelf_of(data)))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def on_disk(path: Path) -> None:
    """Have a file on the disk, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kept(path: Path) -> Kept | None:
    named = NAME.fullmatch(path.name)
    try:
        return named and Kept(
            path, datetime.strptime(named[1], STAMP).replace(tzinfo=UTC), path.stat().st_size
        )
    except (ValueError, FileNotFoundError):  # no such day; or it has just expired
        return None
