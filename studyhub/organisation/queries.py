"""What is read about this place as a whole, its tree of branches, and who is what in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from studyhub.accounts.models import Member
from studyhub.accounts.passphrases import random_words
from studyhub.db import db
from studyhub.organisation.models import Branch, Instance, Membership, Role, RoleKind


@dataclass(frozen=True, slots=True)
class Office:
    """What a member is trusted with for a branch today."""

    kind: RoleKind
    branch_id: int


def find_instance() -> Instance | None:
    """Find how this place is set up; None before that was done."""
    return db.session.get(Instance, 1)


def guests_may_read() -> bool:
    """Say whether people without an account may read the published courses; not before the place is set up."""
    return bool(db.session.scalar(select(Instance.guests_may_read)))


def two_people_decide() -> bool:
    """Say whether two people decide together who is trusted with others."""
    return bool(db.session.scalar(select(Instance.two_people)))


def find_branch(slug: str) -> Branch | None:
    """Find a branch by its two words."""
    return db.session.scalar(select(Branch).where(Branch.slug == slug))


def names_of_branches(branch_ids: Collection[int]) -> dict[int, str]:
    """Return what branches are called, by their numbers."""
    names = select(Branch.id, Branch.name).where(Branch.id.in_(branch_ids))
    return {row.id: row.name for row in db.session.execute(names)}


def root_branch() -> Branch | None:
    """Find the top of the tree; None before the place is set up."""
    return db.session.scalar(select(Branch).where(Branch.parent_id.is_(None)).order_by(Branch.id).limit(1))


def branches_above(branch_id: int) -> list[int]:
    """List the numbers of a branch and of all above it, the branch itself first."""
    tree = select(Branch.id, Branch.parent_id).where(Branch.id == branch_id).cte("above", recursive=True)
    parent = select(Branch.id, Branch.parent_id).join(tree, Branch.id == tree.c.parent_id)
    return list(db.session.scalars(select(tree.union(parent).c.id)))


def branches_above_each(branch_ids: Collection[int]) -> dict[int, set[int]]:
    """Return for each of some branches the numbers of it and of all above it. One statement."""
    start = select(Branch.id.label("of"), Branch.id, Branch.parent_id).where(Branch.id.in_(branch_ids))
    tree = start.cte("above_each", recursive=True)
    parent = select(tree.c.of, Branch.id, Branch.parent_id).join(tree, Branch.id == tree.c.parent_id)
    found: dict[int, set[int]] = {}
    whole = tree.union(parent)
    for row in db.session.execute(select(whole.c.of, whole.c.id)):
        found.setdefault(row.of, set()).add(row.id)
    return found


def branches_below(branch_id: int) -> list[int]:
    """List the numbers of a branch and of all below it."""
    return branches_below_any([branch_id])


def branches_below_any(branch_ids: Collection[int]) -> list[int]:
    """List the numbers of some branches and of all below them, each once."""
    tree = select(Branch.id).where(Branch.id.in_(branch_ids)).cte("below", recursive=True)
    children = select(Branch.id).join(tree, Branch.parent_id == tree.c.id)
    return list(db.session.scalars(select(tree.union(children).c.id)))


def membership_in(branch_id: int, member_id: int) -> Membership | None:
    """Find what a member is called in a branch; None where they are not in it."""
    return db.session.scalar(
        select(Membership).where(Membership.branch_id == branch_id, Membership.member_id == member_id)
    )


def memberships_of(member_id: int) -> Sequence[Membership]:
    """List the branches that a member belongs to, by name, with the branch of each."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.branch)
        .options(db.contains_eager(Membership.branch))
        .where(Membership.member_id == member_id)
        .order_by(Branch.name)
    ).all()


def branches_of(member_id: int) -> frozenset[int]:
    """Return the numbers of the branches that a member belongs to."""
    return frozenset(
        db.session.scalars(select(Membership.branch_id).where(Membership.member_id == member_id))
    )


def holds_office(member_id: int, today: date) -> bool:
    """Say whether a member is trusted with others today."""
    return bool(offices_of(member_id, today))


def offices_of(member_id: int, today: date) -> list[Office]:
    """List what a member is trusted with today for branches; what was archived gives no office."""
    found = db.session.execute(
        select(Role.kind, Branch.id)
        .join(Role.branch)
        .where(Role.member_id == member_id, is_held(today), Branch.archived_on.is_(None))
    )
    return [Office(RoleKind(kind), branch_id) for kind, branch_id in found]


def roles_in(branch_id: int, today: date) -> Sequence[Role]:
    """List who is trusted with something in a branch today, with the member of each."""
    return db.session.scalars(
        select(Role)
        .join(Role.member)
        .options(db.contains_eager(Role.member))
        .where(Role.branch_id == branch_id, is_held(today))
        .order_by(Role.kind, Role.since, Role.id)
    ).all()


def find_role(member_id: int, kind: RoleKind, *, branch_id: int) -> Role | None:
    """Find a role that was given, whether or not its last day has passed."""
    return db.session.scalar(
        select(Role).where(Role.member_id == member_id, Role.kind == kind, Role.branch_id == branch_id)
    )


def find_role_here(role_id: int, *, branch_id: int) -> Role | None:
    """Find a role by its number, in a branch."""
    return db.session.scalar(select(Role).where(Role.id == role_id, Role.branch_id == branch_id))


def names_in_branch(branch_id: int, members: Collection[int]) -> dict[int, str]:
    """Return what some members are called in a branch, by their numbers; who is not in it is left out."""
    names = select(Membership.member_id, Membership.name).where(
        Membership.branch_id == branch_id, Membership.member_id.in_(members)
    )
    return {row.member_id: row.name for row in db.session.execute(names)}


def last_day_of_own(member_id: int, kind: RoleKind, *, branch_id: int, today: date) -> date | None:
    """Return until when a member themself may give a role in a branch; None where that has no end, or no start.

    An administrator of the branch or above it gives any, an organiser makes organisers.
    """
    is_enough = (Role.kind == RoleKind.ADMINISTRATOR) & Role.branch_id.in_(branches_above(branch_id))
    if kind is RoleKind.ORGANISER:
        is_enough |= (Role.kind == kind) & (Role.branch_id == branch_id)
    ends = db.session.scalars(
        select(Role.ends_on).where(Role.member_id == member_id, is_enough, is_held(today))
    ).all()
    return None if None in ends else max((end for end in ends if end is not None), default=None)


def is_needed_by_the_whole(member_id: int, today: date) -> bool:
    """Say whether without this member nobody would administer the top of the tree: today, or without an end (R9)."""
    held = db.session.execute(
        select(Role.member_id, Role.ends_on)
        .join(Role.branch)
        .where(Role.kind == RoleKind.ADMINISTRATOR, Branch.parent_id.is_(None), is_held(today))
    ).all()
    own = [role for role in held if role.member_id == member_id]
    others = [role for role in held if role.member_id != member_id]
    is_lasting = any(role.ends_on is None for role in own)
    return bool(own) and not (others if not is_lasting else [one for one in others if one.ends_on is None])


def hold_member(member_id: int) -> None:
    """Let one at a time change where a member belongs and what they are trusted with, until the transaction ends."""
    held = select(Member.id).where(Member.id == member_id)
    db.session.execute(held.with_for_update(key_share=True))  # rows that only name them need not wait


def free_slug() -> str:
    """Make an address for a branch: two random words that say nothing about it, and that no branch has."""
    while True:
        slug = random_words(2)
        if find_branch(slug) is None:
            return slug


def is_held(today: date) -> ColumnElement[bool]:
    """Return the condition that a role grants something today."""
    return or_(Role.ends_on.is_(None), Role.ends_on >= today)
