"""How one carries on after signing in: where to, and with the form that was sent after the session had ended.

The form travels in the sign-in form itself, signed so that nobody can slip a form of their own making into
another person's hands, and is shown again afterwards with a button; it is never sent on by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

LONGEST = 200_000  # characters
AS_LONG_AS_A_SITTING = 12 * 60 * 60  # seconds
NEVER_HELD = ("csrf", "passphrase", "code", "held")
A_WORD_OR_TWO = 40  # characters; whatever is longer, somebody has written


@dataclass(frozen=True, slots=True)
class HeldForm:
    """What was typed, and the address it was meant for."""

    path: str
    fields: Mapping[str, str]

    @property
    def written(self) -> dict[str, str]:
        """The fields that somebody wrote in, to be shown and changed."""
        return {name: text for name, text in self.fields.items() if _is_written(text)}

    @property
    def chosen(self) -> dict[str, str]:
        """The other fields: they are sent along as they are."""
        return {name: text for name, text in self.fields.items() if not _is_written(text)}


def local_path(given: str | None, *, otherwise: str = "/") -> str:
    """Return the given address if it surely lies on this site (CS-05), else the other one.

    What browsers take for another host is refused even where it is percent-encoded.
    """
    return given if given and is_local_path(given) else otherwise


def is_local_path(given: str) -> bool:
    """Say whether an address is an absolute path of this site and nothing else."""
    try:
        parts = urlsplit(given)
    except ValueError:
        return False
    if parts.scheme or parts.netloc or not given.isprintable() or not given.isascii():
        return False
    path = unquote(parts.path)
    if not path.isprintable() or "\\" in given + path:
        return False
    return given.startswith("/") and "//" not in given.partition("?")[0] and "//" not in path


def hold(path: str, fields: Mapping[str, str]) -> str:
    """Pack a form; secrets are left out. Returns nothing for one that is empty or too long to carry."""
    kept = {name: text for name, text in fields.items() if not any(secret in name for secret in NEVER_HELD)}
    packed = _signer().dumps([path, kept])
    return packed if kept and len(packed) <= LONGEST else ""


def unpack(packed: str | None) -> HeldForm | None:
    """Unpack what `hold` packed; None for anything else."""
    if not packed or len(packed) > LONGEST:
        return None
    try:
        path, fields = _signer().loads(packed, max_age=AS_LONG_AS_A_SITTING)
    except (BadSignature, ValueError, TypeError):
        return None
    return HeldForm(path, fields) if is_local_path(path) else None


def _is_written(text: str) -> bool:
    return len(text) > A_WORD_OR_TWO or any(character.isspace() for character in text)


def _signer() -> URLSafeTimedSerializer:
    config: Any = current_app.config
    return URLSafeTimedSerializer([*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt="held form")
