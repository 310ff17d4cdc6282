"""What is read about passkeys by what they answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.ways_in.models import Passkey


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """A passkey that somebody has added, and by what name they sign in."""

    id: int
    member_id: int
    sign_in_name: str
    public_key: str
    owner_handle: str
    sign_count: int


def find_passkey(credential: str | None) -> KnownPasskey | None:
    """Find a passkey with its owner; for none, the database is asked the same."""
    row = db.session.execute(
        select(
            Passkey.id,
            Passkey.member_id,
            Member.sign_in_name,
            Passkey.public_key,
            Passkey.owner_handle,
            Passkey.sign_count,
        )
        .join(Member, Member.id == Passkey.member_id)
        .where(Passkey.credential == (credential or ""))
    ).one_or_none()
    return None if row is None else KnownPasskey(*row)


def count_passkeys(member_id: int) -> int:
    """Count a member's passkeys."""
    return db.session.scalar(select(func.count(Passkey.id)).where(Passkey.member_id == member_id)) or 0


def owner_handle_of(member_id: int) -> str | None:
    """Return what the phones that hold a member's passkeys know the account by; None before the first."""
    return db.session.scalar(
        select(Passkey.owner_handle).where(Passkey.member_id == member_id).order_by(Passkey.id).limit(1)
    )
