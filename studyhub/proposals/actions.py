"""Asking a second person, agreeing and saying no; none of these commits. Each is one row of the audit."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import delete, select

from studyhub.accounts.actions import full_hour_after
from studyhub.accounts.models import Member
from studyhub.audit.actions import Decision, record
from studyhub.db import db
from studyhub.organisation.actions import (
    Deciding,
    ExceedsOwnError,
    LastAdministratorError,
    NotInBranchError,
    grant,
    keep_within_own,
    revoke,
)
from studyhub.organisation.models import Branch, Instance, Role, RoleKind
from studyhub.organisation.queries import find_role, hold_member, membership_in
from studyhub.proposals.models import Proposal, ProposalKind
from studyhub.proposals.queries import find_waiting, may_decide

LASTS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Trusting:
    """Who shall be trusted with what, and until when."""

    kind: RoleKind
    member: Member
    ends_on: date | None = None


class Outcome(StrEnum):
    """What came of agreeing."""

    DONE = "done"
    GONE = "gone"  # somebody else has decided it, or its time is up
    OWN = "own"  # it needs somebody else than who asked, and than whom it is about
    LAPSED = "lapsed"  # it cannot be done any more: who asked has lost the office, or the person is not there


class WaitsAlreadyError(Exception):
    """Something else about the same person and role waits for a second person."""


def give(trusting: Trusting, branch: Branch, *, takes_two: bool, deciding: Deciding) -> bool:
    """Trust somebody with a role, or ask a second person to agree; says whether it was done.

    Raises NotInBranchError, ExceedsOwnError and WaitsAlreadyError.
    """
    kind, member, ends_on = trusting.kind, trusting.member, trusting.ends_on
    there = find_role(member.id, kind, branch_id=branch.id)
    if not takes_two or (there is not None and there.ends_on == ends_on):
        grant(kind, member, branch=branch, deciding=deciding, ends_on=ends_on)
        return True
    if kind is RoleKind.ORGANISER and membership_in(branch.id, member.id) is None:
        raise NotInBranchError(branch.name)
    keep_within_own(deciding, branch, kind=kind, ends_on=ends_on)
    _ask(ProposalKind(f"give-{kind}"), branch, about=member.id, ends_on=ends_on, deciding=deciding)
    return False


def take_back(role: Role, *, branch: Branch, takes_two: bool, deciding: Deciding) -> bool:
    """Take a role back, or ask a second person to agree; says whether it was done. One's own goes at once.

    Raises LastAdministratorError and WaitsAlreadyError.
    """
    if not takes_two or role.member_id == deciding.member_id:
        revoke(role, deciding=deciding)
        return True
    _ask(ProposalKind(f"take-{role.kind}"), branch, about=role.member_id, deciding=deciding)
    return False


def ask_to_decide_alone(top: Branch, *, deciding: Deciding) -> None:
    """Ask a second administrator of the whole to agree that from now on one decides alone."""
    _ask(ProposalKind.ONE_PERSON, top, about=None, deciding=deciding)


def agree(proposal: Proposal, *, deciding: Deciding) -> Outcome:
    """Agree to what another has asked for, and do it, as decided by them both; of many at once, one does it (AZ-17)."""
    if deciding.member_id in {proposal.asked_by_id, proposal.about_id}:
        return Outcome.OWN
    for one in sorted({proposal.asked_by_id, deciding.member_id or 0}):
        hold_member(one)  # nobody takes an office from either of them while it is done
    if not _holds(proposal.asked_by_id, proposal, deciding=deciding):
        return _lapse(proposal, deciding)
    if not _holds(deciding.member_id, proposal, deciding=deciding) or not _take(proposal, deciding):
        return Outcome.GONE
    try:
        with db.session.begin_nested():
            _record("proposal-agreed", proposal, deciding=deciding)
            _do(proposal, deciding)
    except (NotInBranchError, ExceedsOwnError, LastAdministratorError):
        _record("proposal-lapsed", proposal, deciding=deciding)
        return Outcome.LAPSED
    return Outcome.DONE


def say_no(proposal: Proposal, *, deciding: Deciding) -> Outcome:
    """Let nothing come of what was asked for; who asked takes it back that way. Who it is about does not decide it."""
    if deciding.member_id == proposal.about_id:
        return Outcome.OWN
    if not _take(proposal, deciding):
        return Outcome.GONE
    is_own = deciding.member_id == proposal.asked_by_id
    _record("proposal-withdrawn" if is_own else "proposal-refused", proposal, deciding=deciding)
    return Outcome.DONE


def _ask(
    kind: ProposalKind,
    branch: Branch,
    *,
    about: int | None,
    deciding: Deciding,
    ends_on: date | None = None,
) -> None:
    # one after the other: sent twice at the same moment, it is asked once
    db.session.execute(select(Branch.id).where(Branch.id == branch.id).with_for_update())
    there = find_waiting(kind, about, branch_id=branch.id)
    if there is not None and there.ends_at > deciding.now:
        if there.asked_by_id == deciding.member_id and there.role_ends_on == ends_on:
            return
        raise WaitsAlreadyError
    if there is not None:
        db.session.delete(there)
        db.session.flush()
    proposal = Proposal(
        code=secrets.token_hex(16),
        asked_by_id=deciding.member_id,
        branch_id=branch.id,
        kind=kind,
        about_id=about,
        role_ends_on=ends_on,
        asked_on=deciding.today,
        ends_at=full_hour_after(deciding.now + LASTS),
    )
    db.session.add(proposal)
    db.session.flush()
    _record("proposal-made", proposal, deciding=deciding)


def _do(proposal: Proposal, deciding: Deciding) -> None:
    """Do it as decided by who asked; neither of the two gives more than they have (R6)."""
    kind, asker = ProposalKind(proposal.kind), Deciding(proposal.asked_by_id, deciding.now)
    if kind.role is None:
        db.session.get_one(Instance, 1).two_people = False
        record(Decision("place-changed", asker.today, by=asker.member_id, details={"what": "two_people"}))
    elif kind.gives:
        member = db.session.get_one(Member, proposal.about_id)
        keep_within_own(deciding, proposal.branch, kind=kind.role, ends_on=proposal.role_ends_on)
        grant(kind.role, member, branch=proposal.branch, deciding=asker, ends_on=proposal.role_ends_on)
    else:
        role = find_role(proposal.about_id or 0, kind.role, branch_id=proposal.branch_id)
        if role is not None:
            revoke(role, deciding=asker)


def _holds(member_id: int | None, proposal: Proposal, *, deciding: Deciding) -> bool:
    kind = ProposalKind(proposal.kind)
    return member_id is not None and may_decide(
        member_id, kind, branch_id=proposal.branch_id, today=deciding.today
    )


def _lapse(proposal: Proposal, deciding: Deciding) -> Outcome:
    if not _take(proposal, deciding):
        return Outcome.GONE
    _record("proposal-lapsed", proposal, deciding=deciding)
    return Outcome.LAPSED


def _take(proposal: Proposal, deciding: Deciding) -> bool:
    """Take it off the list; of several at the same moment, one does."""
    taken = db.session.execute(
        delete(Proposal)
        .where(Proposal.id == proposal.id, Proposal.code == proposal.code, Proposal.ends_at > deciding.now)
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    )
    return taken.one_or_none() is not None


def _record(act: str, proposal: Proposal, *, deciding: Deciding) -> None:
    until = {} if proposal.role_ends_on is None else {"until": proposal.role_ends_on.isoformat()}
    record(
        Decision(
            act,
            deciding.today,
            by=deciding.member_id,
            about=proposal.about_id,
            branch=proposal.branch_id,
            details={"kind": proposal.kind, **until},
        )
    )
