"""The organisation: its tree of branches, who is in them, what each may do there, and what holds for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.accounts.models import LONGEST_NAME as LONGEST_SHOWN_NAME
from studyhub.accounts.models import Member
from studyhub.db import Base, Sensitivity, about_nobody, about_people, kept

LONGEST_NAME = 80
LONGEST_SLUG = 40
LONGEST_KIND_NAME = 30
LONGEST_FRONT = 10_000
LONGEST_ZONE = 64


class BranchKind(StrEnum):
    """What a node of the tree is; the instance may call them otherwise."""

    INTERNATIONAL = "international"
    SECTION = "section"
    REGION = "region"
    BRANCH = "branch"


class RoleKind(StrEnum):
    """What a member may be trusted with."""

    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    EDITOR = "editor"


class Instance(Base):
    """The one row that says how this StudyHub is set up; there is none before /setup was done."""

    __tablename__ = "instance"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        CheckConstraint(f"length(front_title) <= {LONGEST_NAME}", name="front_title_length"),
        CheckConstraint(f"length(front_text) <= {LONGEST_FRONT}", name="front_text_length"),
        about_nobody("how this place is set up", sensitivity=Sensitivity.BRANCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    language: Mapped[str] = mapped_column(String(35), default="en")
    guests_may_read: Mapped[bool] = mapped_column(default=False)
    require_second_factor: Mapped[bool] = mapped_column(default=True)
    two_people: Mapped[bool] = mapped_column(default=False)
    called_international: Mapped[str] = mapped_column(String(LONGEST_KIND_NAME), default="")
    called_section: Mapped[str] = mapped_column(String(LONGEST_KIND_NAME), default="")
    called_region: Mapped[str] = mapped_column(String(LONGEST_KIND_NAME), default="")
    called_branch: Mapped[str] = mapped_column(String(LONGEST_KIND_NAME), default="")
    shows_front: Mapped[bool] = mapped_column(default=False)
    front_title: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    front_text: Mapped[str] = mapped_column(String(LONGEST_FRONT), default="")


class Branch(Base):
    """A node of the tree. Its slug is two random words: an address in a browser's history says nothing."""

    __tablename__ = "branch"
    __table_args__ = (
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        CheckConstraint(f"length(slug) BETWEEN 1 AND {LONGEST_SLUG}", name="slug_length"),
        CheckConstraint("kind IN ('international', 'section', 'region', 'branch')", name="kind"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        about_nobody("the tree of branches", sensitivity=Sensitivity.BRANCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), unique=True)
    time_zone: Mapped[str] = mapped_column(String(LONGEST_ZONE))
    language: Mapped[str] = mapped_column(String(35))
    members_see_people: Mapped[bool] = mapped_column(default=False)
    archived_on: Mapped[date | None]


class Membership(Base):
    """A member belongs to a branch, and is called something there."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("member_id", "branch_id"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_SHOWN_NAME}", name="name_length"),
        about_people("The branches you belong to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        info=kept("who belongs to the branch", seen_by="its organisers", until="you leave it"),
    )
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branch.id", ondelete="RESTRICT"),
        index=True,
        info=kept("which branch", seen_by="its organisers", until="you leave it"),
    )
    name: Mapped[str] = mapped_column(
        String(LONGEST_SHOWN_NAME),
        info=kept(
            "what you are called there",
            seen_by="its organisers, its members where the branch decides so, your groups, and its "
            "administrators where you look after it",
            until="you leave it",
        ),
    )
    since: Mapped[date] = mapped_column(
        info=kept("since when, to the day", seen_by="its organisers", until="you leave it")
    )

    member: Mapped[Member] = relationship()
    branch: Mapped[Branch] = relationship()


class Role(Base):
    """What a member is trusted with, where, and until when. It grants nothing after its last day."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("kind IN ('organiser', 'administrator', 'author', 'editor')", name="kind"),
        CheckConstraint(
            "(kind IN ('organiser', 'administrator')) = (branch_id IS NOT NULL) "
            "AND (branch_id IS NULL) <> (course_id IS NULL)",
            name="one_scope",
        ),
        UniqueConstraint("member_id", "kind", "branch_id"),
        UniqueConstraint("member_id", "kind", "course_id"),
        about_people("What you are trusted with"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        info=kept(
            "who is trusted",
            seen_by="members of the branch, and its administrators",
            until="it is taken back",
        ),
    )
    kind: Mapped[str] = mapped_column(
        String(20),
        info=kept(
            "with what", seen_by="members of the branch, and its administrators", until="it is taken back"
        ),
    )
    branch_id: Mapped[int | None] = mapped_column(
        ForeignKey("branch.id", ondelete="RESTRICT"),
        index=True,
        info=kept(
            "for which branch",
            seen_by="members of the branch, and its administrators",
            until="it is taken back",
        ),
    )
    course_id: Mapped[int | None] = mapped_column(  # a table of a higher feature; only its name is known here
        ForeignKey("course.id", ondelete="CASCADE"),
        index=True,
        info=kept(
            "for which course",
            seen_by="members of the branch, and its administrators",
            until="it is taken back",
        ),
    )
    since: Mapped[date] = mapped_column(
        info=kept(
            "since when, to the day",
            seen_by="members of the branch, and its administrators",
            until="it is taken back",
        )
    )
    ends_on: Mapped[date | None] = mapped_column(
        info=kept(
            "the last day of it",
            seen_by="members of the branch, and its administrators",
            until="it is taken back, or that day is over",
            expiry=timedelta(),
        )
    )

    member: Mapped[Member] = relationship()
    branch: Mapped[Branch | None] = relationship()
