"""What is read about the ways in that a member has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select

from studyhub.db import db
from studyhub.organisation.models import Branch, Instance, Role
from studyhub.organisation.queries import is_held
from studyhub.ways_in.models import Authenticator, RecoveryCode


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


def has_second_factor(member_id: int) -> bool:
    """Say whether a member needs more than the passphrase to sign in."""
    return authenticator_of(member_id) is not None


def is_second_factor_missing(member_id: int) -> bool:
    """Say whether a member has no second factor where those who are trusted with others must have one (AU-10).

    Nothing is required before the place is set up.
    """
    has_one = exists(select(Authenticator.member_id).where(Authenticator.member_id == member_id))
    return bool(db.session.scalar(select(Instance.require_second_factor & ~has_one)))


def count_without_second_factor(today: date) -> int:
    """Count those who are trusted with others today and have no second factor."""
    has_one = exists(select(Authenticator.member_id).where(Authenticator.member_id == Role.member_id))
    missing = (
        select(func.count(Role.member_id.distinct()))
        .join(Role.branch)
        .where(is_held(today), Branch.archived_on.is_(None), ~has_one)
    )
    return db.session.scalar(missing) or 0
