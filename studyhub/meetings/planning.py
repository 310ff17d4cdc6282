"""A published course, as the meetings of a group: what each covers, and when it begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from studyhub.compiler.model import Depth, Module
from studyhub.courses.published import PublishedCourse
from studyhub.courses.queries import modules_of_edition
from studyhub.groups.models import Rhythm
from studyhub.meetings.schedule import Evening, ModuleToPlan, Timed, evenings_for, starts_of

AN_HOUR = 60  # from so much time on, the main readings are among what the group sets out to read


class Wishes(Protocol):
    """What a group wants of its plan."""

    @property
    def rhythm(self) -> Rhythm: ...
    @property
    def first(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...
    @property
    def budget(self) -> int: ...
    @property
    def without(self) -> Collection[date]: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting that is not there yet; `starts` is by the clock on the wall."""

    number: int
    starts: datetime
    evening: Evening


def plan_course(course: PublishedCourse, wishes: Wishes) -> list[Planned]:
    """Lay an edition of a course out over the days that a group wants; one statement."""
    modules = modules_of_edition(course.id, course.number)
    return lay_over_days(
        evenings_for(
            [to_plan(module, budget=wishes.budget) for module in modules],
            budget=wishes.budget,
            length=wishes.minutes,
        ),
        wishes,
    )


def lay_over_days(evenings: Sequence[Evening], wishes: Wishes) -> list[Planned]:
    """Give each evening its day and time, in turn."""
    starts = starts_of(
        wishes.rhythm, wishes.first, count=len(evenings), minutes=wishes.minutes, without=wishes.without
    )
    numbered = enumerate(zip(starts, evenings, strict=True), start=1)
    return [Planned(number, start, evening) for number, (start, evening) in numbered]


def to_plan(module: Module, *, budget: int) -> ModuleToPlan:
    """Say of a module what a plan needs to know: with half an hour, what is short; from an hour on, what is main."""
    depth = Depth.MAIN if budget >= AN_HOUR else Depth.SHORT
    characters = sum(part.characters for part in module.parts) or 1
    return ModuleToPlan(
        module.id,
        parts=tuple(
            Timed(part.id, max(1, round(module.minutes * part.characters / characters)))
            for part in module.parts
        ),
        readings=tuple(
            Timed(reading.id, reading.minutes)
            for reading in module.readings
            if reading.depth is depth and not reading.other_view
        ),
        questions=tuple(Timed(question.id, question.minutes) for question in module.questions),
    )
