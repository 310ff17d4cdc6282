"""What is read about groups: which there are, who reads with them, and what somebody is in one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from studyhub.db import db
from studyhub.groups.models import Entry, Group, Participation
from studyhub.organisation.models import Branch, Membership

MOST_SHOWN = 200  # of groups, and of people in one


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads with a group, as their branch calls them."""

    participation_id: int
    member_id: int
    name: str
    is_organiser: bool


def find_group(slug: str) -> Group | None:
    """Find a group by its two words, with its branch; None for one that was archived with its branch."""
    return db.session.scalar(
        select(Group)
        .join(Group.branch)
        .options(db.contains_eager(Group.branch))
        .where(Group.slug == slug, Branch.archived_on.is_(None))
    )


def names_of_groups(group_ids: Collection[int]) -> dict[int, str]:
    """Return what groups are called, by their numbers."""
    names = select(Group.id, Group.name).where(Group.id.in_(group_ids))
    return {row.id: row.name for row in db.session.execute(names)}


def participation_of(group_id: int, member_id: int) -> Participation | None:
    """Find how somebody takes part in a group, or asks to; None for who does neither."""
    return db.session.scalar(
        select(Participation).where(Participation.group_id == group_id, Participation.member_id == member_id)
    )


def participation_for(group_id: int, participation_id: int) -> Participation:
    """Return how somebody takes part in this group; raises NoResultFound, also for another group's."""
    found = db.session.scalar(
        select(Participation)
        .join(Participation.membership)
        .options(db.contains_eager(Participation.membership))
        .where(Participation.group_id == group_id, Participation.id == participation_id)
    )
    if found is None:
        raise NoResultFound
    return found


def groups_of(member_id: int) -> Sequence[Group]:
    """List the groups that somebody reads with and that still meet, by name."""
    return db.session.scalars(
        select(Group)
        .join(Participation, Participation.group_id == Group.id)
        .join(Group.branch)
        .where(
            Participation.member_id == member_id,
            Participation.is_asking.is_(False),
            Group.archived_on.is_(None),
            Branch.archived_on.is_(None),
        )
        .order_by(Group.name, Group.id)
        .limit(MOST_SHOWN)
    ).all()


def groups_to_join(member_id: int, branch_ids: Collection[int]) -> Sequence[Group]:
    """List the groups of some branches that somebody might join or ask to, and is not in, by name."""
    own = select(Participation.group_id).where(
        Participation.member_id == member_id, Participation.is_asking.is_(False)
    )
    return db.session.scalars(
        select(Group)
        .join(Group.branch)
        .where(
            Group.branch_id.in_(branch_ids),
            Group.entry != Entry.INVITED,
            Group.archived_on.is_(None),
            Branch.archived_on.is_(None),
            Group.id.not_in(own),
        )
        .order_by(Group.name, Group.id)
        .limit(MOST_SHOWN)
    ).all()


def groups_in(branch_id: int) -> Sequence[Group]:
    """List the groups of a branch for its organisers: those that meet by name, then the archived ones."""
    return db.session.scalars(
        select(Group)
        .where(Group.branch_id == branch_id)
        .order_by(Group.archived_on.is_not(None), Group.name, Group.id)
        .limit(MOST_SHOWN)
    ).all()


def counts_of_readers(group_ids: Collection[int]) -> dict[int, int]:
    """Return how many read with each of these groups."""
    counts = (
        select(Participation.group_id, func.count(Participation.id).label("readers"))
        .where(Participation.group_id.in_(group_ids), Participation.is_asking.is_(False))
        .group_by(Participation.group_id)
    )
    return {row.group_id: row.readers for row in db.session.execute(counts)}


def readers_of(group_id: int) -> list[Reader]:
    """List who reads with a group: its organisers first, then by name."""
    return _people(group_id, is_asking=False)


def askers_of(group_id: int) -> list[Reader]:
    """List who asks to read with a group."""
    return _people(group_id, is_asking=True)


def count_organisers(group_id: int) -> int:
    """Count who organises a group."""
    counted = select(func.count(Participation.id)).where(
        Participation.group_id == group_id, Participation.is_organiser.is_(True)
    )
    return db.session.scalar(counted) or 0


def _people(group_id: int, *, is_asking: bool) -> list[Reader]:
    found = db.session.execute(
        select(Participation.id, Participation.member_id, Membership.name, Participation.is_organiser)
        .join(Participation.membership)
        .where(Participation.group_id == group_id, Participation.is_asking.is_(is_asking))
        .order_by(Participation.is_organiser.desc(), Membership.name, Participation.id)
        .limit(MOST_SHOWN)
    )
    return [Reader(*row) for row in found]
