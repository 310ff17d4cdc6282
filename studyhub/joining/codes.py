"""Codes of invitations: made from a salt and the secret key, and read however somebody types them."""

from __future__ import annotations

import re
import secrets

from studyhub.accounts.actions import hash_of
from studyhub.accounts.limits import keyed_hash
from studyhub.accounts.passphrases import words
from studyhub.joining.models import LINK

WORDS_OF_A_POSTER = 4  # of 1,465: 42 bits, which open nothing but a question to an organiser
DIGITS_OF_A_LINK = 32  # hexadecimal: 128 bits
BETWEEN_WORDS = re.compile(r"[\s_.·–-]+")


def new_salt() -> str:
    """Return what makes one invitation's code unlike every other's."""
    return secrets.token_hex(16)


def code_of(kind: str, salt: str, *, secret_key: str) -> str:
    """Return the code of an invitation: words that can be read out for a poster, else digits."""
    digest = keyed_hash(secret_key, f"invitation {kind} {salt}")
    if kind == LINK:
        return digest[:DIGITS_OF_A_LINK]
    number, known = int(digest, 16), words()
    return "-".join(known[(number >> 32 * at) % len(known)] for at in range(WORDS_OF_A_POSTER))


def code_on_a_slip(salt: str, name: str, *, at: int, secret_key: str) -> str:
    """Return the code of one person's slip, the same whenever the same list is sent again.

    `salt` is the form's and kept nowhere, so that nobody finds the code, or a name by it, later; `at` tells people of
    the same name apart.
    """
    return keyed_hash(secret_key, f"slip {salt} {at} {name}")[:DIGITS_OF_A_LINK]


def hash_of_typed(code: str) -> str:
    """Return the hash by which a code is looked up; capitals and what stands between words do not count."""
    return hash_of(BETWEEN_WORDS.sub("-", code.strip().lower()))
