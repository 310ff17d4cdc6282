"""Changes of meetings: laying them out, saying whether one comes, moving and cancelling; none of these commits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import delete, func, select, update

from studyhub.db import db
from studyhub.groups.models import Group, Participation
from studyhub.meetings.models import Coming, Covered, Meeting, Rsvp
from studyhub.meetings.planning import Planned
from studyhub.meetings.schedule import Evening, moment_of


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where a meeting is, as an organiser says it."""

    day: date
    begins: time
    minutes: int
    place: str = ""
    online: str = ""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What is said of a meeting when it is over."""

    came: int | None
    notes: str
    is_shared: bool


def lay_out(group: Group, planned: Iterable[Planned]) -> None:
    """Write the meetings of a plan, each with what it covers, after those that the group has."""
    first = _last_number(group.id)
    for one in planned:
        meeting = Meeting(
            group_id=group.id,
            number=first + one.number,
            minutes=group.minutes,
            place=group.place,
            online=group.online,
            is_recap=one.evening.is_recap,
            covers=covered_by(one.evening),
            **_when(one.starts.date(), one.starts.time(), time_zone=group.time_zone),
        )
        db.session.add(meeting)
    db.session.flush()


def say_coming(meeting: Meeting, participation: Participation, *, answer: Coming) -> None:
    """Say whether somebody comes to a meeting; the last word counts, and twice is the same as once."""
    found = db.session.get(Rsvp, (meeting.id, participation.id))
    if found is None:
        db.session.add(
            Rsvp(
                meeting_id=meeting.id,
                participation_id=participation.id,
                member_id=participation.member_id,
                answer=answer,
                day=meeting.day,
            )
        )
    else:
        found.answer = answer
    db.session.flush()


def change_meeting(meeting: Meeting, said: Appointment) -> bool:
    """Hold a meeting at another time or place; says whether the time is another. Who said yes has said it of both."""
    before = meeting.starts_at
    for name, value in _when(said.day, said.begins, time_zone=meeting.time_zone).items():
        setattr(meeting, name, value)
    meeting.minutes, meeting.place, meeting.online = said.minutes, said.place, said.online
    db.session.execute(update(Rsvp).where(Rsvp.meeting_id == meeting.id).values(day=said.day))
    db.session.flush()
    return meeting.starts_at != before


def cancel(meeting: Meeting, *, today: date) -> None:
    """Call a meeting off; twice is the same as once."""
    meeting.cancelled_on = meeting.cancelled_on or today


def hold_after_all(meeting: Meeting) -> None:
    """Hold a meeting that was called off."""
    meeting.cancelled_on = None


def add_meeting(group: Group, said: Appointment) -> Meeting:
    """Add a meeting to a group, about nothing yet. The same day and time again is the same meeting."""
    found = db.session.scalar(
        select(Meeting).where(
            Meeting.group_id == group.id, Meeting.day == said.day, Meeting.begins == said.begins
        )
    )
    if found is not None:
        return found
    meeting = Meeting(
        group_id=group.id,
        number=_last_number(group.id) + 1,
        minutes=said.minutes,
        place=said.place,
        online=said.online,
        **_when(said.day, said.begins, time_zone=group.time_zone),
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting


def exchange(one: Meeting, other: Meeting) -> None:
    """Let two meetings of a group change what they are about; their days stay."""
    rows = {meeting.id: [*meeting.covers] for meeting in (one, other)}
    for meeting in (one, other):
        db.session.execute(delete(Covered).where(Covered.meeting_id == meeting.id))
        for row in rows[meeting.id]:
            db.session.expunge(row)
    for meeting, before in ((one, other), (other, one)):
        db.session.add_all(_copied(row, to=meeting) for row in rows[before.id])
    one.is_recap, other.is_recap = other.is_recap, one.is_recap
    db.session.flush()
    for meeting in (one, other):
        db.session.expire(meeting, ["covers"])


def write_down(meeting: Meeting, said: Afterwards, *, today: date) -> None:
    """Keep how many came, and the notes; once the group may read them, the day of that stays."""
    meeting.came, meeting.notes = said.came, said.notes
    meeting.notes_shared_on = (meeting.notes_shared_on or today) if said.is_shared else None


def covered_by(evening: Evening) -> list[Covered]:
    """Write down what an evening is about."""
    return [
        Covered(
            position=position,
            module=piece.module,
            piece=piece.number,
            pieces=piece.of,
            parts=json.dumps(piece.parts),
            readings=json.dumps(piece.readings),
            questions=json.dumps(piece.questions),
            minutes=piece.minutes,
        )
        for position, piece in enumerate(evening.pieces, start=1)
    ]


def _copied(row: Covered, *, to: Meeting) -> Covered:
    values = {column.name: getattr(row, column.name) for column in Covered.__table__.columns}
    return Covered(**{**values, "meeting_id": to.id})


def _last_number(group_id: int) -> int:
    return db.session.scalar(select(func.max(Meeting.number)).where(Meeting.group_id == group_id)) or 0


def _when(day: date, begins: time, *, time_zone: str) -> dict[str, date | time | datetime | str]:
    return {
        "day": day,
        "begins": begins,
        "time_zone": time_zone,
        "starts_at": moment_of(day, begins, time_zone=time_zone),
    }
