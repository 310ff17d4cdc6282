"""Checking what somebody shows of who they are; every way of failing asks the same and takes as long (AU-04).

All of it counts in one bucket for each account, whichever page it is tried on (AU-05).
"""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from studyhub.accounts.limits import SignInLimits
from studyhub.accounts.models import sign_in_name_of
from studyhub.accounts.passphrases import passphrases
from studyhub.accounts.pending import Pending
from studyhub.accounts.queries import KnownHash, find_known_hash
from studyhub.accounts.signed_in import known_device
from studyhub.db import db
from studyhub.ways_in.actions import spend_recovery_code
from studyhub.ways_in.codes import step_of
from studyhub.ways_in.models import digits_of
from studyhub.ways_in.queries import authenticator_secret, has_second_factor
from studyhub.web import clock

TWO_MINUTES = timedelta(minutes=2)  # longer than any code counts


def is_passphrase_of(sign_in_name: str, typed: str) -> bool:
    """Say whether this is the passphrase of somebody who is signed in; counts as a try."""
    known = known_if_allowed(sign_in_name)
    db.session.rollback()  # checking takes long, and nobody else's writing shall wait for it
    is_right = passphrases().check(known.passphrase_hash if known else None, typed).is_right
    if is_right:
        forgive(sign_in_name)
    return is_right


def by_recovery_code(typed_name: str, typed_code: str) -> Pending | None:
    """Use up a recovery code; returns who is on the way in by it, and still has to choose a passphrase."""
    sign_in_name = sign_in_name_of(typed_name)
    known = known_if_allowed(sign_in_name)
    is_right = spend_recovery_code(known.member_id if known else None, typed_code)
    if sign_in_name is None or known is None or not is_right:
        return None
    needs_code = has_second_factor(known.member_id)
    return Pending(sign_in_name, known, needs_code=needs_code, needs_passphrase=True, is_by_paper=True)


def is_code_of(sign_in_name: str, typed: str, *, or_recovery_code: bool = False) -> bool:
    """Say whether this is a code of the authenticator, or one on paper that stands for it; counts as a try.

    The caller commits, whatever the answer.
    """
    known = known_if_allowed(sign_in_name)
    member_id = known.member_id if known else None
    if or_recovery_code and not digits_of(typed):
        return spend_recovery_code(member_id, typed)
    return is_unused_code(typed, authenticator_secret(member_id), owner=member_id)


def is_unused_code(typed: str, secret: str | None, *, owner: int | None) -> bool:
    """Say whether a code follows from the secret and has not worked before (AU-09).

    The half minute of a code is kept for two minutes, as a keyed hash: it would tell when somebody signed in.
    """
    step = step_of(secret, typed, now=clock.now())
    db.session.rollback()  # what was used is noted in a transaction of its own
    return step is not None and _limits().is_first(f"code of {owner} at {step}", within=TWO_MINUTES)


def known_if_allowed(sign_in_name: str | None) -> KnownHash | None:
    """Count a try; find the account by its name, unless it was tried too often."""
    db.session.rollback()  # the count is a transaction of its own, which would wait for this one
    is_allowed = _limits().allow(sign_in_name, known_device(sign_in_name))
    known = find_known_hash(sign_in_name)
    return known if is_allowed else None


def forgive(sign_in_name: str) -> None:
    """Forget the tries of somebody who got in; nothing may be written but not committed yet."""
    _limits().forgive(sign_in_name, known_device(sign_in_name))


def _limits() -> SignInLimits:
    return SignInLimits(db.engine, current_app.config["SECRET_KEY"])
