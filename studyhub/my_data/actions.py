"""Deleting an account with everything that is about it."""

from __future__ import annotations

from sqlalchemy import delete, select

from studyhub.accounts.models import Member
from studyhub.audit.actions import Decision, forget_in_audit, record
from studyhub.db import db
from studyhub.expiry.purging import note_deletion
from studyhub.organisation.actions import (
    Deciding,
    end_membership,
    require_another_administrator,
    revoke,
)
from studyhub.organisation.models import Role
from studyhub.organisation.queries import hold_member, memberships_of


def delete_account(deciding: Deciding) -> None:
    """Delete the account of whoever decides it, and every row about them; raises LastAdministratorError.

    What was decided stays in the audit, without them. Those who answer for their branches read that somebody
    has left, and not who.
    """
    member_id = deciding.member_id
    if member_id is None:
        raise ValueError("the operator has no account")
    hold_member(member_id)
    require_another_administrator(member_id, deciding.today)
    for membership in memberships_of(member_id):
        end_membership(membership, deciding=deciding)
    for role in db.session.scalars(
        select(Role).where(Role.member_id == member_id, Role.branch_id.is_not(None))
    ):
        revoke(role, deciding=deciding)
    record(Decision("account-deleted", today=deciding.today, by=member_id, about=member_id))
    forget_in_audit(member_id)
    db.session.execute(delete(Member).where(Member.id == member_id))
    note_deletion()
