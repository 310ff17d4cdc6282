"""Deleting what is due: the declarations of the schema say what that is. Nothing here commits."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Table, delete, update

from studyhub.audit.actions import forget_people_before
from studyhub.db import Base, db, rows
from studyhub.expiry.models import Clearing
from studyhub.web.what_we_keep import kept_of

FARTHEST_BACK, FARTHEST_ON = (
    timedelta(hours=1),
    timedelta(days=30),
)  # how far the clock may seem to have moved
PEOPLE_IN_THE_AUDIT = timedelta(days=2 * 365)
COPIES, COPIES_KEPT = "before-upgrade-*.sqlite", timedelta(days=14)


class ClockMovedError(Exception):
    """The clock is far from where it was when this ran last: what seems due may not be."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """A column by which rows of its table go, and how long after it."""

    column: Column[Any]
    expiry: timedelta

    @property
    def table(self) -> Table:
        """The table whose rows go."""
        return self.column.table


def expiring() -> Iterator[Expiring]:
    """List the columns that were declared with an expiry, in the order of the schema."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kept = kept_of(column)
            if kept is not None and kept.expiry is not None:
                yield Expiring(column, kept.expiry)


def delete_due(what: Expiring, now: datetime) -> int:
    """Delete the rows of one table whose time is up, and return how many there were."""
    return rows(delete(what.table).where(_is_due(what, now))).rowcount


def forget_due_in_audit(now: datetime) -> int:
    """Take people out of what was decided two years ago; returns from how many rows."""
    return forget_people_before((now - PEOPLE_IN_THE_AUDIT).date())


def delete_old_copies(folder: Path, today: date) -> int:
    """Delete copies of the database from before an upgrade once they are two weeks old; returns how many."""
    old = [copy for copy in folder.glob(COPIES) if _day_of(copy) < today - COPIES_KEPT]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)


def require_steady_clock(now: datetime) -> None:
    """Raise ClockMovedError where the clock was put back, or far on, since this ran last."""
    last = clearing().ran_at
    if last is None or -FARTHEST_BACK <= now - last <= FARTHEST_ON:
        return
    raise ClockMovedError(
        f"the last time was {last:%d %B %Y, %H:%M} UTC, and now it is {now:%d %B %Y, %H:%M} UTC"
    )


def note_run(now: datetime) -> None:
    """Remember that everything due by now is gone."""
    clearing().ran_at = now


def note_deletion() -> None:
    """Remember that an account was deleted, whose bytes the files may still hold."""
    clearing().to_scrub = secrets.token_hex(8)
    db.session.flush()


def note_scrubbed(was: str) -> None:
    """Remember that the files are clean, unless another account was deleted meanwhile."""
    rows(update(Clearing).where(Clearing.to_scrub == was).values(to_scrub=""))


def clearing() -> Clearing:
    """Return the row about clearing up, made where it is missing."""
    found = db.session.get(Clearing, 1)
    if found is None:
        found = Clearing(id=1, to_scrub="")
        db.session.add(found)
    return found


def _is_due(what: Expiring, now: datetime) -> ColumnElement[bool]:
    if isinstance(what.column.type, Date):
        return what.column < (now - what.expiry).date()  # the day itself still counts
    return what.column <= now - what.expiry


def _day_of(copy: Path) -> date:
    try:
        return datetime.strptime(copy.stem[len("before-upgrade-") :][:10], "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return date.max  # not one of ours
