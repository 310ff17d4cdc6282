"""What a member has read, for that member's own pages alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, select, union_all

from studyhub.courses.models import Course, Edition, EditionModule, Passage
from studyhub.courses.outline import OutlineEntry
from studyhub.db import db, rows
from studyhub.progress.models import Completion, Place, ReadingCompletion

# Statements are made once: to make one takes longer than to run it.
_EACH_MARK = tuple(
    select(literal(table.__tablename__).label("kind"), name, passage, edition, turn).where(
        table.member_id == bindparam("member"), table.course_id == bindparam("course")
    )
    for table, name, passage, edition, turn in (
        (Completion, Completion.module, literal(""), Completion.edition, Completion.turn),
        (ReadingCompletion, ReadingCompletion.reading, literal(""), literal(0), literal(0)),
        (Place, Place.module, Place.passage, Place.edition, Place.turn),
    )
)
MARKS = union_all(*_EACH_MARK)
MARKS_AMONG = union_all(
    *(each.where(each.selected_columns[1].in_(bindparam("names", expanding=True))) for each in _EACH_MARK)
)
_READ = union_all(
    *(
        select(table.course_id, table.module, table.turn).where(table.member_id == bindparam("member"))
        for table in (Place, Completion)
    )
).subquery()
LAST_READ = select(_READ.c.course_id, _READ.c.module).order_by(_READ.c.turn.desc()).limit(1)
DONE = (
    select(Completion.course_id, func.count(EditionModule.slug.distinct()).label("modules"))
    .join(Course, Course.id == Completion.course_id)
    .join(Edition, (Edition.course_id == Course.id) & (Edition.number == Course.latest))
    .join(
        EditionModule,
        (EditionModule.edition_id == Edition.id) & (EditionModule.slug == Completion.module),
    )
    .where(Completion.member_id == bindparam("member"))
    .group_by(Completion.course_id)
)


@dataclass(frozen=True, slots=True)
class Marks:
    """A member's marks in one course: modules and readings by their ids, places by module."""

    done: frozenset[str] = frozenset()
    readings: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, int] = field(
        default_factory=dict
    )  # by module, the oldest that the member still knows it by
    last: str | None = None  # the module in which they kept their place last, or which they marked last

    def has_started(self, entry: OutlineEntry) -> bool:
        """Say whether the member has been in a module that they have not marked as read."""
        if entry.slug in self.done:
            return False
        return entry.slug in self.places or not self.readings.isdisjoint(entry.readings)


@dataclass(frozen=True, slots=True)
class LastRead:
    """The module in which a member kept their place last, or which they marked as read last."""

    course_id: int
    module: str


def marks_of(member_id: int, course_id: int) -> Marks:
    """Return a member's marks in a course, in one statement."""
    return _marks(rows(MARKS, member=member_id, course=course_id).all())


def marks_among(member_id: int, course_id: int, *, entries: Iterable[OutlineEntry]) -> Marks:
    """Return a member's marks of some modules of a course and their readings, in one statement."""
    names = [name for entry in entries for name in (entry.slug, *entry.readings)]
    return _marks(rows(MARKS_AMONG, member=member_id, course=course_id, names=names).all())


def find_last_read(member_id: int) -> LastRead | None:
    """Find where a member read last, in whichever course."""
    row = rows(LAST_READ, member=member_id).first()
    return None if row is None else LastRead(*row)


def find_further_place(
    member_id: int, course_id: int, *, module: str, known: str, passage: str
) -> str | None:
    """Find a place that is further on than this passage, and not the one that was known when it was read.

    Another device has kept it meanwhile. Two statements, one where there is no such place.
    """
    kept = db.session.scalar(
        select(Place.passage).where(
            Place.member_id == member_id, Place.course_id == course_id, Place.module == module
        )
    )
    if kept is None or kept in {known, passage}:
        return None
    positions = db.session.execute(
        select(Passage.key, func.max(Passage.position).label("position"))
        .join(EditionModule, EditionModule.id == Passage.module_id)
        .join(Edition, Edition.id == EditionModule.edition_id)
        .join(Course, (Course.id == Edition.course_id) & (Course.latest == Edition.number))
        .where(Course.id == course_id, EditionModule.slug == module, Passage.key.in_((kept, passage)))
        .group_by(Passage.key)
    )
    found = {row.key: row.position for row in positions}
    return kept if kept in found and passage in found and found[kept] > found[passage] else None


def modules_done(member_id: int) -> Mapping[int, int]:
    """Return how many modules of each course's latest edition a member has read, by the course's id."""
    return {row.course_id: row.modules for row in rows(DONE, member=member_id)}


def _marks(found: Sequence[Row[*tuple[Any, ...]]]) -> Marks:
    turn, last = max(((turn, name) for _, name, _, _, turn in found), default=(0, None))
    return Marks(
        done=frozenset(name for kind, name, *_ in found if kind == Completion.__tablename__),
        readings=frozenset(name for kind, name, *_ in found if kind == ReadingCompletion.__tablename__),
        places={name: passage for kind, name, passage, *_ in found if kind == Place.__tablename__},
        # the oldest comes last, and stays
        editions={
            name: edition
            for _, name, _, edition, _ in sorted(found, key=itemgetter(3), reverse=True)
            if edition
        },
        last=last if turn else None,
    )
