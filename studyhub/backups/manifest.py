"""What a backup says of itself: who made it, when, from which shape of database, and what must be in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

FORMAT = 1
SHA256 = re.compile(r"[0-9a-f]{64}")
DATABASE = "studyhub.sqlite"


class BadBackupError(click.ClickException):
    """A file that cannot be restored, and why; a command prints it and ends. Nothing was touched."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of a table: how many, and a hash over all of them, in any order."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in the archive."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first thing that stands in an archive."""

    made_at: datetime
    studyhub: str
    revision: str
    database: str  # the kind from which it was made; inside it is always SQLite's
    tables: Mapping[str, Contents]
    files: Mapping[str, Packed]
    format: int = FORMAT


def this_version() -> str:
    """Return the version of this StudyHub; empty where it was started without being installed."""
    try:
        return version("studyhub")
    except PackageNotFoundError:
        return ""


def as_json(manifest: Manifest) -> str:
    """Write a manifest down."""
    return json.dumps(asdict(manifest), default=datetime.isoformat, indent=1) + "\n"


def from_json(text: bytes) -> Manifest:
    """Read a manifest; raises BadBackupError for anything that `as_json` would not have written."""
    try:
        said = json.loads(text.decode())
        if said["format"] > FORMAT:
            raise BadBackupError(
                f"This backup was made by a later StudyHub ({_text(said, 'studyhub')}). Install that version, or a newer one."
            )
        return Manifest(
            made_at=_time(said),
            studyhub=_text(said, "studyhub"),
            revision=_text(said, "revision"),
            database=_text(said, "database"),
            tables={
                str(name): Contents(_count(one, "rows"), _hash(one)) for name, one in said["tables"].items()
            },
            files={str(name): Packed(_count(one, "size"), _hash(one)) for name, one in said["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadBackupError("What this backup says of itself cannot be read: it is damaged.") from error


def _time(said: Mapping[str, Any]) -> datetime:
    made_at = datetime.fromisoformat(said["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("a time without a zone")
    return made_at


def _text(said: Mapping[str, Any], key: str) -> str:
    return str(said[key])[:80]


def _count(said: Mapping[str, Any], key: str) -> int:
    count = said[key]
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise ValueError(key)
    return count


def _hash(said: Mapping[str, Any]) -> str:
    if not SHA256.fullmatch(said["sha256"]):
        raise ValueError("sha256")
    return str(said["sha256"])
