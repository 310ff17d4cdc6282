"""Changing what is said of a branch, or what holds for everybody. Each is one row of the audit; none of these commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studyhub.audit.actions import Decision, record
from studyhub.db import db
from studyhub.organisation.actions import Deciding, rename_branch
from studyhub.organisation.models import Branch, BranchKind, Instance
from studyhub.organisation.queries import find_branch

KINDS = tuple(f"called_{kind}" for kind in BranchKind)
DECIDED_FOR_ALL = ("name", "guests_may_read", "require_second_factor", "two_people", *KINDS)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a branch."""

    name: str
    kind: str
    slug: str
    time_zone: str
    language: str
    members_see_people: bool


class SlugTakenError(Exception):
    """Another branch has this address."""


def change_branch(branch: Branch, said: Said, *, deciding: Deciding) -> None:
    """Change what is said of a branch; the same again does nothing. Raises SlugTakenError."""
    rename_branch(branch, said.name, deciding=deciding)
    changed = [what for what in Said.__slots__ if getattr(branch, what) != getattr(said, what)]
    if "slug" in changed and find_branch(said.slug) is not None:
        raise SlugTakenError(said.slug)
    for what in changed:
        setattr(branch, what, getattr(said, what))
    if changed:
        record(
            Decision(
                "branch-changed",
                deciding.today,
                by=deciding.member_id,
                branch=branch.id,
                details={"what": " ".join(changed)},
            )
        )
    db.session.flush()


def change_place(instance: Instance, said: Mapping[str, object], *, deciding: Deciding) -> None:
    """Change what holds for everybody, of what DECIDED_FOR_ALL names; the same again does nothing."""
    changed = [what for what in DECIDED_FOR_ALL if what in said and getattr(instance, what) != said[what]]
    for what in changed:
        setattr(instance, what, said[what])
    if changed:
        what = " ".join(dict.fromkeys("kinds" if one in KINDS else one for one in changed))
        record(Decision("place-changed", deciding.today, by=deciding.member_id, details={"what": what}))
