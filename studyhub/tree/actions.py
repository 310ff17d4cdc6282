"""Changing what is said of a branch. Each is one row of the audit; none of these commits."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.audit.actions import Decision, record
from studyhub.db import db
from studyhub.organisation.actions import Deciding, rename_branch
from studyhub.organisation.models import Branch
from studyhub.organisation.queries import find_branch


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
