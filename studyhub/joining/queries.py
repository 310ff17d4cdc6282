"""What is read about invitations and about those who ask to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import NoResultFound

from studyhub.db import db
from studyhub.joining.models import ON_A_SLIP, Arrival, Asking, Invitation
from studyhub.organisation.models import Branch, Membership
from studyhub.organisation.queries import hold_member

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came by an invitation, as the branch calls them."""

    membership_id: int
    name: str


def find_open(code_hash: str, now: datetime) -> Invitation | None:
    """Find an invitation that still lets somebody in; None for one that ended, was stopped, is used up, or never was.

    One statement in every case.
    """
    return db.session.scalar(
        select(Invitation)
        .join(Invitation.branch)
        .options(db.contains_eager(Invitation.branch))
        .where(Invitation.code_hash == code_hash, is_open(now), Branch.archived_on.is_(None))
    )


def invitation_for(branch_id: int, invitation_id: int) -> Invitation:
    """Return an invitation into this branch; raises NoResultFound, also for another branch's."""
    found = db.session.scalar(
        select(Invitation).where(Invitation.branch_id == branch_id, Invitation.id == invitation_id)
    )
    if found is None:
        raise NoResultFound
    return found


def open_invitations(branch_id: int, now: datetime) -> Sequence[Invitation]:
    """List the links and posters of a branch that still let somebody in, the newest first; slips are only counted."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.branch_id == branch_id, Invitation.salt != ON_A_SLIP, is_open(now))
        .order_by(Invitation.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def count_open_slips(branch_id: int, now: datetime) -> int:
    """Count the slips of a branch by which nobody has joined yet."""
    slips = select(func.count(Invitation.id)).where(
        Invitation.branch_id == branch_id, Invitation.salt == ON_A_SLIP, is_open(now)
    )
    return db.session.scalar(slips) or 0


def came_by(invitation_id: int) -> list[Came]:
    """List who came by an invitation and is still there, by name."""
    rows = db.session.execute(
        select(Membership.id, Membership.name)
        .join(Arrival, Arrival.membership_id == Membership.id)
        .where(Arrival.invitation_id == invitation_id)
        .order_by(Membership.name)
        .limit(MOST_SHOWN)
    )
    return [Came(*row) for row in rows]


def askings_in(branch_id: int) -> Sequence[Asking]:
    """List who asks to be let into a branch, the longest waiting first."""
    return db.session.scalars(
        select(Asking).where(Asking.branch_id == branch_id).order_by(Asking.id).limit(MOST_SHOWN)
    ).all()


def count_askings(branch_id: int) -> int:
    """Count who asks to be let into a branch."""
    return db.session.scalar(select(func.count(Asking.id)).where(Asking.branch_id == branch_id)) or 0


def asking_for(branch_id: int, asking_id: int) -> Asking:
    """Return somebody's question to this branch, to answer it: of two answers at the same moment, the second finds
    none. Raises NoResultFound, also for another branch's.
    """
    asking = Asking.branch_id == branch_id, Asking.id == asking_id
    who = db.session.scalar(select(Asking.member_id).where(*asking))
    if who is not None:
        hold_member(who)
    found = None if who is None else db.session.scalar(select(Asking).where(*asking))
    if found is None:
        raise NoResultFound
    return found


def askings_of(member_id: int) -> Sequence[Asking]:
    """List where a member asks to be let in."""
    return db.session.scalars(select(Asking).where(Asking.member_id == member_id).order_by(Asking.id)).all()


def has_come_by(member_id: int, invitation: Invitation) -> bool:
    """Say whether a member came by this invitation, or asks because of it."""
    came = select(Arrival.member_id).where(
        Arrival.member_id == member_id, Arrival.invitation_id == invitation.id
    )
    asks = select(Asking.member_id).where(
        Asking.member_id == member_id, Asking.branch_id == invitation.branch_id
    )
    return db.session.scalar(came.union_all(asks).limit(1)) is not None


def name_of_maker(invitation: Invitation) -> str | None:
    """Return what whoever made an invitation is called in its branch, where they wanted it to be said."""
    if not invitation.names_maker or invitation.made_by_id is None:
        return None
    return db.session.scalar(
        select(Membership.name).where(
            Membership.member_id == invitation.made_by_id, Membership.branch_id == invitation.branch_id
        )
    )


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an invitation still lets somebody in."""
    return (
        Invitation.stopped_on.is_(None)
        & or_(Invitation.ends_at.is_(None), Invitation.ends_at > now)
        & or_(Invitation.most_uses.is_(None), Invitation.uses < Invitation.most_uses)
    )


def is_still_open(invitation: Invitation, now: datetime) -> bool:
    """Say of an invitation in hand what is_open says in the database."""
    return (
        invitation.stopped_on is None
        and (invitation.ends_at is None or invitation.ends_at > now)
        and (invitation.most_uses is None or invitation.uses < invitation.most_uses)
    )
