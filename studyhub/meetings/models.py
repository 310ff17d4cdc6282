"""Meetings of a group: when and where, what each covers, and who is coming."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.courses.models import LONGEST_SLUG
from studyhub.db import Base, Sensitivity, UtcDateTime, about_nobody, about_people, kept
from studyhub.groups.models import (
    LONGEST_ADDRESS,
    LONGEST_MEETING,
    LONGEST_PLACE,
    SHORTEST_MEETING,
    Group,
    Participation,
)
from studyhub.organisation.models import LONGEST_ZONE

LONGEST_NOTES = 20_000
MOST_PEOPLE = 500  # in a room
THIRTY_DAYS = "thirty days after the meeting"


class Coming(StrEnum):
    """What somebody says to a meeting's invitation."""

    YES = "yes"
    NOT_SURE = "not-sure"
    NO = "no"


class Meeting(Base):
    """One evening of a group.

    Its wall-clock time and zone are what was agreed; `starts_at` is the moment that follows from them, and is
    reckoned anew with them, so that summer time moves no meeting by an hour.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(
            f"minutes BETWEEN {SHORTEST_MEETING} AND {LONGEST_MEETING}", name="minutes_of_meeting"
        ),
        CheckConstraint(f"length(place) <= {LONGEST_PLACE}", name="place_length"),
        CheckConstraint(f"length(online) <= {LONGEST_ADDRESS}", name="online_length"),
        CheckConstraint(f"length(notes) <= {LONGEST_NOTES}", name="notes_length"),
        CheckConstraint(
            f"came IS NULL OR came BETWEEN 0 AND {MOST_PEOPLE}", name="came_is_a_number_of_people"
        ),
        about_nobody("the meetings of groups", sensitivity=Sensitivity.BRANCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id", ondelete="CASCADE"))
    number: Mapped[int]  # in its address; it stays when the meeting moves
    day: Mapped[date]
    begins: Mapped[time] = mapped_column(Time)
    time_zone: Mapped[str] = mapped_column(String(LONGEST_ZONE))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")
    online: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="")
    is_recap: Mapped[bool] = mapped_column(default=False)
    cancelled_on: Mapped[date | None]
    came: Mapped[int | None]  # how many; no names
    notes: Mapped[str] = mapped_column(default="")
    notes_shared_on: Mapped[date | None]

    group: Mapped[Group] = relationship()
    covers: Mapped[list[Covered]] = relationship(
        order_by="Covered.position", cascade="all, delete-orphan", passive_deletes=True
    )


class Covered(Base):
    """A module, or some of its parts, that a meeting is about."""

    __tablename__ = "covered"
    __table_args__ = about_nobody("what meetings are about", sensitivity=Sensitivity.BRANCH)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(String(LONGEST_SLUG))
    piece: Mapped[int] = mapped_column(default=1)  # the second of two, say, where the module is split
    pieces: Mapped[int] = mapped_column(default=1)
    parts: Mapped[str] = mapped_column(default="[]")  # JSON: ids of the parts to read
    readings: Mapped[str] = mapped_column(default="[]")  # JSON: ids
    questions: Mapped[str] = mapped_column(default="[]")  # JSON: ids
    minutes: Mapped[int]  # of reading for it


class Rsvp(Base):
    """Whether somebody of the group is coming to a meeting."""

    __tablename__ = "rsvp"
    __table_args__ = (
        CheckConstraint("answer IN ('yes', 'not-sure', 'no')", name="answer"),
        about_people("The meetings you said you come to"),
    )

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("which meeting", seen_by="the group", until=THIRTY_DAYS),
    )
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("how you take part", seen_by="the group", until=THIRTY_DAYS),
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("who is coming", seen_by="the group", until=THIRTY_DAYS),
    )
    answer: Mapped[str] = mapped_column(
        String(10), info=kept("whether you are coming", seen_by="the group", until=THIRTY_DAYS)
    )
    day: Mapped[date] = mapped_column(
        info=kept("the day of the meeting", seen_by="the group", until=THIRTY_DAYS, expiry=timedelta(days=30))
    )

    meeting: Mapped[Meeting] = relationship()
    participation: Mapped[Participation] = relationship()
