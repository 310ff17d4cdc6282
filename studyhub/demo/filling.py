"""Fill an empty place with people who have studied in it for some weeks: the same ones each time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle

from studyhub.accounts.actions import NewMember, add_member
from studyhub.accounts.models import Member
from studyhub.courses.outline import OutlineEntry
from studyhub.courses.published import PublishedCourse
from studyhub.courses.queries import course_for, module_for, published_courses
from studyhub.db import db
from studyhub.demo.groups import gather
from studyhub.demo.people import (
    ABROAD,
    ADMINISTRATOR,
    ASKING,
    BRANCHES,
    ORGANISER,
    OTHERS,
    SECTION_ADMINISTRATOR,
    SHOWN,
    TREE,
    Pace,
    Person,
)
from studyhub.joining.actions import NewInvitation, ask, invite
from studyhub.joining.models import POSTER, Invitation
from studyhub.organisation.actions import Deciding, NewBranch, add_membership, found_branch, grant
from studyhub.organisation.models import Branch, BranchKind, Instance, RoleKind
from studyhub.progress.actions import keep_place, mark_module_done, mark_reading_done

PLACE = "The Tuesday readers"
WEEKS = 10  # since the first of them joined
DAYS_BETWEEN = (3, 7, 2, 9, 5, 4, 8)  # between two modules, in turn
PACES = (
    Pace.HALFWAY,
    Pace.BEGINNING,
    Pace.FINISHED,
    Pace.NOT_BEGUN,
    Pace.BEGINNING,
    Pace.HALFWAY,
    Pace.BEGINNING,
)


def fill(passphrase_hash: str, *, today: date, secret_key: str) -> int:
    """Name the place, and add its members and their progress; all have the same passphrase. Returns how many."""
    db.session.add(Instance(id=1, name=PLACE, require_second_factor=False))
    branches = _plant(today)
    poster = _put_up_poster(branches["Leith"], secret_key=secret_key, today=today)
    courses = [course_for(card.slug) for card in published_courses()]
    others = (
        Person(f"reader-{at}", name, pace, branch)
        for at, (name, pace, branch) in enumerate(zip(OTHERS, cycle(PACES), cycle(BRANCHES)), 1)
    )
    people = (*SHOWN, *others)
    for at, person in enumerate(people):
        joined = today - timedelta(days=1 + at * DAYS_BETWEEN[1] * DAYS_BETWEEN[2] % (WEEKS * 7))
        member = add_member(NewMember(person.sign_in_name, person.name, passphrase_hash), today=joined)
        db.session.flush()
        if person is ASKING:
            member.is_waiting = True
            ask(poster, member, name=person.name, deciding=_deciding(joined))
            continue
        _give_place(member, person, branches=branches, today=joined)
        _study(member.id, person.pace, courses=courses, days=_days(joined, today))
    gather(branches, today=today)
    return len(people)


def _plant(today: date) -> dict[str, Branch]:
    deciding = _deciding(today - timedelta(weeks=WEEKS))
    top = found_branch(NewBranch(PLACE, BranchKind.INTERNATIONAL), below=None, deciding=deciding)
    branches = {PLACE: top}
    for name, kind, below, time_zone, language in TREE:
        new = NewBranch(name, kind, time_zone, language)
        branches[name] = found_branch(new, below=branches[below or PLACE], deciding=deciding)
    return branches


def _put_up_poster(branch: Branch, *, secret_key: str, today: date) -> Invitation:
    new = NewInvitation(POSTER, secrets.token_hex(16), line="Tuesdays at seven. Bring a friend.")
    return invite(new, branch, secret_key=secret_key, deciding=_deciding(today - timedelta(weeks=WEEKS)))


def _give_place(member: Member, person: Person, *, branches: dict[str, Branch], today: date) -> None:
    deciding = _deciding(today)
    add_membership(member, branches[person.branch], name=person.name, deciding=deciding)
    if person is ADMINISTRATOR:
        grant(RoleKind.ADMINISTRATOR, member, branch=branches[PLACE], deciding=deciding)
    elif person is SECTION_ADMINISTRATOR:
        grant(RoleKind.ADMINISTRATOR, member, branch=branches["Scotland"], deciding=deciding)
    elif person in {ORGANISER, ABROAD}:
        grant(RoleKind.ORGANISER, member, branch=branches[person.branch], deciding=deciding)


def _deciding(day: date) -> Deciding:
    return Deciding(None, datetime.combine(day, time(19), UTC))


def _days(first: date, last: date) -> Iterator[date]:
    """The days between two on which somebody found time, one after the other."""
    at = first
    for pause in cycle(DAYS_BETWEEN):
        at = min(last, at + timedelta(days=pause))
        yield at


def _study(member_id: int, pace: Pace, *, courses: Sequence[PublishedCourse], days: Iterator[date]) -> None:
    if pace is Pace.FINISHED:
        for course in courses:
            _read(member_id, course, entries=course.outline, days=days)
    elif pace is not Pace.NOT_BEGUN and courses:
        course = courses[0]
        done = len(course.outline) // 2 if pace is Pace.HALFWAY else 0
        _read(member_id, course, entries=course.outline[:done], days=days)
        _stop(member_id, course, entry=course.outline[done])


def _read(
    member_id: int, course: PublishedCourse, *, entries: Sequence[OutlineEntry], days: Iterator[date]
) -> None:
    for entry in entries:
        day = next(days)
        for reading in entry.readings[:2]:
            mark_reading_done(member_id, course.id, reading=reading, today=day)
        mark_module_done(member_id, course.id, module=entry.slug, edition=course.number, today=day)


def _stop(member_id: int, course: PublishedCourse, *, entry: OutlineEntry) -> None:
    passages = module_for(course.slug, entry.slug).module.passages
    passage = passages[1 + member_id % (len(passages) - 1)].id
    keep_place(member_id, course.id, module=entry.slug, passage=passage, edition=course.number)
