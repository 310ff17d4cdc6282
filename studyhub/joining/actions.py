"""Inviting, joining, asking and answering; none of these commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from studyhub.accounts.actions import NewMember, add_member, full_hour_after
from studyhub.accounts.models import Member
from studyhub.audit.actions import Decision, forget_in_audit, record
from studyhub.db import db
from studyhub.expiry.purging import note_deletion
from studyhub.joining.codes import code_of, code_on_a_slip, hash_of_typed
from studyhub.joining.models import LINK, ON_A_SLIP, POSTER, Arrival, Asking, Invitation
from studyhub.joining.queries import asking_for, count_askings, count_open_slips, is_open, is_still_open
from studyhub.organisation.actions import Deciding, add_membership
from studyhub.organisation.models import Branch, Membership
from studyhub.organisation.queries import hold_member, membership_in

MOST_ASKING = 50  # at one branch; then its organisers have to answer, or to stop the poster
A_LINK_LASTS, MOST_BY_A_LINK = timedelta(days=7), 10
MOST_OPEN_SLIPS = 300  # of one branch


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """What an organiser says of an invitation."""

    kind: str
    salt: str  # from the page on which it is made: sent twice, it makes one invitation
    names_maker: bool = False
    line: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A private link for one person, as it is printed; who it is for stands on the paper and nowhere else."""

    name: str
    code: str
    until: datetime
    is_open: bool  # not, where the same list is sent again after somebody has joined


class TooManySlipsError(Exception):
    """So many slips of a branch are not used yet that no more are made."""


class EndedError(Exception):
    """The invitation no longer lets anybody in."""


class FullError(Exception):
    """So many ask already that nobody could read who else does."""


def invite(new: NewInvitation, branch: Branch, *, secret_key: str, deciding: Deciding) -> Invitation:
    """Make an invitation: a link for seven days and ten people, or a poster until it is stopped."""
    is_link = new.kind == LINK
    code_hash = hash_of_typed(code_of(new.kind, new.salt, secret_key=secret_key))
    found = db.session.scalar(
        select(Invitation).where(Invitation.code_hash == code_hash, Invitation.branch_id == branch.id)
    )
    if found is not None:
        return found
    invitation = Invitation(
        branch_id=branch.id,
        kind=new.kind,
        salt=new.salt,
        code_hash=code_hash,
        made_by_id=deciding.member_id,
        names_maker=new.names_maker,
        line=new.line,
        made_on=deciding.today,
        ends_at=full_hour_after(deciding.now + A_LINK_LASTS) if is_link else None,
        most_uses=MOST_BY_A_LINK if is_link else None,
    )
    db.session.add(invitation)
    db.session.flush()
    _record("invitation-made", deciding, branch_id=branch.id, kind=new.kind)
    return invitation


def make_slips(
    names: Sequence[str], branch: Branch, *, salt: str, secret_key: str, deciding: Deciding
) -> list[Slip]:
    """Make a link for each of these people, by which one joins once within seven days; the same again makes none.

    Raises TooManySlipsError.
    """
    codes = _codes_on_slips(names, f"{branch.id} {salt}", secret_key=secret_key)
    hashes = [hash_of_typed(code) for code in codes]
    there = {
        found.code_hash: found
        for found in db.session.scalars(select(Invitation).where(Invitation.code_hash.in_(hashes)))
    }
    new = [code_hash for code_hash in hashes if code_hash not in there]
    if new and count_open_slips(branch.id, deciding.now) + len(new) > MOST_OPEN_SLIPS:
        raise TooManySlipsError
    ends_at = full_hour_after(deciding.now + A_LINK_LASTS)
    if new:
        rows = [{"code_hash": one, "ends_at": ends_at, "most_uses": 1, "salt": ON_A_SLIP} for one in new]
        made = {"branch_id": branch.id, "kind": LINK, "made_by_id": deciding.member_id}
        db.session.execute(insert(Invitation), [{**row, **made, "made_on": deciding.today} for row in rows])
        _record("slips-made", deciding, branch_id=branch.id, count=str(len(new)))
    return [
        Slip(name, code, (found.ends_at if found else None) or ends_at, is_open=_is_usable(found, deciding))
        for name, code, found in zip(names, codes, map(there.get, hashes), strict=True)
    ]


def stop_slips(branch: Branch, *, deciding: Deciding) -> None:
    """Let nobody in any more by the slips of a branch that were not used; twice is the same as once."""
    stopped = db.session.scalars(
        update(Invitation)
        .where(Invitation.branch_id == branch.id, Invitation.salt == ON_A_SLIP, is_open(deciding.now))
        .values(stopped_on=deciding.today)
        .returning(Invitation.id)
    ).all()
    if stopped:
        _record("slips-stopped", deciding, branch_id=branch.id, count=str(len(stopped)))


def stop(invitation: Invitation, *, deciding: Deciding) -> None:
    """Let nobody in by an invitation any more; twice is the same as once."""
    if invitation.stopped_on is None:
        invitation.stopped_on = deciding.today
        _record("invitation-stopped", deciding, branch_id=invitation.branch_id, kind=invitation.kind)


def stop_all(branch: Branch, *, deciding: Deciding) -> None:
    """Stop every invitation into a branch."""
    _stop_of(branch, (LINK, POSTER), deciding=deciding)


def stop_links(branch: Branch, deciding: Deciding) -> None:
    """Stop the private links and slips into a branch from which somebody was removed: they may know one, and would be back at
    once (AZ-12). Posters stay: they open nothing but a question.
    """
    _stop_of(branch, (LINK,), deciding=deciding)


def join(invitation: Invitation, member: Member, *, name: str, deciding: Deciding) -> Membership:
    """Take somebody into the branch by a link; who is in it already stays so, and uses nothing up.

    Raises EndedError. Of eleven at the same moment, ten get in.
    """
    hold_member(member.id)
    found = membership_in(invitation.branch_id, member.id)
    if found is not None:
        return found
    _use(invitation, deciding)
    membership = add_membership(member, invitation.branch, name=name, deciding=deciding)
    db.session.flush()
    db.session.add(Arrival(membership_id=membership.id, member_id=member.id, invitation_id=invitation.id))
    db.session.execute(
        delete(Asking).where(Asking.member_id == member.id, Asking.branch_id == membership.branch_id)
    )
    return membership


def join_anew(invitation: Invitation, new: NewMember, *, deciding: Deciding) -> Member:
    """Give somebody an account and take them into the branch; raises EndedError and NameTakenError."""
    member = add_member(new, today=deciding.today)
    db.session.flush()
    join(invitation, member, name=new.name, deciding=Deciding(member.id, deciding.now))
    return member


def ask_anew(invitation: Invitation, new: NewMember, *, deciding: Deciding) -> Member:
    """Give somebody an account that only waits, and put their question to the organisers; raises as join_anew."""
    member = add_member(new, today=deciding.today)
    member.is_waiting = True
    db.session.flush()
    ask(invitation, member, name=new.name, deciding=deciding)
    return member


def ask(invitation: Invitation, member: Member, *, name: str, deciding: Deciding) -> None:
    """Put somebody's question to the organisers of the branch; once is enough. Raises EndedError and FullError."""
    hold_member(member.id)
    if membership_in(invitation.branch_id, member.id) is not None:
        return
    known = select(Asking.id).where(Asking.member_id == member.id, Asking.branch_id == invitation.branch_id)
    if db.session.scalar(known) is None:
        _use(invitation, deciding)  # the row is held from now on: they come one after the other
        if count_askings(invitation.branch_id) >= MOST_ASKING:
            raise FullError
        db.session.add(
            Asking(branch_id=invitation.branch_id, member_id=member.id, name=name, asked_on=deciding.today)
        )
        db.session.flush()


def say_yes(asking: Asking, branch: Branch, *, deciding: Deciding) -> None:
    """Take somebody in who asked."""
    add_membership(asking.member, branch, name=asking.name, deciding=deciding)
    db.session.delete(asking)
    db.session.flush()


def say_no(asking: Asking, *, deciding: Deciding) -> None:
    """Let somebody be who asked; an account that only waited goes, and nothing about them stays."""
    member = asking.member
    db.session.delete(asking)
    db.session.flush()
    _record("asking-refused", deciding, branch_id=asking.branch_id, kind=POSTER)
    others = db.session.scalar(select(Asking.id).where(Asking.member_id == member.id).limit(1))
    if member.is_waiting and others is None:
        forget_in_audit(member.id)
        db.session.delete(member)
        note_deletion()


def end_all(branch: Branch, deciding: Deciding) -> None:
    """Stop what leads into a branch that is archived, and refuse who asks there: nobody could answer them any more."""
    stop_all(branch, deciding=deciding)
    for number in db.session.scalars(select(Asking.id).where(Asking.branch_id == branch.id)).all():
        say_no(asking_for(branch.id, number), deciding=deciding)


def _stop_of(branch: Branch, kinds: Collection[str], *, deciding: Deciding) -> None:
    stop_slips(branch, deciding=deciding)  # first, and together: what is left is written down one by one
    for invitation in db.session.scalars(
        select(Invitation).where(
            Invitation.branch_id == branch.id, Invitation.kind.in_(kinds), is_open(deciding.now)
        )
    ).all():
        stop(invitation, deciding=deciding)


def _use(invitation: Invitation, deciding: Deciding) -> None:
    used = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, is_open(deciding.now))
        .values(uses=Invitation.uses + 1)
        .returning(Invitation.id)
    )
    if used.one_or_none() is None:
        raise EndedError


def _codes_on_slips(names: Sequence[str], salt: str, *, secret_key: str) -> list[str]:
    met: Counter[str] = Counter()
    codes = []
    for name in names:
        codes.append(code_on_a_slip(salt, name, at=met[name], secret_key=secret_key))
        met[name] += 1
    return codes


def _is_usable(found: Invitation | None, deciding: Deciding) -> bool:
    return found is None or is_still_open(found, deciding.now)


def _record(act: str, deciding: Deciding, *, branch_id: int, **details: str) -> None:
    record(Decision(act, deciding.today, by=deciding.member_id, branch=branch_id, details=details))
