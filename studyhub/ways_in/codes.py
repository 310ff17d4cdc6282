"""The six digits of an authenticator, and what its program reads from a page to reckon them."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pyotp import TOTP, random_base32

from studyhub.ways_in.models import digits_of

LABEL = "Study"  # stands in the program, where others may see it: it names no organisation (PR-05)
AN_HOUR = 60 * 60  # seconds
NOBODYS = random_base32()


def new_secret() -> str:
    """Return a secret for another authenticator, of 160 bits."""
    return random_base32()


def step_of(secret: str | None, typed: str, *, now: datetime) -> int | None:
    """Return the half minute whose code this is: now, the one before or the one after; None for any other code.

    Without a secret the same is reckoned, and the answer is no.
    """
    code, totp = digits_of(typed), TOTP(secret or NOBODYS)
    here = totp.timecode(now)
    right = [
        step
        for step in (here - 1, here, here + 1)
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
    ]
    return right[-1] if right and secret else None


def address_of(secret: str, sign_in_name: str) -> str:
    """Return what stands in the square that the program reads."""
    return TOTP(secret).provisioning_uri(name=sign_in_name, issuer_name=LABEL)


def offer(secret: str, member_id: int) -> str:
    """Pack a secret for the form that shows it: it is kept only once somebody has typed digits that follow from it."""
    return str(_signer().dumps([member_id, secret]))


def offered(packed: str | None, member_id: int) -> str | None:
    """Unpack what was offered to this member; None for anything else."""
    try:
        owner, secret = _signer().loads(packed or "", max_age=AN_HOUR)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(secret) if owner == member_id else None


def _signer() -> URLSafeTimedSerializer:
    config: Any = current_app.config
    return URLSafeTimedSerializer(
        [*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt="a new authenticator"
    )
