"""Somebody on the way in: part of what is asked is shown, and some steps are still missing.

It stands in the signed cookie of their browser, which is signed in nowhere: every address but that of the next
step leads to the sign-in page (AZ-15). A passphrase that is changed meanwhile ends it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, session

from studyhub.accounts.limits import keyed_hash
from studyhub.accounts.queries import KnownHash, find_known_hash
from studyhub.web import clock

PATIENCE = timedelta(minutes=15)
KEY = "on_the_way_in"


@dataclass(frozen=True, slots=True)
class Pending:
    """Who it is said to be, and what is still missing."""

    sign_in_name: str
    known: KnownHash
    needs_code: bool
    needs_passphrase: bool = False
    is_own_phone: bool = False
    is_by_paper: bool = False  # a recovery code was shown; another of the same sheet is no second factor


def begin(pending: Pending) -> None:
    """Keep what was shown until the next step."""
    missing = [pending.needs_code, pending.needs_passphrase, pending.is_own_phone, pending.is_by_paper]
    session[KEY] = [pending.sign_in_name, _mark(pending.known), missing, _seconds()]


def pending() -> Pending | None:
    """Return who is on the way in here; None where nobody is, or where it took too long."""
    kept = session.get(KEY)
    if kept is None:
        return None
    sign_in_name, mark, missing, since = kept
    known = find_known_hash(sign_in_name)
    is_late = not 0 <= _seconds() - since <= PATIENCE.total_seconds()
    if is_late or known is None or not hmac.compare_digest(mark, _mark(known)):
        return None
    return Pending(sign_in_name, known, *missing)


def next_step(somebody: Pending) -> str:
    """Return the endpoint that asks for what is missing next."""
    return "way_in.code" if somebody.needs_code else "way_in.new_passphrase"


def _mark(known: KnownHash) -> str:
    # follows from the passphrase's hash, and does not tell it
    return keyed_hash(
        current_app.config["SECRET_KEY"], f"on the way in {known.member_id} {known.passphrase_hash}"
    )


def _seconds() -> int:
    return int(clock.now().timestamp())
