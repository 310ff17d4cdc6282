"""What waits for a second person, and who that may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.organisation.actors import Standing, actors_in_general, actors_towards
from studyhub.organisation.models import Branch, Membership, Role, RoleKind
from studyhub.organisation.queries import (
    branches_above,
    branches_below_any,
    branches_of,
    is_held,
    offices_of,
    root_branch,
)
from studyhub.policy.matrix import About, act_called
from studyhub.proposals.models import ACTS, Proposal, ProposalKind

MOST_SHOWN = 100


def find_proposal(code: str, *, branch_id: int, now: datetime) -> Proposal | None:
    """Find what waits for a second person in this branch; None where it was decided or its time is up."""
    return db.session.scalar(
        select(Proposal).where(Proposal.branch_id == branch_id, Proposal.code == code, Proposal.ends_at > now)
    )


def waiting_for(member_id: int, now: datetime) -> list[Proposal]:
    """List what waits and this member may decide, or has asked for; what ends next comes first."""
    offices = offices_of(member_id, now.date())
    organised = {office.branch_id for office in offices if office.kind is RoleKind.ORGANISER}
    tops = {office.branch_id for office in offices if office.kind is RoleKind.ADMINISTRATOR}
    found = _waiting_in(organised.union(branches_below_any(tops) if tops else ()), now)
    kinds = {(ProposalKind(one.kind), one.branch_id) for one in found}
    may = {at: may_decide(member_id, at[0], branch_id=at[1], today=now.date()) for at in kinds}
    return [one for one in found if may[ProposalKind(one.kind), one.branch_id]]


def find_waiting(kind: ProposalKind, about_id: int | None, *, branch_id: int) -> Proposal | None:
    """Find what was asked for already, whether or not its time is up."""
    return db.session.scalar(
        select(Proposal).where(
            Proposal.branch_id == branch_id,
            Proposal.kind == kind,
            Proposal.about_id.is_not_distinct_from(about_id),
        )
    )


def may_decide(member_id: int, kind: ProposalKind, *, branch_id: int, today: date) -> bool:
    """Say whether a member may ask for something towards a branch today, or agree to it, by the table of acts."""
    root = root_branch()
    known = Standing(
        branches=branches_of(member_id),
        offices=tuple(offices_of(member_id, today)),
        root=None if root is None else root.id,
    )
    towards, in_general = actors_towards(known, above=branches_above(branch_id)), actors_in_general(known)
    return any(
        act.best_cell(towards if act.about is About.BRANCH else in_general, is_set=False) is not None
        for act in map(act_called, ACTS[kind])
    )


def count_administrators_of_the_whole(today: date) -> int:
    """Count who administers the top of the tree today."""
    held = (
        select(func.count(Role.member_id.distinct()))
        .join(Role.branch)
        .where(Role.kind == RoleKind.ADMINISTRATOR, Branch.parent_id.is_(None), is_held(today))
    )
    return db.session.scalar(held) or 0


def names_in(proposals: Iterable[Proposal]) -> dict[tuple[int, int], str]:
    """Return what the people of some proposals are called in their branches, by branch and member."""
    people = {person for one in proposals for person in (one.about_id, one.asked_by_id) if person is not None}
    branches = {one.branch_id for one in proposals}
    rows = db.session.execute(
        select(Membership.branch_id, Membership.member_id, Membership.name).where(
            Membership.branch_id.in_(branches), Membership.member_id.in_(people)
        )
    )
    return {(row.branch_id, row.member_id): row.name for row in rows}


def _waiting_in(branches: Iterable[int], now: datetime) -> Sequence[Proposal]:
    return db.session.scalars(
        select(Proposal)
        .join(Proposal.branch)
        .options(
            db.contains_eager(Proposal.branch),
            db.joinedload(Proposal.about),
            db.joinedload(Proposal.asked_by),
        )
        .where(Proposal.branch_id.in_(set(branches)), Proposal.ends_at > now, Branch.archived_on.is_(None))
        .order_by(Proposal.ends_at, Proposal.id)
        .limit(MOST_SHOWN)
    ).all()
