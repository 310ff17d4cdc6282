"""A group that somebody is about to found: what they have answered so far."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base, about_people, kept

LONGEST_ANSWERS = 10_000
A_WEEK = "the group is founded, or after a week"


class FoundingDraft(Base):
    """The answers to the five questions of founding a group in a branch, as JSON, until it is founded."""

    __tablename__ = "founding_draft"
    __table_args__ = (
        CheckConstraint(f"length(answers) <= {LONGEST_ANSWERS}", name="answers_length"),
        about_people("Groups you have begun to found"),
    )

    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("who founds it", seen_by="you alone", until=A_WEEK),
    )
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branch.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("in which branch", seen_by="you alone", until=A_WEEK),
    )
    answers: Mapped[str] = mapped_column(
        String(LONGEST_ANSWERS), info=kept("what you have answered", seen_by="you alone", until=A_WEEK)
    )
    on: Mapped[date] = mapped_column(
        info=kept("the day you began", seen_by="you alone", until=A_WEEK, expiry=timedelta(days=7))
    )
