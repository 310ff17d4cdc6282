"""What a member has besides the passphrase, to get in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import NOBODY, Base, about_people, kept

WORDS_OF_A_CODE = 7  # of more than a thousand each: 70 bits and more
MOST_TYPED = 200  # characters; no code is nearly as long
OFF = "you turn it off"
GONE = "you use it, or make new ones"


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


def digits_of(typed: str) -> str:
    """Return the digits that were typed, in whichever script and with whatever between them (AU-09)."""
    return "".join(str(unicodedata.decimal(sign)) for sign in typed[:MOST_TYPED] if sign.isdecimal())


def recovery_code_of(typed: str) -> str:
    """Return the code that was meant: capitals, spaces and other signs between the words make no difference."""
    return "-".join(re.findall(r"[a-z]+", typed[:MOST_TYPED].lower()))
