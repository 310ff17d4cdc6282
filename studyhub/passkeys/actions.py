"""Asking passkeys, adding and removing them; none of these commits."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update

from studyhub.accounts.actions import hash_of
from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.passkeys.answers import NewKey
from studyhub.passkeys.queries import KnownPasskey, count_passkeys
from studyhub.ways_in.models import ChallengePurpose, Passkey, PasskeyChallenge

LIFE = timedelta(minutes=3)  # of a challenge: somebody looks for the phone meanwhile
LENGTH = 32  # bytes of chance in a challenge
MOST = 10  # passkeys of one member


class TooManyError(Exception):
    """A member has as many passkeys as there may be."""


def put_challenge(purpose: ChallengePurpose, member_id: int | None, *, now: datetime) -> str:
    """Make a number for a passkey to sign, in place of the one before, and let those go that are over (AU-16)."""
    challenge = secrets.token_urlsafe(LENGTH)
    over = PasskeyChallenge.ends_at <= now
    if member_id is not None:
        over |= (PasskeyChallenge.member_id == member_id) & (PasskeyChallenge.purpose == purpose)
    db.session.execute(delete(PasskeyChallenge).where(over))
    db.session.add(
        PasskeyChallenge(
            challenge_hash=hash_of(challenge), purpose=purpose, member_id=member_id, ends_at=now + LIFE
        )
    )
    db.session.flush()
    return challenge


def spend_challenge(
    challenge: str, purpose: ChallengePurpose, *, member_id: int | None, now: datetime
) -> bool:
    """Use a challenge up and say whether it was put for this, to this member, lately; of many at once, one is told so."""
    spent = db.session.execute(
        delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.challenge_hash == hash_of(challenge),
            PasskeyChallenge.purpose == purpose,
            PasskeyChallenge.member_id.is_(None)
            if member_id is None
            else PasskeyChallenge.member_id == member_id,
            PasskeyChallenge.ends_at > now,
        )
        .returning(PasskeyChallenge.challenge_hash)
    )
    return spent.one_or_none() is not None


def add_passkey(member_id: int, key: NewKey, *, owner_handle: str, label: str, today: date) -> None:
    """Let a member in by another passkey from now on.

    Raises TooManyError, and IntegrityError for a passkey that is known already, whoever has it.
    """
    # the member's row is held meanwhile, so that of two added at once both are counted
    db.session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    if count_passkeys(member_id) >= MOST:
        raise TooManyError
    db.session.add(
        Passkey(
            member_id=member_id,
            credential=key.credential,
            public_key=key.public_key,
            owner_handle=owner_handle,
            sign_count=key.sign_count,
            label=label,
            added_on=today,
        )
    )
    db.session.flush()


def remove_passkey(member_id: int, passkey_id: int) -> None:
    """Let nobody in by one of a member's passkeys any more; another's stays as it is."""
    db.session.execute(delete(Passkey).where(Passkey.id == passkey_id, Passkey.member_id == member_id))


def note_use(passkey: KnownPasskey, sign_count: int) -> bool:
    """Keep how often a phone says that a passkey was used; False where it was used, or removed, meanwhile."""
    noted = db.session.execute(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
        .values(sign_count=sign_count)
        .returning(Passkey.id)
    )
    return noted.one_or_none() is not None
