"""What a member has read and done. Nobody else sees it; it hangs on ids that outlive every edition."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.courses.models import LONGEST_SLUG
from studyhub.db import Base, about_people, kept

UNTIL = "you take it back or delete your account"


def _member() -> Mapped[int]:
    return mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("whose progress it is", seen_by="you", until=UNTIL),
    )


def _edition() -> Mapped[int]:
    return mapped_column(
        info=kept("which edition you read, to tell you what changed since", seen_by="you", until=UNTIL)
    )


def _course() -> Mapped[int]:
    return mapped_column(
        ForeignKey("course.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("which course you read", seen_by="you", until=UNTIL),
    )


class Completion(Base):
    """A member's word that a module is read; `turn` counts on with the places', so that the highest is the last."""

    __tablename__ = "completion"
    __table_args__ = about_people("Modules you have read")

    member_id: Mapped[int] = _member()
    course_id: Mapped[int] = _course()
    module: Mapped[str] = mapped_column(
        String(LONGEST_SLUG), primary_key=True, info=kept("what you have read", seen_by="you", until=UNTIL)
    )
    done_on: Mapped[date] = mapped_column(info=kept("the day you said so", seen_by="you", until=UNTIL))
    turn: Mapped[int] = mapped_column(info=kept("where you read last", seen_by="you", until=UNTIL))
    edition: Mapped[int] = _edition()


class ReadingCompletion(Base):
    """A member's word that a reading is done, on paper or on a screen."""

    __tablename__ = "reading_completion"
    __table_args__ = about_people("Readings you have done")

    member_id: Mapped[int] = _member()
    course_id: Mapped[int] = _course()
    reading: Mapped[str] = mapped_column(
        String(LONGEST_SLUG), primary_key=True, info=kept("what you have read", seen_by="you", until=UNTIL)
    )
    done_on: Mapped[date] = mapped_column(info=kept("the day you said so", seen_by="you", until=UNTIL))


class Place(Base):
    """Where a member stopped in a module; `turn` grows, so that the highest is where they read last."""

    __tablename__ = "place"
    __table_args__ = about_people("Where you stopped")

    member_id: Mapped[int] = _member()
    course_id: Mapped[int] = _course()
    module: Mapped[str] = mapped_column(
        String(LONGEST_SLUG), primary_key=True, info=kept("where you are", seen_by="you", until=UNTIL)
    )
    passage: Mapped[str] = mapped_column(
        String(20), info=kept("the paragraph where you stopped", seen_by="you", until=UNTIL)
    )
    turn: Mapped[int] = mapped_column(info=kept("where you read last", seen_by="you", until=UNTIL))
    edition: Mapped[int] = _edition()
