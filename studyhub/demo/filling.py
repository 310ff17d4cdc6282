"""Fill an empty place with people who have studied in it for some weeks: the same ones each time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from studyhub.accounts.actions import add_member
from studyhub.courses.outline import OutlineEntry
from studyhub.courses.published import PublishedCourse
from studyhub.courses.queries import course_for, module_for, published_courses
from studyhub.db import db
from studyhub.demo.people import OTHERS, SHOWN, Pace, Person
from studyhub.organisation.models import Instance
from studyhub.progress.actions import keep_place, mark_module_done, mark_reading_done

PLACE = "The Tuesday readers"
WEEKS = 10  # since the first of them joined
SEED = 1917
PACES = (Pace.NOT_BEGUN, Pace.BEGINNING, Pace.BEGINNING, Pace.HALFWAY, Pace.HALFWAY, Pace.FINISHED)


def fill(passphrase_hash: str, *, today: date) -> int:
    """Name the place, and add its members and their progress; all have the same passphrase. Returns how many."""
    chance = Random(SEED)  # noqa: S311 - nothing here is a secret
    db.session.add(Instance(id=1, name=PLACE))
    courses = [course_for(card.slug) for card in published_courses()]
    people = (*SHOWN, *_others(chance))
    for person in people:
        joined = today - timedelta(days=chance.randrange(1, WEEKS * 7))
        member = add_member(
            sign_in_name=person.sign_in_name,
            name=person.name,
            passphrase_hash=passphrase_hash,
            is_administrator=person.is_administrator,
            today=joined,
        )
        db.session.flush()
        _study(member.id, person.pace, courses=courses, days=_Days(chance, first=joined, last=today))
    return len(people)


class _Days:
    """The days between two on which somebody found time, one after the other."""

    def __init__(self, chance: Random, *, first: date, last: date) -> None:
        self.chance = chance
        self.last = last
        self.at = first

    def next(self) -> date:
        self.at = min(self.last, self.at + timedelta(days=self.chance.randrange(1, 8)))
        return self.at


def _others(chance: Random) -> list[Person]:
    return [Person(f"reader-{at}", name, chance.choice(PACES)) for at, name in enumerate(OTHERS, 1)]


def _study(member_id: int, pace: Pace, *, courses: Sequence[PublishedCourse], days: _Days) -> None:
    if pace is Pace.FINISHED:
        for course in courses:
            _read(member_id, course, entries=course.outline, days=days)
    elif pace is not Pace.NOT_BEGUN and courses:
        course = courses[0]
        done = len(course.outline) // 2 if pace is Pace.HALFWAY else 0
        _read(member_id, course, entries=course.outline[:done], days=days)
        _stop(member_id, course, entry=course.outline[done], chance=days.chance)


def _read(member_id: int, course: PublishedCourse, *, entries: Sequence[OutlineEntry], days: _Days) -> None:
    for entry in entries:
        day = days.next()
        for reading in entry.readings[:2]:
            mark_reading_done(member_id, course.id, reading=reading, today=day)
        mark_module_done(member_id, course.id, module=entry.slug, edition=course.number, today=day)


def _stop(member_id: int, course: PublishedCourse, *, entry: OutlineEntry, chance: Random) -> None:
    passages = module_for(course.slug, entry.slug).module.passages
    passage = chance.choice(passages[1:]).id
    keep_place(member_id, course.id, module=entry.slug, passage=passage, edition=course.number)
