"""What Today and the rails show: where a member is, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from studyhub.courses.outline import OutlineEntry
from studyhub.courses.published import CourseCard, PublishedCourse, StoppingPoint
from studyhub.courses.queries import (
    course_by_id,
    course_for,
    find_stopping_point,
    last_changes,
    modules_in_editions,
    published_courses,
)
from studyhub.progress.queries import Marks, find_last_read, marks_of, modules_done
from studyhub.reading.changes import News, changes_between


class Day(StrEnum):
    """What a day can begin with."""

    NOTHING = "nothing is published"
    NEW = "nothing is read yet"
    GOING_ON = "a module waits"
    FINISHED = "a course is read"


@dataclass(frozen=True, slots=True)
class Today:
    """What the home page says to one member."""

    day: Day
    course: PublishedCourse | None = None
    marks: Marks = field(default_factory=Marks)
    entry: OutlineEntry | None = None  # the module to read
    stopped: StoppingPoint | None = None
    courses: Sequence[CourseCard] = ()  # others that one could read


def today_of(member_id: int) -> Today:
    """Find what a member should go on with; never more than six statements."""
    last = find_last_read(member_id)
    if last is None:
        return _first_day()
    course = course_by_id(last.course_id)
    marks = marks_of(member_id, course.id)
    entry = next_to_read(course.outline, marks)
    if entry is None:
        return Today(Day.FINISHED, course, marks, courses=unfinished_courses(member_id))
    place = marks.places.get(entry.slug)
    stopped = find_stopping_point(course.id, entry.slug, passage=place) if place else None
    return Today(Day.GOING_ON, course, marks, entry, stopped)


def next_to_read(outline: Sequence[OutlineEntry], marks: Marks) -> OutlineEntry | None:
    """Return the module read last, if it is not done, or the next one after it that is not; None when all are."""
    slugs = [entry.slug for entry in outline]
    start = slugs.index(marks.last) if marks.last in slugs else 0
    in_turn = (*outline[start:], *outline[:start])
    return next((entry for entry in in_turn if entry.slug not in marks.done), None)


def unfinished_courses(member_id: int) -> list[CourseCard]:
    """List the courses that a member has not read to the end."""
    done = modules_done(member_id)
    return [card for card in published_courses() if done.get(card.id, 0) < card.module_count]


def news_of(course: PublishedCourse, marks: Marks, *, language: str) -> Mapping[str, News]:
    """Say which modules have changed since a member read them, by slug; one statement, two where any has."""
    if not marks.editions:
        return {}
    last = last_changes(course.id, language=language)
    known = {slug: number for slug, number in marks.editions.items() if number < last.get(slug, 0)}
    if not known:
        return {}
    wanted = {*known.items(), *((slug, course.number) for slug in known)}
    texts = modules_in_editions(course.id, wanted, language=language)
    counts = {
        slug: len(changes_between(texts[slug, since], texts[slug, course.number], gone={}))
        for slug, since in known.items()
        if (slug, since) in texts
    }
    return {slug: News(known[slug], count) for slug, count in counts.items() if count}


def _first_day() -> Today:
    cards = published_courses()
    if not cards:
        return Today(Day.NOTHING)
    course = course_for(cards[0].slug)
    return Today(Day.NEW, course, entry=next_to_read(course.outline, Marks()), courses=cards[1:])
