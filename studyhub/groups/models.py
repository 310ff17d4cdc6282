"""Study groups: people of a branch who read a course together, and who of them organises it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.courses.models import Course
from studyhub.db import Base, Sensitivity, about_nobody, about_people, kept
from studyhub.organisation.models import LONGEST_SLUG, LONGEST_ZONE, Branch, Membership

LONGEST_NAME = 80
LONGEST_PLACE = 200
LONGEST_ADDRESS = 300
LONGEST_ACCESS = 500
SHORTEST_MEETING, LONGEST_MEETING = 45, 180  # minutes


class Entry(StrEnum):
    """How people of the branch come into a group."""

    OPEN = "open"  # they join at once
    ASKING = "asking"  # they ask, and an organiser of the group says yes
    INVITED = "invited"  # only its organisers put them in; others do not see that there is such a group


class Rhythm(StrEnum):
    """How often a group meets; a day school has its meetings one after the other."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    DAY_SCHOOL = "day-school"


class Group(Base):
    """People who read a course together, from one edition of it, at meetings.

    Its slug is two random words, as a branch's: an address in a browser's history says nothing.
    """

    __tablename__ = "study_group"
    __table_args__ = (
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        CheckConstraint(f"length(slug) BETWEEN 1 AND {LONGEST_SLUG}", name="slug_length"),
        CheckConstraint(f"length(place) <= {LONGEST_PLACE}", name="place_length"),
        CheckConstraint(f"length(online) <= {LONGEST_ADDRESS}", name="online_length"),
        CheckConstraint(f"length(access) <= {LONGEST_ACCESS}", name="access_length"),
        CheckConstraint("entry IN ('open', 'asking', 'invited')", name="entry"),
        CheckConstraint("rhythm IN ('weekly', 'fortnightly', 'monthly', 'day-school')", name="rhythm"),
        CheckConstraint(
            f"minutes BETWEEN {SHORTEST_MEETING} AND {LONGEST_MEETING}", name="minutes_of_meetings"
        ),
        CheckConstraint("budget BETWEEN 30 AND 120", name="budget_of_reading"),
        about_nobody("the study groups of branches", sensitivity=Sensitivity.BRANCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id", ondelete="RESTRICT"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="RESTRICT"), index=True)
    edition: Mapped[int]  # the number of the edition that its plan is pinned to
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), unique=True)
    entry: Mapped[str] = mapped_column(String(10))
    rhythm: Mapped[str] = mapped_column(String(12))
    budget: Mapped[int]  # minutes of reading between two meetings
    minutes: Mapped[int]  # how long a meeting lasts
    time_zone: Mapped[str] = mapped_column(String(LONGEST_ZONE))
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE), default="")
    online: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), default="")  # where to join from afar
    access: Mapped[str] = mapped_column(
        String(LONGEST_ACCESS), default=""
    )  # steps, a hearing loop, childcare
    founded_on: Mapped[date]
    archived_on: Mapped[date | None]

    branch: Mapped[Branch] = relationship()
    course: Mapped[Course] = relationship()


class Participation(Base):
    """Somebody reads with a group, or asks to. It ends with their place in the branch."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("group_id", "membership_id"),
        UniqueConstraint("group_id", "member_id"),
        CheckConstraint("NOT (is_asking AND is_organiser)", name="who_asks_organises_nothing"),
        about_people("The groups you read with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("study_group.id", ondelete="CASCADE"),
        info=kept("which group", seen_by="the group, organisers of the branch", until="you leave the group"),
    )
    membership_id: Mapped[int] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"),
        index=True,
        info=kept("what you are called there", seen_by="the group", until="you leave the group"),
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("who reads with the group", seen_by="the group", until="you leave the group"),
    )
    is_organiser: Mapped[bool] = mapped_column(
        default=False,
        info=kept(
            "whether you organise it",
            seen_by="the group, organisers of the branch",
            until="you leave the group",
        ),
    )
    is_asking: Mapped[bool] = mapped_column(
        default=False,
        info=kept(
            "whether you still wait for a yes", seen_by="organisers of the group", until="they have answered"
        ),
    )
    since: Mapped[date] = mapped_column(
        info=kept("since when, to the day", seen_by="organisers of the group", until="you leave the group")
    )

    membership: Mapped[Membership] = relationship()
