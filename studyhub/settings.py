"""What must be known before start: one frozen dataclass, read from the environment.

A bad value refuses to start, naming the setting and the remedy. What an administrator decides later is a
row in the database, not a setting.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

import click
from platformdirs import user_data_path
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

MOST_PROXIES = 5
MOST_HOURS = 24 * 7
SHORTEST_KEY = 32
TESTS = "STUDYHUB_TEST_"  # what begins so is for the tests
KNOWN = (
    "STUDYHUB_DATA",
    "STUDYHUB_DATABASE",
    "STUDYHUB_ADDRESS",
    "STUDYHUB_PROXIES",
    "STUDYHUB_COURSES",
    "STUDYHUB_BACKUPS",
)


class BadSettingError(click.ClickException):
    """A setting that StudyHub cannot start with, and what to do about it; a command prints it and ends."""

    exit_code = 2

    def __init__(self, name: str, matter: str, *, remedy: str) -> None:
        super().__init__(f"{name}: {matter} {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one running StudyHub."""

    data: Path
    database: str
    secret_key: str = field(repr=False)
    old_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    address: str = ""  # https://..., or nothing: then StudyHub listens on this computer alone
    proxies: int = 0  # how many proxies stand before StudyHub and set X-Forwarded-*
    courses: tuple[Path, ...] = ()
    backups: int = 24  # hours from one backup to the next; 0: none is made

    @property
    def is_public(self) -> bool:
        """Whether people reach this StudyHub from other computers, over https."""
        return bool(self.address)

    @property
    def host(self) -> str:
        """The one host name under which it answers; empty on this computer alone."""
        return urlsplit(self.address).netloc


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings, making the data folder and its secret key where they are missing.

    Raises BadSettingError for a value that StudyHub cannot start with, and for a misspelt name.
    """
    _refuse_misspelt(environ)
    data = _data_folder(environ)
    return Settings(
        data=data,
        database=_database_url(environ, data),
        secret_key=_secret_key(data),
        old_secret_keys=tuple(_lines(data / "old-secret-keys")),
        address=_address(environ),
        proxies=_proxies(environ),
        courses=_courses(environ, data),
        backups=_backups(environ),
    )


def shipped(name: str) -> Path:
    """Return the folder `courses` or `migrations`: beside the package in a clone, inside it once installed."""
    package = Path(__file__).resolve().parent
    installed = package / "shipped" / name
    return installed if installed.exists() else package.parent / name


def _refuse_misspelt(environ: Mapping[str, str]) -> None:
    # Other names are let be: a container's host sets some of its own, for a service that is called studyhub.
    for name in environ:
        near = get_close_matches(name, KNOWN, n=1, cutoff=0.85)
        if near and name not in KNOWN and not name.startswith(TESTS):
            raise BadSettingError(name, "is not a setting of StudyHub.", remedy=f"Did you mean {near[0]}?")


def _data_folder(environ: Mapping[str, str]) -> Path:
    data = Path(environ.get("STUDYHUB_DATA") or user_data_path("studyhub")).expanduser().absolute()
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettingError(
            "STUDYHUB_DATA",
            f"cannot use {data} as a folder ({error.strerror}).",
            remedy="Name one you may write to.",
        ) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise BadSettingError(
            "STUDYHUB_DATA", f"{data} may not be written to.", remedy="Name one you may write to."
        )
    return data


def _database_url(environ: Mapping[str, str], data: Path) -> str:
    given = environ.get("STUDYHUB_DATABASE") or f"sqlite:///{data / 'studyhub.sqlite'}"
    remedy = "Use postgresql://user:passphrase@host/name, or leave it out for SQLite in the data folder."
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise BadSettingError("STUDYHUB_DATABASE", "is not a database address.", remedy=remedy) from error
    if url.get_backend_name() in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    elif url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise BadSettingError(
            "STUDYHUB_DATABASE", "names a database that StudyHub does not know.", remedy=remedy
        )
    if url.get_backend_name() == "sqlite":
        _require_private(Path(str(url.database)))
    return url.render_as_string(hide_password=False)


def _secret_key(data: Path) -> str:
    path = data / "secret-key"
    if not path.exists():
        _make_secret_key(path)
    _require_private(path)
    key = path.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise BadSettingError(
            str(path),
            "is shorter than 32 characters.",
            remedy="Delete the file; a new one is made. Everybody signs in again.",
        )
    return key


def _require_private(path: Path) -> None:
    if path.exists() and path.stat().st_mode & 0o077:
        raise BadSettingError(
            str(path), "can be read by others on this computer.", remedy=f"Run: chmod 600 {path}"
        )


def _make_secret_key(path: Path) -> None:
    # Two processes may start at once, and one may be killed half-way: the key appears under its name whole,
    # or not at all, and whoever comes second takes the first one's.
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=".secret-key-"
    ) as new:  # private from its first byte
        new.write(secrets.token_urlsafe(48) + "\n")
        new.flush()
        os.fsync(new.fileno())
        with suppress(FileExistsError):
            os.link(new.name, path)


def _lines(path: Path) -> list[str]:
    _require_private(path)
    return path.read_text().split() if path.exists() else []


def _address(environ: Mapping[str, str]) -> str:
    given = environ.get("STUDYHUB_ADDRESS", "").strip().rstrip("/")
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.username:
        raise BadSettingError(
            "STUDYHUB_ADDRESS",
            "must be the https address that people type, without a path.",
            remedy="For example: https://study.example.org",
        )
    return given


def _proxies(environ: Mapping[str, str]) -> int:
    given = environ.get("STUDYHUB_PROXIES", "").strip() or "0"
    if not given.isdecimal() or int(given) > MOST_PROXIES:
        raise BadSettingError(
            "STUDYHUB_PROXIES",
            "must be a small number.",
            remedy="It says how many proxies stand before StudyHub; usually 1.",
        )
    return int(given)


def _courses(environ: Mapping[str, str], data: Path) -> tuple[Path, ...]:
    given = environ.get("STUDYHUB_COURSES", "").strip()
    if not given:
        own = data / "courses"
        return (shipped("courses"), own) if own.is_dir() else (shipped("courses"),)
    path = Path(given).expanduser().absolute()
    if not path.is_dir():
        raise BadSettingError(
            "STUDYHUB_COURSES", f"there is no folder {path}.", remedy="Name a folder of courses."
        )
    return (path,)


def _backups(environ: Mapping[str, str]) -> int:
    given = environ.get("STUDYHUB_BACKUPS", "").strip() or "24"
    if not given.isdecimal() or not given.isascii() or int(given[:4]) > MOST_HOURS:
        raise BadSettingError(
            "STUDYHUB_BACKUPS",
            "must be a number of hours, 168 at most.",
            remedy="24 is once a day; 0 makes none.",
        )
    return int(given)
