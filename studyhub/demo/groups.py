"""Groups of the demo, one in each state: reading, not begun, for the invited alone, archived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle

from sqlalchemy import select

from studyhub.courses.queries import published_courses
from studyhub.db import db
from studyhub.founding.actions import plan_group
from studyhub.founding.questions import NewGroup
from studyhub.groups.actions import archive_group, come_in, put_into_group
from studyhub.groups.models import Entry, Group, Participation, Rhythm
from studyhub.meetings.actions import Afterwards, say_coming, write_down
from studyhub.meetings.models import Coming
from studyhub.meetings.queries import next_of, occasions_of
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Branch, Membership

NOTES = (
    "We read the first part aloud and talked about two of the questions.\n\n"
    "Agreed: whoever has an old photograph of the docks brings it.\n\n"
    "Open: how would anybody have known that evening what was happening elsewhere?"
)
SAID = (Coming.YES, Coming.YES, Coming.NOT_SURE, Coming.YES, Coming.NO)


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """A group, and how long ago it first met; a negative number of days is still to come."""

    name: str
    branch: str
    days_ago: int
    readers: int
    entry: Entry = Entry.OPEN
    rhythm: Rhythm = Rhythm.WEEKLY
    is_archived: bool = False


GROUPS = (
    DemoGroup("Tuesdays at seven", "Leith", 16, 8, rhythm=Rhythm.FORTNIGHTLY),
    DemoGroup("A Saturday in the library", "Leith", -12, 3, Entry.ASKING, Rhythm.DAY_SCHOOL),
    DemoGroup("Night shift", "Leith", 3, 3, Entry.INVITED),
    DemoGroup("Last winter’s readers", "Govanhill", 60, 4, is_archived=True),
    DemoGroup("Salı akşamı", "Kadıköy", 9, 5, Entry.ASKING),
)


def gather(branches: Mapping[str, Branch], *, today: date) -> None:
    """Found the groups of the demo, and let people of their branches read with them."""
    courses = published_courses()
    if not courses:
        return
    for group in GROUPS:
        _gather(group, branches[group.branch], course=courses[0].slug, today=today)


def _gather(one: DemoGroup, branch: Branch, *, course: str, today: date) -> None:
    first = datetime.combine(today - timedelta(days=one.days_ago), time(19))
    deciding = Deciding(None, datetime.combine(min(first.date(), today), time(12), UTC))
    group = plan_group(
        NewGroup(
            course=course,
            name=one.name,
            entry=one.entry,
            rhythm=one.rhythm,
            first=first,
            minutes=90,
            budget=60,
            place="The room above the bakery",
            access="Two steps at the door; ring, and somebody comes.",
        ),
        branch,
        deciding=deciding,
    )
    members = _members_of(branch)
    organiser, *readers = members[: one.readers]
    put_into_group(group, organiser, deciding=deciding).is_organiser = True
    for membership in readers:
        put_into_group(group, membership, deciding=deciding)
    if one.entry is Entry.ASKING and len(members) > one.readers:
        come_in(group, members[one.readers], deciding=deciding)
    _meet(group, now=datetime.combine(today, time(12), UTC))
    if one.is_archived:
        archive_group(group, deciding=deciding)


def _members_of(branch: Branch) -> Sequence[Membership]:
    """Who belongs to a branch, its organiser first: they were taken in before the others."""
    return db.session.scalars(
        select(Membership).where(Membership.branch_id == branch.id).order_by(Membership.id)
    ).all()


def _meet(group: Group, *, now: datetime) -> None:
    """Write notes of what is over, and let people say whether they come to what is next."""
    occasions = occasions_of(group)
    for occasion in occasions:
        if occasion.is_over(now):
            came = 5 + occasion.meeting.number
            write_down(occasion.meeting, Afterwards(came, NOTES, is_shared=True), today=now.date())
    coming = next_of(occasions, now)
    if coming is None:
        return
    readers = db.session.scalars(
        select(Participation)
        .where(Participation.group_id == group.id, Participation.is_asking.is_(False))
        .order_by(Participation.id)
        .offset(1)
    )
    for participation, answer in zip(readers, cycle(SAID), strict=False):
        say_coming(coming.meeting, participation, answer=answer)
