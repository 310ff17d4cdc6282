"""What is read about the ways in that a member has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from studyhub.db import db
from studyhub.organisation.models import Branch, Instance, Role
from studyhub.organisation.queries import is_held
from studyhub.ways_in.models import Authenticator, Passkey, RecoveryCode

_WhoseId = int | InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """What a member has besides the passphrase, any of which is asked for after it."""

    authenticator: bool
    passkey: bool


@dataclass(frozen=True, slots=True)
class CodesLeft:
    """How many recovery codes are unused, and since when there are any."""

    count: int
    made_on: date | None


def recovery_codes_left(member_id: int) -> CodesLeft:
    """Count the recovery codes that a member has not used yet."""
    row = db.session.execute(
        select(func.count(RecoveryCode.id), func.min(RecoveryCode.made_on)).where(
            RecoveryCode.member_id == member_id
        )
    ).one()
    return CodesLeft(row[0], row[1])


def authenticator_of(member_id: int) -> date | None:
    """Return since when a member has an authenticator; None without one."""
    return db.session.scalar(select(Authenticator.set_up_on).where(Authenticator.member_id == member_id))


def authenticator_secret(member_id: int | None) -> str | None:
    """Return what the codes of a member's authenticator follow from; for nobody, the database is asked the same."""
    return db.session.scalar(select(Authenticator.secret).where(Authenticator.member_id == (member_id or 0)))


def passkeys_of(member_id: int) -> Sequence[Passkey]:
    """Return a member's passkeys, the oldest first."""
    found = select(Passkey).where(Passkey.member_id == member_id).order_by(Passkey.id)
    return db.session.scalars(found).all()


def second_factors_of(member_id: int) -> SecondFactors:
    """Say what a member has besides the passphrase."""
    row = db.session.execute(select(_has_authenticator(member_id), _has_passkey(member_id))).one()
    return SecondFactors(bool(row[0]), bool(row[1]))


def has_second_factor(member_id: int) -> bool:
    """Say whether a member needs more than the passphrase to sign in."""
    return second_factors_of(member_id) != SecondFactors(authenticator=False, passkey=False)


def is_second_factor_missing(member_id: int) -> bool:
    """Say whether a member has no second factor where those who are trusted with others must have one (AU-10).

    Nothing is required before the place is set up.
    """
    has_one = _has_authenticator(member_id) | _has_passkey(member_id)
    return bool(db.session.scalar(select(Instance.require_second_factor & ~has_one)))


def count_without_second_factor(today: date) -> int:
    """Count those who are trusted with others today and have no second factor."""
    has_one = _has_authenticator(Role.member_id) | _has_passkey(Role.member_id)
    missing = (
        select(func.count(Role.member_id.distinct()))
        .join(Role.branch)
        .where(is_held(today), Branch.archived_on.is_(None), ~has_one)
    )
    return db.session.scalar(missing) or 0


def _has_authenticator(member_id: _WhoseId) -> ColumnElement[bool]:
    return exists(select(Authenticator.member_id).where(Authenticator.member_id == member_id))


def _has_passkey(member_id: _WhoseId) -> ColumnElement[bool]:
    return exists(select(Passkey.id).where(Passkey.member_id == member_id))
