"""What is read about members and the devices they are signed in on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select

from studyhub.accounts.models import AuthSession, Member
from studyhub.db import db, rows

SESSION = (  # made once: it is asked at every page
    select(
        AuthSession.id.label("session_id"),
        AuthSession.ends_at,
        AuthSession.is_own_phone,
        Member.id,
        Member.sign_in_name,
        Member.name,
        Member.joined_on,
        Member.reading_settings,
        Member.passphrase_changed_on,
        Member.is_waiting,
    )
    .join(AuthSession.member)
    .where(AuthSession.token_hash == bindparam("token_hash"))
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member who is asking, as far as pages need to know."""

    id: int
    sign_in_name: str
    name: str
    joined_on: date
    reading_settings: str
    passphrase_changed_on: date | None
    is_waiting: bool  # for an organiser's yes, and for nothing else


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that somebody has begun, and who."""

    id: int
    ends_at: datetime
    is_own_phone: bool
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class KnownHash:
    """Whose passphrase hash it is."""

    member_id: int
    passphrase_hash: str


def find_session(token_hash: str) -> OpenSession | None:
    """Find a session with its member, in one statement."""
    row = rows(SESSION, token_hash=token_hash).one_or_none()
    return (
        None if row is None else OpenSession(row.session_id, row.ends_at, row.is_own_phone, Viewer(*row[3:]))
    )


def find_known_hash(sign_in_name: str | None) -> KnownHash | None:
    """Find what a typed passphrase is compared with; asks the database for names that nobody can have, too."""
    row = db.session.execute(
        select(Member.id, Member.passphrase_hash).where(Member.sign_in_name == (sign_in_name or ""))
    ).one_or_none()
    return None if row is None else KnownHash(row.id, row.passphrase_hash)


def find_sign_in_name(known: KnownHash) -> str | None:
    """Find by what name somebody signs in; None once their passphrase is another."""
    return db.session.scalar(
        select(Member.sign_in_name).where(
            Member.id == known.member_id, Member.passphrase_hash == known.passphrase_hash
        )
    )


def find_member(sign_in_name: str) -> Member | None:
    """Find the member who signs in by this name."""
    return db.session.scalar(select(Member).where(Member.sign_in_name == sign_in_name))


def has_members() -> bool:
    """Say whether anybody has an account yet."""
    return bool(db.session.scalar(select(exists(select(Member.id)))))
