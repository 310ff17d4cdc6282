"""Looking whether all is well: a list of small checks to which every feature may add, for `studyhub doctor` and a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from studyhub.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked at: the settings of this StudyHub, and the time. The database is the session's."""

    settings: Settings
    now: datetime

    @property
    def file(self) -> Path | None:
        """The file of the database, where it is SQLite's."""
        url = make_url(self.settings.database)
        return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not well: a name for programs, and for people a sentence and what to do."""

    name: str
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that an administrator wants to know, well or not."""

    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """One look at a place; a slow one is for the command alone."""

    look: Callable[[Place], Iterator[Fault]]
    needs_database: bool = False
    is_slow: bool = False


Facts = Callable[[Place], Iterator[Fact]]


def faults_of(place: Place, checks: Iterable[Check], *, is_thorough: bool) -> list[Fault]:
    """Look at everything, what needs the database last and only where it can be read."""
    found: list[Fault] = []
    for check in sorted(checks, key=lambda check: (check.needs_database, check.is_slow)):
        if check.needs_database and any(fault.name in NO_DATABASE for fault in found):
            continue
        if is_thorough or not check.is_slow:
            found += _looked(check, place)
    return found


NO_DATABASE = {"no-database", "broken-database", "older-database", "newer-database"}


def _looked(check: Check, place: Place) -> list[Fault]:
    try:
        return list(check.look(place))
    except (SQLAlchemyError, OSError) as error:
        said = str(getattr(error, "orig", "") or error).splitlines()[0]
        return [
            Fault(
                "broken-database" if isinstance(error, SQLAlchemyError) else "cannot-look",
                _("This could not be looked at: %(said)s", said=said),
                _("Mend that, then look again. If it is the database, bring the latest backup back."),
            )
        ]
