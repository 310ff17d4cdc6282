"""The form that was sent after the session had ended, or that needs to be confirmed: it is held while its sender
signs in, or shows again that it is them.

It travels in the form for that itself, signed, and is shown again afterwards with a button; it is never sent on by
itself. Only what somebody sent from their own session, which may have ended, is held, and only for them: on a computer
that several use, nobody can lay a form ready for whoever signs in next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, make_response, redirect, render_template
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from studyhub.accounts.signed_in import whose
from studyhub.web.local_paths import is_local_path, local_path

LONGEST = 200_000  # characters
AS_LONG_AS_A_SITTING = 12 * 60 * 60  # seconds
NEVER_HELD = ("csrf", "passphrase", "code", "held", "passkey")
A_WORD_OR_TWO = 40  # characters; whatever is longer, somebody has written


@dataclass(frozen=True, slots=True)
class HeldForm:
    """What was typed, the address it was meant for, and a mark of who typed it."""

    path: str
    fields: Mapping[str, str]
    owner: str

    @property
    def written(self) -> dict[str, str]:
        """The fields that somebody wrote in, to be shown and changed."""
        return {name: text for name, text in self.fields.items() if _is_written(text)}

    @property
    def chosen(self) -> dict[str, str]:
        """The other fields: they are sent along as they are."""
        return {name: text for name, text in self.fields.items() if not _is_written(text)}


def hold(path: str, fields: Mapping[str, str], *, is_button: bool = False) -> str:
    """Pack a form; secrets are left out. Returns nothing for a stranger's, for one that is too long to carry, or that
    is empty, unless it is a mere button.
    """
    kept = {name: text for name, text in fields.items() if not any(secret in name for secret in NEVER_HELD)}
    packed = _signer().dumps([path, kept, whose()])
    return packed if whose() and (kept or is_button) and len(packed) <= LONGEST else ""


def unpack(packed: str | None) -> HeldForm | None:
    """Unpack what `hold` packed; None for anything else."""
    if not packed or len(packed) > LONGEST:
        return None
    try:
        path, fields, owner = _signer().loads(packed, max_age=AS_LONG_AS_A_SITTING)
    except (BadSignature, ValueError, TypeError):
        return None
    return HeldForm(path, fields, owner) if is_local_path(path) else None


def carry_on(packed: str | None, *, to: str | None) -> Response:
    """Show the form that was held, with a button, to whoever typed it; without one, lead on."""
    held = unpack(packed)
    if held is None or held.owner != whose():
        return redirect(local_path(to), 303)
    return make_response(render_template("accounts/carry_on.html", held=held))


def _is_written(text: str) -> bool:
    return len(text) > A_WORD_OR_TWO or any(character.isspace() for character in text)


def _signer() -> URLSafeTimedSerializer:
    config: Any = current_app.config
    return URLSafeTimedSerializer([*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt="held form")
