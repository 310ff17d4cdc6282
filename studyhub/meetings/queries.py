"""What is read about the meetings of groups: with what each is about, and who is coming."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from studyhub.courses.outline import OutlineEntry
from studyhub.courses.queries import outline_of_edition
from studyhub.db import db
from studyhub.groups.models import Group, Participation
from studyhub.meetings.models import Coming, Covered, Meeting, Rsvp
from studyhub.organisation.models import Membership

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Covers:
    """A module that a meeting is about, or a piece of one, by its name in the course."""

    entry: OutlineEntry
    piece: int
    pieces: int
    minutes: int
    parts: tuple[str, ...]
    readings: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting, as pages show it."""

    meeting: Meeting
    covers: tuple[Covers, ...]

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.meeting.starts_at + timedelta(minutes=self.meeting.minutes)

    @property
    def ends_on_the_wall(self) -> datetime:
        """When it ends, as the clocks show where it is."""
        return self.ends_at.astimezone(ZoneInfo(self.meeting.time_zone))

    @property
    def minutes(self) -> int:
        """How much there is to read for it."""
        return sum(one.minutes for one in self.covers)

    def is_over(self, now: datetime) -> bool:
        """Say whether it has ended."""
        return self.ends_at <= now


@dataclass(frozen=True, slots=True)
class Answers:
    """What people have said to the invitation of a meeting."""

    by_participation: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by answer

    def count(self, answer: str) -> int:
        """Count who has said so."""
        return Counter(self.by_participation.values())[answer]


def occasions_of(group: Group) -> list[Occasion]:
    """List the meetings of a group in the order of time, each with what it is about. Three statements."""
    meetings = db.session.scalars(
        select(Meeting)
        .options(db.selectinload(Meeting.covers))
        .where(Meeting.group_id == group.id)
        .order_by(Meeting.starts_at, Meeting.number)
        .limit(MOST_SHOWN)
    ).all()
    return _with_names(group, meetings)


def occasion_for(group: Group, number: int) -> Occasion:
    """Return a meeting of this group by its number; raises NoResultFound."""
    meeting = db.session.scalar(
        select(Meeting)
        .options(db.selectinload(Meeting.covers))
        .where(Meeting.group_id == group.id, Meeting.number == number)
    )
    if meeting is None:
        raise NoResultFound
    return _with_names(group, [meeting])[0]


def next_of(occasions: Iterable[Occasion], now: datetime) -> Occasion | None:
    """Return the meeting that is under way or comes next; one that was called off counts until it would have ended."""
    return next((one for one in occasions if not one.is_over(now)), None)


def answers_to(meeting_id: int) -> Answers:
    """Return who has said what to a meeting's invitation, as the branch calls them. One statement."""
    found = db.session.execute(
        select(Rsvp.participation_id, Rsvp.answer, Membership.name)
        .join(Participation, Participation.id == Rsvp.participation_id)
        .join(Membership, Membership.id == Participation.membership_id)
        .where(Rsvp.meeting_id == meeting_id)
        .order_by(Membership.name, Rsvp.participation_id)
    ).all()
    return Answers(
        {row.participation_id: row.answer for row in found},
        {answer: tuple(row.name for row in found if row.answer == answer) for answer in Coming},
    )


def next_meetings(group_ids: Collection[int], now: datetime) -> dict[int, Meeting]:
    """Return the next meeting of each of these groups that was not called off, by group. One statement."""
    if not group_ids:
        return {}
    coming = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.group_id.in_(group_ids),
            Meeting.starts_at > now - timedelta(hours=3),
            Meeting.cancelled_on.is_(None),
        )
        .order_by(Meeting.starts_at.desc())
    )
    return {
        meeting.group_id: meeting
        for meeting in coming
        if meeting.starts_at + timedelta(minutes=meeting.minutes) > now
    }


def modules_of_groups(member_id: int, course_id: int, *, now: datetime) -> list[str]:
    """List the modules, by id, that the next meetings of somebody's groups on a course are about. Two statements."""
    groups = (
        select(Participation.group_id)
        .join(Group, Group.id == Participation.group_id)
        .where(
            Participation.member_id == member_id,
            Participation.is_asking.is_(False),
            Group.course_id == course_id,
            Group.archived_on.is_(None),
        )
    )
    coming = next_meetings(list(db.session.scalars(groups)), now)
    meetings = [meeting.id for meeting in coming.values()]
    if not meetings:
        return []
    return list(db.session.scalars(select(Covered.module).where(Covered.meeting_id.in_(meetings)).distinct()))


def _with_names(group: Group, meetings: Sequence[Meeting]) -> list[Occasion]:
    entries = {entry.slug: entry for entry in outline_of_edition(group.course_id, group.edition)}
    return [
        Occasion(
            meeting,
            tuple(_covers(one, entries[one.module]) for one in meeting.covers if one.module in entries),
        )
        for meeting in meetings
    ]


def _covers(one: Covered, entry: OutlineEntry) -> Covers:
    return Covers(
        entry,
        one.piece,
        one.pieces,
        one.minutes,
        parts=tuple(json.loads(one.parts)),
        readings=tuple(json.loads(one.readings)),
        questions=tuple(json.loads(one.questions)),
    )
