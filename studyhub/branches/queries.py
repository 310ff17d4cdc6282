"""Who is in a branch: names as they are called there, and what they are trusted with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.exc import NoResultFound

from studyhub.db import db
from studyhub.organisation.models import Membership, Role, RoleKind
from studyhub.organisation.queries import is_held, two_people_decide

A_PAGE = 50  # people
MOST = 5_000  # people in one branch; whoever has more founds another


@dataclass(frozen=True, slots=True)
class Trust:
    """A role that somebody has in a branch today."""

    kind: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a branch, as they are called there."""

    membership_id: int
    member_id: int
    name: str
    roles: tuple[Trust, ...] = ()

    @property
    def is_organiser(self) -> bool:
        """Say whether they organise the branch today."""
        return any(role.kind == RoleKind.ORGANISER for role in self.roles)

    @property
    def is_administrator(self) -> bool:
        """Say whether they administer the branch today."""
        return any(role.kind == RoleKind.ADMINISTRATOR for role in self.roles)


@dataclass(frozen=True, slots=True)
class People:
    """One page of the people of a branch."""

    shown: Sequence[Person]
    count: int  # of all that were asked for
    page: int

    @property
    def is_last(self) -> bool:
        """Say whether no page follows."""
        return self.page * A_PAGE >= self.count


def people_of(branch_id: int, *, today: date, called: str = "", page: int = 1) -> People:
    """Return a page of the people of a branch by name, or of those whose name holds some letters. Two statements.

    Accents and capitals count in neither; a database cannot fold every script, so that it is done here.
    """
    rows = db.session.execute(
        select(Membership.id, Membership.member_id, Membership.name)
        .where(Membership.branch_id == branch_id)
        .limit(MOST)
    ).all()
    wanted = _folded(called)
    found = sorted(
        (row for row in rows if wanted in _folded(row.name)), key=lambda row: (_folded(row.name), row.id)
    )
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    roles = _roles(branch_id, [row.member_id for row in shown], today=today)
    return People([Person(*row, roles.get(row.member_id, ())) for row in shown], len(found), page)


def person_for(branch_id: int, membership_id: int, *, today: date) -> Person:
    """Return somebody in a branch; raises NoResultFound, also for somebody of another branch."""
    row = db.session.execute(
        select(Membership.id, Membership.member_id, Membership.name).where(
            Membership.branch_id == branch_id, Membership.id == membership_id
        )
    ).one_or_none()
    if row is None:
        raise NoResultFound
    return Person(*row, _roles(branch_id, [row.member_id], today=today).get(row.member_id, ()))


def organisers_of(branch_id: int, *, today: date) -> list[str]:
    """List what the organisers of a branch are called there."""
    return list(
        db.session.scalars(
            select(Membership.name)
            .join(Role, (Role.member_id == Membership.member_id) & (Role.branch_id == Membership.branch_id))
            .where(Membership.branch_id == branch_id, Role.kind == RoleKind.ORGANISER, is_held(today))
            .order_by(Membership.name)
            .limit(A_PAGE)
        )
    )


def is_missed_in(branch_id: int, member_id: int, *, today: date) -> bool:
    """Say whether nobody would organise a branch if this member left it, while others stay."""
    others = select(func.count(Membership.id)).where(
        Membership.branch_id == branch_id, Membership.member_id != member_id
    )
    organisers = select(func.count(Role.id)).where(
        Role.branch_id == branch_id,
        Role.kind == RoleKind.ORGANISER,
        Role.member_id != member_id,
        is_held(today),
    )
    return bool(db.session.scalar(others)) and not db.session.scalar(organisers)


def _roles(branch_id: int, members: Sequence[int], *, today: date) -> dict[int, tuple[Trust, ...]]:
    held: dict[int, tuple[Trust, ...]] = {}
    rows = db.session.execute(
        select(Role.member_id, Role.kind, Role.ends_on)
        .where(Role.branch_id == branch_id, Role.member_id.in_(members), is_held(today))
        .order_by(Role.kind)
    )
    for member, kind, ends_on in rows:
        held[member] = (*held.get(member, ()), Trust(kind, ends_on))
    return held


def _folded(name: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )


def may_be_reset(person: Person, branch_id: int, *, today: date) -> bool:
    """Say whether an organiser of a branch may start a reset for somebody in it.

    Not for whoever is trusted with more than that branch, say with a course: one who got hold of the link would
    have more than an organiser has (R6). Nor for another organiser where two people decide: they would be both (AZ-17).
    """
    if person.is_organiser and two_people_decide():
        return False
    more = or_(Role.kind != RoleKind.ORGANISER, Role.branch_id.is_(None), Role.branch_id != branch_id)
    held = select(Role.id).where(Role.member_id == person.member_id, is_held(today), more).limit(1)
    return db.session.scalar(held) is None
