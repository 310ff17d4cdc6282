"""Members, the devices they are signed in on, and the counts that slow down guessing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base, UtcDateTime, kept

LONGEST_SIGN_IN_NAME = 24
LONGEST_NAME = 80


class Member(Base):
    """A person with an account."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("length(sign_in_name) BETWEEN 3 AND 24", name="sign_in_name_length"),
        CheckConstraint("length(name) BETWEEN 1 AND 80", name="name_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(
        String(LONGEST_SIGN_IN_NAME),
        unique=True,
        info=kept("to sign in", seen_by="you", until="you delete your account"),
    )
    name: Mapped[str] = mapped_column(
        String(LONGEST_NAME),
        info=kept("what others call you", seen_by="you and your groups", until="you delete your account"),
    )
    passphrase_hash: Mapped[str] = mapped_column(
        String(200),
        info=kept("to check your passphrase", seen_by="nobody", until="you change it or delete your account"),
    )
    is_administrator: Mapped[bool] = mapped_column(
        default=False,
        info=kept("what you may do here", seen_by="you and administrators", until="it is taken back"),
    )
    joined_on: Mapped[date] = mapped_column(
        info=kept("since when you have been here, to the day", seen_by="you", until="you delete your account")
    )
    reading_settings: Mapped[str] = mapped_column(
        String(100),
        default="",
        info=kept("colours, size and type you read with", seen_by="you", until="you change them"),
    )


class AuthSession(Base):
    """A device on which a member is signed in; the cookie there holds the token, this row its hash."""

    __tablename__ = "auth_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=kept("to know you again", seen_by="nobody", until="you sign out")
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("whose device it is", seen_by="you", until="you sign out"),
    )
    began_on: Mapped[date] = mapped_column(
        info=kept("the day you signed in there", seen_by="you", until="you sign out")
    )
    is_own_phone: Mapped[bool] = mapped_column(
        default=False, info=kept("whether you stay signed in there", seen_by="you", until="you sign out")
    )
    ends_at: Mapped[datetime] = mapped_column(
        UtcDateTime, index=True, info=kept("when you must sign in again", seen_by="you", until="you sign out")
    )

    member: Mapped[Member] = relationship()


class Attempts(Base):
    """How often something was tried in one span of time; the key is a keyed hash and names nobody."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
