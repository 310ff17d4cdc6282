"""What waits for a second person, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from studyhub.accounts.models import Member
from studyhub.branches.words import role_called
from studyhub.proposals.models import Proposal, ProposalKind

FIRST_STRONG, END = "\u2068", "\u2069"  # a name in another script stays whole within the sentence


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits, as it is read."""

    code: str
    slug: str
    branch: str
    what: str
    by: str
    until: date
    is_own: bool  # whoever reads it has asked for it
    is_about_reader: bool

    @property
    def can_agree(self) -> bool:
        """Say whether the reader is a second person."""
        return not (self.is_own or self.is_about_reader)


def shown(one: Proposal, reader: int, *, names: Mapping[tuple[int, int], str]) -> Waiting:
    """Say one proposal."""

    def called(member: Member) -> str:
        return f"{FIRST_STRONG}{names.get((one.branch_id, member.id), member.name)}{END}"

    return Waiting(
        code=one.code,
        slug=one.branch.slug,
        branch=one.branch.name,
        what=what_of(one.kind, "" if one.about is None else called(one.about), ends_on=one.role_ends_on),
        by=_("you") if one.asked_by_id == reader else called(one.asked_by),
        until=one.ends_at.date(),
        is_own=one.asked_by_id == reader,
        is_about_reader=one.about_id == reader,
    )


def what_of(kind: str, who: str, *, ends_on: date | None) -> str:
    """Say what was asked for; `who` is the person it is about."""
    asked = ProposalKind(kind)
    if asked.role is None:
        return str(_("From now on one person decides alone"))
    role = role_called(asked.role)
    if not asked.gives:
        return str(_("%(who)s no longer has the role: %(role)s", who=who, role=role))
    if ends_on is None:
        return str(_("%(who)s is given a role: %(role)s", who=who, role=role))
    day = format_date(ends_on, "long")
    return str(_("%(who)s is given a role: %(role)s, until %(day)s", who=who, role=role, day=day))
