"""Links that work once, and signing out elsewhere; none of these commits."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from studyhub.accounts.actions import hash_of, void_links
from studyhub.accounts.models import AuthSession, LinkPurpose, Member, OneTimeLink
from studyhub.accounts.queries import KnownHash
from studyhub.db import db

LIFE = {LinkPurpose.DEVICE: timedelta(minutes=2), LinkPurpose.RESET: timedelta(minutes=10)}
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
LENGTH, GROUP = 28, 4  # signs: 138 bits; and so many before a hyphen, for who types it
LONGEST_TYPED = 100


def make_link(member_id: int, purpose: LinkPurpose, *, now: datetime) -> str:
    """Make a link for a member and void the one of before; returns the token for its address (AU-07)."""
    token = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    void_links(member_id, purpose)
    db.session.add(
        OneTimeLink(
            token_hash=hash_of(token), purpose=purpose, member_id=member_id, ends_at=now + LIFE[purpose]
        )
    )
    db.session.flush()
    return "-".join(token[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def is_open(typed: str, purpose: LinkPurpose, *, now: datetime) -> bool:
    """Say whether a link works now, without using it up (AU-08)."""
    found = select(OneTimeLink.id).where(_of(typed, purpose, now=now))
    return db.session.scalar(found) is not None


def find_owner(typed: str, purpose: LinkPurpose, *, now: datetime) -> str | None:
    """Find by what name the member signs in whose link works now, without using it up; None if it does not work."""
    found = select(Member.sign_in_name).join(OneTimeLink).where(_of(typed, purpose, now=now))
    return db.session.scalar(found)


def spend_link(typed: str, purpose: LinkPurpose, *, now: datetime) -> tuple[str, KnownHash] | None:
    """Use a link up; returns by what name its member signs in, and what is known of them. None if it does not work.

    Of many at the same moment, one gets it.
    """
    spent = delete(OneTimeLink).where(_of(typed, purpose, now=now)).returning(OneTimeLink.member_id)
    member_id = db.session.scalar(spent)
    if member_id is None:
        return None
    member = db.session.execute(
        select(Member.sign_in_name, Member.passphrase_hash).where(Member.id == member_id)
    ).one()
    return member.sign_in_name, KnownHash(member_id, member.passphrase_hash)


def end_own_session(member_id: int, session_id: int) -> None:
    """Sign a member out on one of their devices; another's session stays as it is."""
    db.session.execute(
        delete(AuthSession).where(AuthSession.id == session_id, AuthSession.member_id == member_id)
    )


def end_other_sessions(member_id: int, *, but: int) -> None:
    """Sign a member out everywhere but on one device, and void what would have signed in another."""
    db.session.execute(delete(AuthSession).where(AuthSession.member_id == member_id, AuthSession.id != but))
    void_links(member_id, LinkPurpose.DEVICE)


def name_device(member_id: int, session_id: int, *, label: str) -> None:
    """Call one of a member's devices by a name that they chose."""
    db.session.execute(
        update(AuthSession)
        .where(AuthSession.id == session_id, AuthSession.member_id == member_id)
        .values(label=label)
    )


def _of(typed: str, purpose: LinkPurpose, *, now: datetime) -> ColumnElement[bool]:
    token = re.sub(f"[^{SIGNS}]", "", typed[:LONGEST_TYPED].lower())
    is_this = OneTimeLink.token_hash == hash_of(token)
    return is_this & (OneTimeLink.purpose == purpose) & (OneTimeLink.ends_at > now)
