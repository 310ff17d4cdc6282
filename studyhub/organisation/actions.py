"""Changes of the tree of branches, of who is in them, and of what each may do there. Each is one row of the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from studyhub.accounts.actions import (
    ON_AN_OFFICE_HOLDERS_OWN_PHONE,
    NewMember,
    add_member,
    full_hour_after,
)
from studyhub.accounts.models import AuthSession, Member
from studyhub.audit.actions import Decision, record
from studyhub.db import db
from studyhub.organisation.models import Branch, BranchKind, Instance, Membership, Role, RoleKind
from studyhub.organisation.queries import (
    branches_below,
    find_instance,
    find_role,
    free_slug,
    hold_member,
    is_needed_by_the_whole,
    last_day_of_own,
    membership_in,
    root_branch,
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides something, and when; None stands for the operator at the command line."""

    member_id: int | None
    now: datetime

    @property
    def today(self) -> date:
        """Return the day, in UTC: the audit knows no hours."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class NewBranch:
    """What is said of a branch when it is founded."""

    name: str
    kind: BranchKind
    time_zone: str = "UTC"
    language: str = "en"
    slug: str = ""  # two random words, made where none were offered


# what higher features do when a branch is archived, or somebody removed from it by another; app.py hands it in
followers_of_archiving: list[Callable[[Branch, Deciding], None]] = []
followers_of_removal: list[Callable[[Branch, Deciding], None]] = []


class AlreadySetUpError(Exception):
    """Somebody was quicker, or pressed the button twice."""


class LastAdministratorError(Exception):
    """Without this person nobody could administer the whole any more (R9)."""


class BelowItselfError(Exception):
    """A branch cannot be moved below itself."""


class NotInBranchError(Exception):
    """Only a member of a branch can organise it."""


class ExceedsOwnError(Exception):
    """Nobody trusts another, or themselves, with something for longer than they are trusted with it."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NotEmptyError(Exception):
    """A branch with others below it cannot be archived."""


def found_branch(new: NewBranch, *, below: Branch | None, deciding: Deciding) -> Branch:
    """Add a branch to the tree; None below is for the top."""
    branch = Branch(
        parent_id=None if below is None else below.id,
        kind=new.kind,
        name=new.name,
        slug=new.slug or free_slug(),
        time_zone=new.time_zone,
        language=new.language,
    )
    db.session.add(branch)
    db.session.flush()
    _record("branch-founded", deciding, branch=branch)
    return branch


def rename_branch(branch: Branch, name: str, *, deciding: Deciding) -> None:
    """Call a branch otherwise; saying the same name again does nothing."""
    if branch.name == name:
        return
    before, branch.name = branch.name, name
    _record("branch-renamed", deciding, branch=branch, details={"before": before, "after": name})


def move_branch(branch: Branch, *, below: Branch, deciding: Deciding) -> None:
    """Hang a branch and all below it under another; raises BelowItselfError.

    Roles reach down the tree as it is at each request, so that nobody keeps what the move takes away (AZ-13).
    """
    _keep_others_from_moving()
    if below.id in branches_below(branch.id):
        raise BelowItselfError(branch.name)
    if branch.parent_id == below.id:
        return
    branch.parent_id = below.id
    _record("branch-moved", deciding, branch=branch, details={"below": below.name})


def archive_branch(branch: Branch, *, deciding: Deciding) -> None:
    """Close a branch: nobody is in it or holds an office in it any more. Raises NotEmptyError."""
    if branch.archived_on is not None:
        return
    open_below = select(Branch.id).where(Branch.parent_id == branch.id, Branch.archived_on.is_(None)).limit(1)
    if branch.parent_id is None or db.session.scalar(open_below) is not None:
        raise NotEmptyError(branch.name)
    branch.archived_on = deciding.today
    _record("branch-archived", deciding, branch=branch)
    for follow in followers_of_archiving:
        follow(branch, deciding)


def add_membership(member: Member, branch: Branch, *, name: str, deciding: Deciding) -> Membership:
    """Take a member into a branch, who waits for nobody's yes any more; who is in it already keeps their name."""
    hold_member(member.id)
    member.is_waiting = False
    found = membership_in(branch.id, member.id)
    if found is not None:
        return found
    membership = Membership(member_id=member.id, branch_id=branch.id, name=name, since=deciding.today)
    db.session.add(membership)
    _record("member-joined", deciding, branch=branch, about=member.id)
    return membership


def end_membership(membership: Membership, *, deciding: Deciding) -> None:
    """Take a member out of a branch, with every role they have in it (AZ-12). Raises LastAdministratorError.

    Whoever is removed by somebody else goes on administering the branch if they did: an organiser does not undo what
    was given from above (R6), and administrators need not be in what they administer.
    """
    hold_member(membership.member_id)
    if membership_in(membership.branch_id, membership.member_id) is None:
        return  # somebody else was quicker
    is_own_doing = deciding.member_id in {None, membership.member_id}
    for role in _roles_of(membership.member_id, branch_id=membership.branch_id):
        if is_own_doing or role.kind != RoleKind.ADMINISTRATOR:
            revoke(role, deciding=deciding)
    branch = membership.branch
    act = "member-left" if deciding.member_id == membership.member_id else "member-removed"
    _record(act, deciding, branch=branch, about=membership.member_id)
    db.session.delete(membership)
    db.session.flush()
    if act == "member-removed":
        for follow in followers_of_removal:
            follow(branch, deciding)


def grant(
    kind: RoleKind, member: Member, *, branch: Branch, deciding: Deciding, ends_on: date | None = None
) -> Role:
    """Trust a member with something in a branch, from now on; again with another end changes the end.

    Raises NotInBranchError, ExceedsOwnError, and LastAdministratorError: the last without an end is given none.
    """
    hold_member(member.id)
    if kind is RoleKind.ORGANISER and membership_in(branch.id, member.id) is None:
        raise NotInBranchError(branch.name)
    role = find_role(member.id, kind, branch_id=branch.id)
    if role is not None and role.ends_on == ends_on:
        return role
    keep_within_own(deciding, branch, kind=kind, ends_on=ends_on)
    if role is not None and ends_on is not None and _is_the_last_of_the_whole(role, deciding.today):
        raise LastAdministratorError
    if role is None:
        role = Role(member_id=member.id, kind=kind, branch_id=branch.id, since=deciding.today)
        db.session.add(role)
    role.ends_on = ends_on
    _shorten_sessions(member.id, deciding)
    until = {} if ends_on is None else {"until": ends_on.isoformat()}
    _record("role-given", deciding, branch=branch, about=member.id, details={"role": kind, **until})
    return role


def keep_within_own(deciding: Deciding, branch: Branch, *, kind: RoleKind, ends_on: date | None) -> None:
    """Raise ExceedsOwnError where somebody would give what ends sooner for themself."""
    by, today = deciding.member_id, deciding.today
    until = None if by is None else last_day_of_own(by, kind, branch_id=branch.id, today=today)
    if until is not None and (ends_on is None or ends_on > until):
        raise ExceedsOwnError(until)


def revoke(role: Role, *, deciding: Deciding) -> None:
    """Take a role back; from the next request it grants nothing. Raises LastAdministratorError."""
    if _is_the_last_of_the_whole(role, deciding.today):
        raise LastAdministratorError
    details = {"role": role.kind}
    _record("role-taken-back", deciding, branch=role.branch, about=role.member_id, details=details)
    db.session.delete(role)
    db.session.flush()


def set_up(place: str, administrator: NewMember, *, now: datetime) -> Member:
    """Name this place, plant its tree and give its first administrator an account.

    Raises AlreadySetUpError where that was done before, and NameTakenError. Of two at the same moment, the
    database lets one through: the other's flush raises IntegrityError.
    """
    if find_instance() is not None:
        raise AlreadySetUpError
    db.session.add(Instance(id=1, name=place))
    member = add_member(administrator, today=now.date())
    db.session.flush()
    make_administrator_of_the_whole(member, deciding=Deciding(member.id, now))
    return member


def make_administrator_of_the_whole(member: Member, *, deciding: Deciding) -> None:
    """Trust a member with the top of the tree; where there is no tree yet, plant it."""
    top = root_branch() or _plant(deciding)
    grant(RoleKind.ADMINISTRATOR, member, branch=top, deciding=deciding)


def require_another_administrator(member_id: int, today: date) -> None:
    """Raise LastAdministratorError where nobody but this member administers the whole, before they leave."""
    if is_needed_by_the_whole(member_id, today):
        raise LastAdministratorError


def _is_the_last_of_the_whole(role: Role, today: date) -> bool:
    if role.kind != RoleKind.ADMINISTRATOR or role.branch is None or role.branch.parent_id is not None:
        return False
    _keep_others_from_moving()
    return (role.ends_on is None or role.ends_on >= today) and is_needed_by_the_whole(role.member_id, today)


def _roles_of(member_id: int, *, branch_id: int) -> list[Role]:
    return list(
        db.session.scalars(select(Role).where(Role.member_id == member_id, Role.branch_id == branch_id))
    )


def _plant(deciding: Deciding) -> Branch:
    instance = db.session.get(Instance, 1)
    name = "International" if instance is None else instance.name
    return found_branch(NewBranch(name, BranchKind.INTERNATIONAL), below=None, deciding=deciding)


def _keep_others_from_moving() -> None:
    """Let one at a time change the top of the tree, so that two moves make no circle and two leavings leave one."""
    db.session.execute(select(Branch.id).where(Branch.parent_id.is_(None)).with_for_update())


def _shorten_sessions(member_id: int, deciding: Deciding) -> None:
    # nobody who is trusted with others stays signed in for a month
    latest = full_hour_after(deciding.now + ON_AN_OFFICE_HOLDERS_OWN_PHONE)
    db.session.execute(
        update(AuthSession)
        .where(AuthSession.member_id == member_id, AuthSession.ends_at > latest)
        .values(ends_at=latest)
    )


def _record(
    act: str,
    deciding: Deciding,
    *,
    branch: Branch | None,
    about: int | None = None,
    details: dict[str, str] | None = None,
) -> None:
    record(
        Decision(
            act,
            today=deciding.today,
            by=deciding.member_id,
            about=about,
            branch=None if branch is None else branch.id,
            details=details or {},
        )
    )
