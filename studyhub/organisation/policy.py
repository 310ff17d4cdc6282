"""Who may decide about this place as a whole."""

from __future__ import annotations

import hmac

from studyhub.accounts.limits import keyed_hash

CODE_LENGTH = 32  # hexadecimal digits: 128 bits


def may_set_up(code: str, secret_key: str) -> bool:
    """Say whether somebody knows the code that was printed where StudyHub was started."""
    return hmac.compare_digest(code.encode(), setup_code(secret_key).encode())


def setup_code(secret_key: str) -> str:
    """Return the one-time code for the first administrator; it follows from the secret key, and lies nowhere."""
    return keyed_hash(secret_key, "the first administrator")[:CODE_LENGTH]
