"""The tree of branches, as far as an administrator looks after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, func, select

from studyhub.db import db
from studyhub.organisation.models import Branch, Membership, Role, RoleKind
from studyhub.organisation.queries import branches_below_any, is_held

MOST = 5_000  # branches; an organisation with more has several places


@dataclass(frozen=True, slots=True)
class Node:
    """A branch that is open, who looks after it, and what is below it."""

    id: int
    kind: str
    name: str
    slug: str
    people: int
    organisers: tuple[str, ...]
    below: tuple[Node, ...]

    def all(self, depth: int = 0) -> Iterator[tuple[Node, int]]:
        """List the node and all below it, each with how deep it lies."""
        yield self, depth
        for node in self.below:
            yield from node.all(depth + 1)


def tree_below(tops: Collection[int], *, today: date) -> list[Node]:
    """Return some branches and all that is open below them, by name. Four statements.

    A top that lies below another is shown there, and not again.
    """
    ids = branches_below_any(tops)
    rows = db.session.execute(
        select(Branch.id, Branch.parent_id, Branch.kind, Branch.name, Branch.slug)
        .where(Branch.id.in_(ids), Branch.archived_on.is_(None))
        .order_by(Branch.name, Branch.id)
        .limit(MOST)
    ).all()
    people, organisers = _people_in(ids), _organisers_of(ids, today=today)
    by_parent = defaultdict(list)
    for row in rows:
        by_parent[row.parent_id].append(row)

    def nodes(found: Sequence[Row[int, int | None, str, str, str]]) -> tuple[Node, ...]:
        return tuple(
            Node(
                number, kind, name, slug, people.get(number, 0), organisers[number], nodes(by_parent[number])
            )
            for number, _parent, kind, name, slug in found
        )

    shown = {row.id for row in rows}
    return list(nodes([row for row in rows if row.parent_id not in shown]))


def _people_in(branch_ids: Collection[int]) -> dict[int, int]:
    counted = db.session.execute(
        select(Membership.branch_id, func.count(Membership.id))
        .where(Membership.branch_id.in_(branch_ids))
        .group_by(Membership.branch_id)
    )
    return {branch: count for branch, count in counted}  # noqa: C416 - rows are no pairs for dict() to mypy


def _organisers_of(branch_ids: Collection[int], *, today: date) -> defaultdict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = db.session.execute(
        select(Membership.branch_id, Membership.name)
        .join(Role, (Role.member_id == Membership.member_id) & (Role.branch_id == Membership.branch_id))
        .where(Role.branch_id.in_(branch_ids), Role.kind == RoleKind.ORGANISER, is_held(today))
        .order_by(Membership.name)
    )
    for branch, name in rows:
        found[branch] = (*found[branch], name)
    return found
