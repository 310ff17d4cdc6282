"""Coming into a group, leaving it, and who organises it; none of these commits."""

from __future__ import annotations

from sqlalchemy import select

from studyhub.accounts.passphrases import random_words
from studyhub.audit.actions import Decision, record
from studyhub.db import db
from studyhub.groups.models import Entry, Group, Participation
from studyhub.groups.queries import count_organisers, participation_of
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Membership


class LastOrganiserError(Exception):
    """Without this person nobody would organise the group, while others read with it."""


def free_group_slug() -> str:
    """Make an address for a group: two random words that say nothing about it."""
    while True:
        slug = random_words(2)
        if db.session.scalar(select(Group.id).where(Group.slug == slug)) is None:
            return slug


def come_in(group: Group, membership: Membership, *, deciding: Deciding) -> Participation:
    """Let somebody of the branch read with a group: at once, or by asking where the group wants that.

    Who is in it already, or has asked, stays so.
    """
    found = participation_of(group.id, membership.member_id)
    if found is not None:
        return found
    return _add(group, membership, deciding=deciding, is_asking=group.entry == Entry.ASKING)


def put_into_group(group: Group, membership: Membership, *, deciding: Deciding) -> Participation:
    """Take somebody of the branch into a group, whatever its way in; who asked is in with it."""
    found = participation_of(group.id, membership.member_id)
    if found is None:
        return _add(group, membership, deciding=deciding)
    found.is_asking = False
    return found


def let_in(asking: Participation) -> None:
    """Say yes to somebody who asks to read with a group; twice is the same as once."""
    asking.is_asking = False


def end_participation(participation: Participation, *, deciding: Deciding) -> None:
    """Take somebody out of a group, or refuse who asks; raises LastOrganiserError.

    The last organiser may go where nobody would be left behind, or where somebody else decides it.
    """
    _hold(participation)
    is_own_doing = deciding.member_id == participation.member_id
    if participation.is_organiser and is_own_doing and _leaves_others_alone(participation):
        raise LastOrganiserError
    if participation.is_organiser:
        _record("group-organiser-withdrawn", participation, deciding=deciding)
    db.session.delete(participation)
    db.session.flush()


def make_organiser_of_group(participation: Participation, *, deciding: Deciding) -> None:
    """Let somebody who reads with a group organise it; twice is the same as once."""
    if not participation.is_organiser:
        participation.is_asking, participation.is_organiser = False, True
        _record("group-organiser-made", participation, deciding=deciding)


def withdraw_organiser_of_group(participation: Participation, *, deciding: Deciding) -> None:
    """Let somebody read with a group without organising it; raises LastOrganiserError for the last one."""
    _hold(participation)
    if not participation.is_organiser:
        return
    if count_organisers(participation.group_id) == 1:
        raise LastOrganiserError
    participation.is_organiser = False
    _record("group-organiser-withdrawn", participation, deciding=deciding)


def archive_group(group: Group, *, deciding: Deciding) -> None:
    """Close a group: it meets no more, and who read with it can look back on it. Twice is the same as once."""
    if group.archived_on is None:
        group.archived_on = deciding.today
        record(Decision("group-archived", deciding.today, by=deciding.member_id, branch=group.branch_id))


def _add(
    group: Group, membership: Membership, *, deciding: Deciding, is_asking: bool = False
) -> Participation:
    participation = Participation(
        group_id=group.id,
        membership_id=membership.id,
        member_id=membership.member_id,
        is_organiser=False,
        is_asking=is_asking,
        since=deciding.today,
    )
    db.session.add(participation)
    db.session.flush()
    return participation


def _hold(participation: Participation) -> None:
    """Let one at a time leave a group or stop organising it: two who go at the same moment would leave nobody."""
    held = select(Group.id).where(Group.id == participation.group_id)
    db.session.execute(held.with_for_update(key_share=True))


def _leaves_others_alone(participation: Participation) -> bool:
    if count_organisers(participation.group_id) > 1:
        return False
    others = select(Participation.id).where(
        Participation.group_id == participation.group_id,
        Participation.id != participation.id,
        Participation.is_asking.is_(False),
    )
    return db.session.scalar(others.limit(1)) is not None


def _record(act: str, participation: Participation, *, deciding: Deciding) -> None:
    record(
        Decision(
            act,
            deciding.today,
            by=deciding.member_id,
            about=participation.member_id,
            branch=participation.membership.branch_id,
        )
    )
