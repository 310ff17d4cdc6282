"""Writes about members and their sessions; none of them commits."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update

from studyhub.accounts.models import AuthSession, LinkPurpose, Member, OneTimeLink
from studyhub.accounts.queries import KnownHash, find_member
from studyhub.db import db

A_SITTING = timedelta(hours=12)
ON_OWN_PHONE = timedelta(days=30)
ON_AN_OFFICE_HOLDERS_OWN_PHONE = timedelta(days=7)


class NameTakenError(Exception):
    """Somebody signs in by this name already."""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Who gets an account; their passphrase is hashed already."""

    sign_in_name: str
    name: str
    passphrase_hash: str


def begin_session(
    known: KnownHash, *, new_hash: str | None = None, lasts: timedelta, is_own_phone: bool, now: datetime
) -> tuple[str, AuthSession] | None:
    """Sign a member in whose passphrase was found right; returns the token for the cookie, and the session.

    None when the passphrase was changed while it was being checked. `new_hash` replaces one made too cheaply.
    """
    member = db.session.scalar(
        select(Member)
        .where(Member.id == known.member_id, Member.passphrase_hash == known.passphrase_hash)
        .with_for_update()
    )
    if member is None:
        return None
    member.passphrase_hash = new_hash or member.passphrase_hash
    token = secrets.token_urlsafe(32)
    session = AuthSession(
        token_hash=hash_of(token),
        member=member,
        began_on=now.date(),
        is_own_phone=is_own_phone,
        ends_at=full_hour_after(now + lasts),
    )
    db.session.add(session)
    return token, session


def renew_session(token: str) -> str | None:
    """Give a session another token, and return it; what knew the old one is signed out. None once it has ended."""
    new = secrets.token_urlsafe(32)
    renewed = db.session.execute(
        update(AuthSession)
        .where(AuthSession.token_hash == hash_of(token))
        .values(token_hash=hash_of(new))
        .returning(AuthSession.id)
    )
    return None if renewed.one_or_none() is None else new


def end_session(token: str) -> None:
    """Sign one device out; the cookie it holds is worth nothing from now on."""
    db.session.execute(delete(AuthSession).where(AuthSession.token_hash == hash_of(token)))


def end_sessions_of(member: Member) -> None:
    """Sign a member out everywhere, and void what would have signed in another device."""
    db.session.execute(delete(AuthSession).where(AuthSession.member_id == member.id))
    void_links(member.id, LinkPurpose.DEVICE)


def void_links(member_id: int, *purposes: LinkPurpose) -> None:
    """Let a member's links that work once not work any more."""
    db.session.execute(
        delete(OneTimeLink).where(OneTimeLink.member_id == member_id, OneTimeLink.purpose.in_(purposes))
    )


def forget_ended_sessions(now: datetime) -> None:
    """Delete the sessions that are over."""
    db.session.execute(delete(AuthSession).where(AuthSession.ends_at <= now))


def add_member(new: NewMember, *, today: date) -> Member:
    """Give somebody an account; raises NameTakenError."""
    if find_member(new.sign_in_name) is not None:
        raise NameTakenError(new.sign_in_name)
    member = Member(
        sign_in_name=new.sign_in_name,
        name=new.name,
        passphrase_hash=new.passphrase_hash,
        joined_on=today,
    )
    db.session.add(member)
    return member


def keep_reading_settings(member_id: int, settings: str) -> None:
    """Keep how a member likes to read."""
    db.session.execute(update(Member).where(Member.id == member_id).values(reading_settings=settings))


def change_passphrase(member: Member, passphrase_hash: str, *, today: date) -> None:
    """Give a member a new passphrase and sign them out everywhere; their pages tell them so (AU-12)."""
    member.passphrase_hash = passphrase_hash
    member.passphrase_changed_on = today
    db.session.flush()  # the row is locked before sessions go, so that no sign-in with the old one slips between
    end_sessions_of(member)
    void_links(member.id, *LinkPurpose)  # AU-07


def change_sign_in_name(member_id: int, sign_in_name: str) -> None:
    """Let a member sign in by another name from now on; raises NameTakenError.

    Of two who want the same at the same moment, the database lets one through: the other's raises IntegrityError.
    """
    found = find_member(sign_in_name)
    if found is not None and found.id != member_id:
        raise NameTakenError(sign_in_name)
    db.session.execute(update(Member).where(Member.id == member_id).values(sign_in_name=sign_in_name))


def passphrase_change_seen(member_id: int) -> None:
    """Stop telling a member that their passphrase was changed."""
    db.session.execute(update(Member).where(Member.id == member_id).values(passphrase_changed_on=None))


def hash_of(token: str) -> str:
    """Return what the database keeps of a token: whoever reads it cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def longest(*, is_own_phone: bool, holds_office: bool) -> timedelta:
    """Return how long a session may last in all: shorter for whoever is trusted with others."""
    if not is_own_phone:
        return A_SITTING
    return ON_AN_OFFICE_HOLDERS_OWN_PHONE if holds_office else ON_OWN_PHONE


def full_hour_after(moment: datetime) -> datetime:
    """Round up to the hour: an exact end would tell the exact minute of signing in."""
    full = moment.replace(minute=0, second=0, microsecond=0)
    return full if full == moment else full + timedelta(hours=1)
