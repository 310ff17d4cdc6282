"""Checking what somebody shows of who they are; every way of failing asks the same and takes as long (AU-04).

All of it counts in one bucket for each account, whichever page it is tried on (AU-05).
"""

from __future__ import annotations

from flask import current_app

from studyhub.accounts.limits import SignInLimits
from studyhub.accounts.models import sign_in_name_of
from studyhub.accounts.passphrases import passphrases
from studyhub.accounts.queries import KnownHash, find_known_hash
from studyhub.accounts.signed_in import known_device
from studyhub.db import db
from studyhub.ways_in.actions import spend_recovery_code
from studyhub.ways_in.pending import Pending


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
    return Pending(sign_in_name, known, needs_passphrase=True)


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
