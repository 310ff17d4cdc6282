"""Which evening covers what, and on which days they fall: reckoned from reading times alone, without a database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from studyhub.groups.models import Rhythm

MOST_PIECES = 3  # a module is about one or two meetings; more than three would take it apart
RECAP_EVERY = 5
WEEKS_IN_ALL_MONTHS = 4  # the fifth Tuesday is not in every month: the last one is
BREAK, LUNCH = timedelta(minutes=15), timedelta(hours=1)
LUNCH_FROM, SCHOOL_ENDS = time(12, 15), time(18, 30)
MOST_MEETINGS = 200


@dataclass(frozen=True, slots=True)
class Timed:
    """A part, a reading or a question, and its minutes."""

    id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ModuleToPlan:
    """What the plan needs to know of a module."""

    slug: str
    parts: tuple[Timed, ...]
    readings: tuple[Timed, ...]  # those that the group sets out to read
    questions: tuple[Timed, ...]

    @property
    def minutes(self) -> int:
        """How long all of its reading takes."""
        return _sum(self.parts) + _sum(self.readings)


@dataclass(frozen=True, slots=True)
class Piece:
    """A module, or a part of it, as one evening covers it."""

    module: str
    parts: tuple[str, ...]
    readings: tuple[str, ...]
    questions: tuple[str, ...]
    minutes: int  # of reading
    number: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Evening:
    """What one meeting is about; a recap is about what came before it."""

    pieces: tuple[Piece, ...] = ()
    is_recap: bool = False

    @property
    def minutes(self) -> int:
        """How much there is to read before it."""
        return sum(piece.minutes for piece in self.pieces)


def evenings_for(modules: Sequence[ModuleToPlan], *, budget: int, length: int) -> list[Evening]:
    """Lay modules out over evenings, `budget` minutes of reading before each, `length` minutes of talk at it.

    A module that takes longer is split at its parts, into three at most; two that are short go together, where
    the questions of both can be talked about in one evening. Every fifth evening looks back, or the next that begins a
    module; a last one never does.
    """
    found: list[Evening] = []
    for module in modules:
        for evening in _evenings_of(module, budget=budget):
            if found and _fit_together(found[-1], evening, modules=modules, limits=(budget, length)):
                found[-1] = Evening(found[-1].pieces + evening.pieces)
            else:
                found.append(evening)
    return _with_recaps(found)


def days_of(rhythm: Rhythm, first: date, *, without: Collection[date] = ()) -> Iterator[date]:
    """Yield the days of a rhythm from its first on, without those that are struck out.

    Monthly means the same weekday of the month: the second Tuesday, or the last, where the first day is in a
    week that not every month has.
    """
    options: dict[Rhythm, dict[str, Any]] = {
        Rhythm.WEEKLY: {"freq": WEEKLY},
        Rhythm.FORTNIGHTLY: {"freq": WEEKLY, "interval": 2},
        Rhythm.MONTHLY: {"freq": MONTHLY, "byweekday": _weekday_of_month(first)},
        Rhythm.DAY_SCHOOL: {"freq": DAILY},
    }
    in_turn = rrule(dtstart=datetime.combine(first, time()), **options[rhythm])
    return (found.date() for found in in_turn if found.date() not in without)


def starts_of(
    rhythm: Rhythm, first: datetime, *, count: int, minutes: int, without: Collection[date] = ()
) -> list[datetime]:
    """Return when so many meetings begin, by the clock on the wall; `first` is naive.

    At a day school one follows the other, with breaks and an hour at midday, until half past six; what does not
    fit follows on the next day.
    """
    days = days_of(rhythm, first.date(), without=without)
    if rhythm is not Rhythm.DAY_SCHOOL:
        return [datetime.combine(day, first.time()) for day in islice(days, count)]
    return list(islice(_starts_of_school(days, first.time(), lasting=timedelta(minutes=minutes)), count))


def moment_of(day: date, begins: time, *, time_zone: str) -> datetime:
    """Return the moment, in UTC, at which a clock on a wall of this zone shows this time of this day.

    A time that summer time skips is the moment at which the hour would have been; of one that comes twice, the
    first is meant.
    """
    return datetime.combine(day, begins, tzinfo=ZoneInfo(time_zone)).astimezone(ZoneInfo("UTC"))


def _evenings_of(module: ModuleToPlan, *, budget: int) -> Iterator[Evening]:
    count = min(MOST_PIECES, max(1, len(module.parts)), max(1, ceil(module.minutes / budget)))
    parts = _dealt(module.parts, count)
    readings = _shared_out(module.readings, [_sum(some) for some in parts])
    questions = _dealt(module.questions, count)
    for at in range(count):
        yield Evening(
            (
                Piece(
                    module.slug,
                    parts=_ids(parts[at]),
                    readings=_ids(readings[at]),
                    questions=_ids(questions[at]),
                    minutes=_sum(parts[at]) + _sum(readings[at]),
                    number=at + 1,
                    of=count,
                ),
            )
        )


def _dealt(things: Sequence[Timed], count: int) -> list[tuple[Timed, ...]]:
    """Cut a row of things into so many stretches of about the same minutes, none empty while there are enough."""
    total, stretches, begun = _sum(things), [], 0
    for stretch in range(1, count + 1):
        left = count - stretch  # stretches that still need something
        end = begun + (1 if begun < len(things) else 0)
        while end < len(things) - left and _sum(things[:end]) * count < total * stretch:
            end += 1
        end = len(things) if not left else max(end, begun)
        stretches.append(tuple(things[begun:end]))
        begun = end
    return stretches


def _shared_out(readings: Sequence[Timed], loads: list[int]) -> list[tuple[Timed, ...]]:
    """Give each reading, in turn, to the evening with the least to read so far."""
    shares: list[tuple[Timed, ...]] = [() for _load in loads]
    for reading in readings:
        lightest = loads.index(min(loads))
        shares[lightest] += (reading,)
        loads[lightest] += reading.minutes
    return shares


def _fit_together(
    before: Evening, evening: Evening, *, modules: Sequence[ModuleToPlan], limits: tuple[int, int]
) -> bool:
    budget, length = limits
    both = before.pieces + evening.pieces
    if len(both) > 2 or any(piece.of > 1 for piece in both):  # noqa: PLR2004 - two short modules, as people plan them
        return False
    talk = {question.id: question.minutes for module in modules for question in module.questions}
    questions = sum(talk[question] for piece in both for question in piece.questions)
    return before.minutes + evening.minutes <= budget and questions <= length


def _with_recaps(evenings: Sequence[Evening]) -> list[Evening]:
    found: list[Evening] = []
    since = 0  # evenings since the last that looked back
    for evening in evenings:
        if (
            since >= RECAP_EVERY - 1 and evening.pieces[0].number == 1
        ):  # a module that is begun is ended first
            found.append(Evening(is_recap=True))
            since = 0
        found.append(evening)
        since += 1
    return found


def _weekday_of_month(day: date) -> weekday:
    week = (day.day - 1) // 7 + 1
    return weekday(day.weekday(), week if week <= WEEKS_IN_ALL_MONTHS else -1)


def _starts_of_school(days: Iterator[date], begins: time, *, lasting: timedelta) -> Iterator[datetime]:
    for day in days:
        start, has_eaten = datetime.combine(day, begins), begins >= LUNCH_FROM
        ends = max(datetime.combine(day, SCHOOL_ENDS), start + lasting)
        while start + lasting <= ends:
            yield start
            is_midday = not has_eaten and (start + lasting).time() >= LUNCH_FROM
            has_eaten = has_eaten or is_midday
            start += lasting + (LUNCH if is_midday else BREAK)


def _sum(things: Sequence[Timed]) -> int:
    return sum(thing.minutes for thing in things)


def _ids(things: Sequence[Timed]) -> tuple[str, ...]:
    return tuple(thing.id for thing in things)
