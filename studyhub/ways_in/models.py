"""What a member has besides the passphrase, to get in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.accounts.models import LONGEST_LABEL, MINUTES
from studyhub.db import NOBODY, Base, UtcDateTime, about_people, kept

WORDS_OF_A_CODE = 7  # of more than a thousand each: 70 bits and more
MOST_TYPED = 200  # characters; no code is nearly as long
OFF = "you turn it off"
GONE = "you use it, or make new ones"
REMOVED = "you remove it"
LONGEST_CREDENTIAL = 1364  # characters of base64: 1,023 bytes, which no phone may exceed
LONGEST_KEY = 1400  # characters of base64: more than the longest kind that we ask for


class RecoveryCode(Base):
    """One of ten codes, on paper, each of which stands once for what its owner has lost; used, its row goes."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("member_id", "code_hash"), about_people("Your recovery codes"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        info=kept("whose code it is", seen_by="you", until=GONE),
    )
    code_hash: Mapped[str] = mapped_column(
        String(64), info=kept("to know the code again when you type it", seen_by=NOBODY, until=GONE)
    )
    made_on: Mapped[date] = mapped_column(info=kept("the day you made it", seen_by="you", until=GONE))


class Authenticator(Base):
    """A program on a member's phone that shows another six digits every half minute: the second factor."""

    __tablename__ = "authenticator"
    __table_args__ = about_people("Your authenticator")

    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept("whose it is", seen_by="you", until=OFF),
    )
    secret: Mapped[str] = mapped_column(
        String(32), info=kept("to reckon the same digits here", seen_by=NOBODY, until=OFF)
    )
    set_up_on: Mapped[date] = mapped_column(info=kept("the day you set it up", seen_by="you", until=OFF))


class Passkey(Base):
    """The public half of a key whose other half stays in its owner's phone: who shows that they have it, and opened
    the phone by finger, face or code, is let in.
    """

    __tablename__ = "passkey"
    __table_args__ = (
        CheckConstraint(f"length(label) BETWEEN 1 AND {LONGEST_LABEL}", name="label_length"),
        about_people("Your passkeys"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("whose passkey it is", seen_by="you", until=REMOVED),
    )
    credential: Mapped[str] = mapped_column(
        String(LONGEST_CREDENTIAL),
        unique=True,
        info=kept("to know the passkey again", seen_by=NOBODY, until=REMOVED),
    )
    public_key: Mapped[str] = mapped_column(
        String(LONGEST_KEY), info=kept("to check what the passkey signs", seen_by=NOBODY, until=REMOVED)
    )
    owner_handle: Mapped[str] = mapped_column(
        String(43),
        info=kept("what your phone knows your account by: chance, no name", seen_by=NOBODY, until=REMOVED),
    )
    sign_count: Mapped[int] = mapped_column(
        BigInteger,
        info=kept(
            "how often the phone says it was used, so that a copy is noticed", seen_by=NOBODY, until=REMOVED
        ),
    )
    label: Mapped[str] = mapped_column(
        String(LONGEST_LABEL), info=kept("what you call it", seen_by="you", until=REMOVED)
    )
    added_on: Mapped[date] = mapped_column(info=kept("the day you added it", seen_by="you", until=REMOVED))


class ChallengePurpose(StrEnum):
    """What a passkey was asked for; an answer is worth nothing for anything else."""

    ADD = "add"
    SIGN_IN = "sign-in"
    CONFIRM = "confirm"


class PasskeyChallenge(Base):
    """A number that a passkey signs once, within minutes; the browser has the number, this row its hash."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (
        CheckConstraint("purpose IN ('add', 'sign-in', 'confirm')", name="purpose"),
        about_people("What passkeys are asked to sign", in_backups=False),
    )

    challenge_hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=kept("to know the number again", seen_by=NOBODY, until=MINUTES)
    )
    purpose: Mapped[str] = mapped_column(
        String(10), info=kept("what the passkey is asked for", seen_by="you", until=MINUTES)
    )
    member_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("who is asked, unless nobody is signed in yet", seen_by="you", until=MINUTES),
    )
    ends_at: Mapped[datetime] = mapped_column(
        UtcDateTime,
        index=True,
        info=kept("until when it can be answered", seen_by="you", until=MINUTES, expiry=timedelta()),
    )


def digits_of(typed: str) -> str:
    """Return the digits that were typed, in whichever script and with whatever between them (AU-09)."""
    return "".join(str(unicodedata.decimal(sign)) for sign in typed[:MOST_TYPED] if sign.isdecimal())


def recovery_code_of(typed: str) -> str:
    """Return the code that was meant: capitals, spaces and other signs between the words make no difference."""
    return "-".join(re.findall(r"[a-z]+", typed[:MOST_TYPED].lower()))
