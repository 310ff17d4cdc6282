"""Who and what stands in rows of the audit, as far as whoever reads them may know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from studyhub.accounts.models import Member
from studyhub.audit.models import AuditEntry
from studyhub.db import db
from studyhub.organisation.models import Membership, Role, RoleKind
from studyhub.organisation.queries import branches_above_each, is_held, names_of_branches, root_branch


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: organisers learn whom a decision concerned, administrators where a branch went in the tree."""

    member_id: int
    sees_people: bool = False
    sees_tree: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What people and branches in some rows are called."""

    in_branches: Mapping[tuple[int | None, int], str]  # by branch and member
    administrators: Mapping[tuple[int, int], str]  # by branch that they administer, and member
    above: Mapping[int | None, Collection[int]]  # a branch and all above it; of what concerns all, the top
    branches: Mapping[int, str]

    def person(self, entry: AuditEntry, member_id: int) -> str | None:
        """Return what somebody is called in the branch of a row; None for who is not there any more.

        Somebody who left must not be found out by what they are called elsewhere, nor by what they administer
        there; only who administers the branch, or above it, is known beyond their own.
        """
        known = [self.administrators.get((above, member_id)) for above in self.above.get(entry.branch_id, ())]
        return self.in_branches.get((entry.branch_id, member_id)) or next(filter(None, known), None)


def names_in_entries(entries: Sequence[AuditEntry], *, today: date) -> Named:
    """Find what people and branches in rows of the audit are called. Five statements."""
    people = {person for entry in entries for person in (entry.by_id, entry.about_id) if person is not None}
    branches = {entry.branch_id for entry in entries if entry.branch_id is not None}
    in_branches = db.session.execute(
        select(Membership.branch_id, Membership.member_id, Membership.name).where(
            Membership.member_id.in_(people), Membership.branch_id.in_(branches)
        )
    )
    administrators = db.session.execute(
        select(Role.branch_id, Member.id, Member.name)
        .join(Role, Role.member_id == Member.id)
        .where(Member.id.in_(people), Role.kind == RoleKind.ADMINISTRATOR, is_held(today))
    )
    top = root_branch()
    above: dict[int | None, Collection[int]] = dict(branches_above_each(branches).items())
    above[None] = [] if top is None else [top.id]
    return Named(
        in_branches={(row.branch_id, row.member_id): row.name for row in in_branches},
        administrators={(row.branch_id, row.id): row.name for row in administrators},
        above=above,
        branches=names_of_branches(branches),
    )
