"""Members, the devices they are signed in on, and the counts that slow down guessing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import NOBODY, Base, UtcDateTime, about_people, kept

SHORTEST_SIGN_IN_NAME, LONGEST_SIGN_IN_NAME = 3, 24
LONGEST_NAME = 80
LONGEST_LABEL = 40
SIGN_IN_NAME = re.compile(rf"[a-z0-9-]{{{SHORTEST_SIGN_IN_NAME},{LONGEST_SIGN_IN_NAME}}}")
MOST_TYPED = 1_000  # characters; what follows them in a name is not looked at: composing accents takes long
JOINERS = "\u200c\u200d"
OPENED = "it is used, or some minutes have gone by"
MINUTES = "some minutes have gone by"
UNCASED = frozenset({"Lo", "Mn", "Mc"})  # letters and marks of scripts that have no capitals


class Member(Base):
    """A person with an account."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint(
            f"length(sign_in_name) BETWEEN {SHORTEST_SIGN_IN_NAME} AND {LONGEST_SIGN_IN_NAME}",
            name="sign_in_name_length",
        ),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        # without AUTOINCREMENT, SQLite would give the number of a deleted account to the next one
        {**about_people("Your account"), "sqlite_autoincrement": True},
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
        info=kept("to check your passphrase", seen_by=NOBODY, until="you change it or delete your account"),
    )
    is_waiting: Mapped[bool] = mapped_column(
        default=False,
        info=kept(
            "whether you wait for an organiser's yes",
            seen_by="you and organisers you asked",
            until="they answer",
        ),
    )
    joined_on: Mapped[date] = mapped_column(
        info=kept("since when you have been here, to the day", seen_by="you", until="you delete your account")
    )
    passphrase_changed_on: Mapped[date | None] = mapped_column(
        info=kept(
            "the day your passphrase was changed, to tell you so",
            seen_by="you",
            until="you say that you have seen it",
        )
    )
    reading_settings: Mapped[str] = mapped_column(
        String(120),
        default="",
        info=kept(
            "colours, size and type you read with, what a tab says, and whether pages have a quick way out",
            seen_by="you",
            until="you change them",
        ),
    )


class AuthSession(Base):
    """A device on which a member is signed in; the cookie there holds the token, this row its hash."""

    __tablename__ = "auth_session"
    __table_args__ = (
        CheckConstraint(f"length(label) <= {LONGEST_LABEL}", name="label_length"),
        # what a phone keeps is named after the number of its session: no other may ever have it
        {
            **about_people("Phones and computers you are signed in on", in_backups=False),
            "sqlite_autoincrement": True,
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=kept("to know you again", seen_by=NOBODY, until="you sign out")
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
        UtcDateTime,
        index=True,
        info=kept("when you must sign in again", seen_by="you", until="you sign out", expiry=timedelta()),
    )

    label: Mapped[str] = mapped_column(
        String(LONGEST_LABEL),
        default="",
        info=kept("what you call that phone or computer", seen_by="you", until="you sign out"),
    )

    member: Mapped[Member] = relationship()


class LinkPurpose(StrEnum):
    """What a link that works once is for; for anything else it is worth nothing."""

    DEVICE = "device"
    RESET = "reset"


class OneTimeLink(Base):
    """A link that works once, for some minutes; the address holds the token, this row its hash."""

    __tablename__ = "one_time_link"
    __table_args__ = (
        CheckConstraint("purpose IN ('device', 'reset')", name="purpose"),
        about_people("Links that work once", in_backups=False),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=kept("to know the link again", seen_by=NOBODY, until=OPENED)
    )
    purpose: Mapped[str] = mapped_column(
        String(10), info=kept("what the link is for", seen_by="you", until=OPENED)
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("whose account it opens", seen_by="you", until=OPENED),
    )
    ends_at: Mapped[datetime] = mapped_column(
        UtcDateTime,
        index=True,
        info=kept("until when it works", seen_by="you", until=OPENED, expiry=timedelta()),
    )


class Attempts(Base):
    """How often something was tried in one span of time; the key is a keyed hash and names nobody."""

    __tablename__ = "attempts"
    __table_args__ = about_people("Tries to sign in, counted", in_backups=False)

    key: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        info=kept(
            "to tell one account’s tries from another’s; nobody can tell whose they are",
            seen_by=NOBODY,
            until=MINUTES,
        ),
    )
    count: Mapped[int] = mapped_column(
        info=kept("how often somebody tried to get in", seen_by=NOBODY, until=MINUTES)
    )
    ends_at: Mapped[datetime] = mapped_column(
        UtcDateTime,
        index=True,
        info=kept("when they may try again", seen_by=NOBODY, until=MINUTES, expiry=timedelta()),
    )


def sign_in_name_of(typed: str) -> str | None:
    """Return the sign-in name that was meant, in small letters; None for what no account can be called.

    Only ASCII is a name: letters of other alphabets that look alike would let one person pose as another.
    """
    text = typed.strip()
    if not text.isascii():
        return None
    name = text.lower()
    return name if SIGN_IN_NAME.fullmatch(name) else None


def shown_name_of(typed: str) -> str:
    """Return a name for others to read: composed, single spaces, nothing invisible that could mislead."""
    text = unicodedata.normalize("NFC", typed[:MOST_TYPED])
    visible = "".join(
        character
        for position, character in enumerate(text)
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
        or character.isspace()
        or _joins_letters(text, position)
    )
    return " ".join(visible.split())


def _joins_letters(text: str, position: int) -> bool:
    # Persian and the scripts of India write with joiners; between other letters they only hide
    if text[position] not in JOINERS or not 0 < position < len(text) - 1:
        return False
    return all(unicodedata.category(text[position + step]) in UNCASED for step in (-1, 1))
