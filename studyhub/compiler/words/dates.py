"""Dates as authors write them: years, months, days, ranges, about, and the Julian calendar.

Russia's calendar was twelve days behind in the nineteenth century and thirteen in the twentieth; 31 January
1918 was followed by 14 February. A date marked `OS` is given in both.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

LAST_OLD = (1918, 1, 31)
EARLIEST_YEAR = 1000
FEBRUARY, MONTHS = 2, 12
DAYS_OF_YEAR = 365
JULIAN_LEAD = 2  # its 1 January of the year 1 is two days before that of the calendar of today
FORM = re.compile(r"(?P<about>c\.? ?)?(?P<first>[\d-]{4,10})(?: ?/ ?(?P<last>[\d-]{4,10}))?(?P<old> OS)?\Z")
POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
NO_DATE = "a date is written 1921, 1921-03 or 1921-03-01"


class NotADateError(ValueError):
    """The text is not a date; the message says why, in plain words."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A year, a month or a day as written; `month` and `day` are 0 where they are not given."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """The date as `1921`, `1921-03` or `1921-03-01`."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class When:
    """A date or a range of dates, in the calendar it was written in."""

    first: Point
    last: Point
    about: bool = False
    old: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it has a beginning and an end that differ."""
        return self.first != self.last

    @property
    def new(self) -> When:
        """The same in the calendar of today, where the written one can be converted."""
        if not self.old or not self.first.day:
            return self
        return When(to_gregorian(self.first), to_gregorian(self.last), self.about)


def read_date(text: str) -> When:
    """Return the date that a text says; raises NotADateError."""
    match = FORM.match(text.strip())
    if not match:
        raise NotADateError(NO_DATE)
    old = match["old"] is not None
    first = _point(match["first"], old=old)
    last = _point(match["last"], old=old) if match["last"] else first
    if last < first:
        raise NotADateError("this range ends before it begins")
    if old:
        _check_old(first, last)
    return When(first, last, match["about"] is not None, old)


def to_gregorian(point: Point) -> Point:
    """Return a day of the Julian calendar in the calendar of today."""
    day = date.fromordinal(_julian_ordinal(point))
    return Point(day.year, day.month, day.day)


def gregorian_bounds(when: When) -> tuple[date, date]:
    """Return the first and the last day that a date can mean, in the calendar of today."""
    first, last = when.first, when.last
    start = Point(first.year, first.month or 1, first.day or 1)
    month = last.month or MONTHS
    end = Point(last.year, month, last.day or _days(last.year, month, old=when.old))
    if when.old:
        start, end = to_gregorian(start), to_gregorian(end)
    return date(start.year, start.month, start.day), date(end.year, end.month, end.day)


def _point(text: str, *, old: bool) -> Point:
    match = POINT.match(text)
    if not match:
        raise NotADateError(NO_DATE)
    year, month, day = (int(part or 0) for part in match.groups())
    if year < EARLIEST_YEAR:
        raise NotADateError(f"years before {EARLIEST_YEAR} are not known here")
    if match[2] and not 1 <= month <= MONTHS:
        raise NotADateError("there is no such month")
    if match[3] and not 1 <= day <= _days(year, month, old=old):
        raise NotADateError("there is no such day in that month")
    return Point(year, month, day)


def _check_old(first: Point, last: Point) -> None:
    if not first.month or not last.month:
        raise NotADateError("OS goes with a day or a month, not with a year alone")
    if max((last.year, last.month, last.day), (first.year, first.month, first.day)) > LAST_OLD:
        raise NotADateError("after 31 January 1918 there is no Old Style: give the date of today's calendar")
    if bool(first.day) != bool(last.day):
        raise NotADateError("with OS a range goes from day to day or from month to month")


def _days(year: int, month: int, *, old: bool) -> int:
    if old:
        return 29 if month == FEBRUARY and year % 4 == 0 else calendar.monthrange(2001, month)[1]
    return calendar.monthrange(year, month)[1]


def _julian_ordinal(point: Point) -> int:
    before = point.year - 1
    months = sum(_days(point.year, month, old=True) for month in range(1, point.month))
    return before * DAYS_OF_YEAR + before // 4 + months + point.day - JULIAN_LEAD
