"""Asking a browser for a passkey: what it is told, and the challenge that its next form has to answer.

The challenge lies in the signed cookie of the browser that asked, and its hash in the database until it is answered,
whatever the answer: nobody can answer for another browser, or twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
)
from webauthn.helpers import bytes_to_base64url, generate_user_handle, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from studyhub.accounts.queries import Viewer
from studyhub.passkeys.actions import LIFE, put_challenge, spend_challenge
from studyhub.passkeys.answers import KINDS
from studyhub.passkeys.queries import owner_handle_of
from studyhub.passkeys.site import Site
from studyhub.ways_in.codes import LABEL
from studyhub.ways_in.models import ChallengePurpose
from studyhub.ways_in.queries import passkeys_of
from studyhub.web import clock

KEY = "asked_of_passkey"
PATIENCE = int(LIFE.total_seconds() * 1000)  # milliseconds, as browsers want it
HANDLE = 32  # bytes of chance by which a phone knows an account


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was asked to sign; and, for a new passkey, what its phone was told to call the owner."""

    challenge: str
    owner_handle: str


def ask_for_new(member: Viewer, site: Site) -> dict[str, Any]:
    """Return what a browser needs to make a passkey that works without typing a name; the caller commits."""
    handle = owner_handle_of(member.id) or bytes_to_base64url(generate_user_handle()[:HANDLE])
    asked = _ask(ChallengePurpose.ADD, member.id, owner_handle=handle)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=LABEL,
        user_id=base64url_to_bytes(handle),
        user_name=member.sign_in_name,
        challenge=base64url_to_bytes(asked.challenge),
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_own(member.id),
        supported_pub_key_algs=KINDS,
    )
    return {"create": options_to_json_dict(options)}


def ask_for_any(purpose: ChallengePurpose, site: Site, *, member_id: int | None = None) -> dict[str, Any]:
    """Return what a browser needs to ask for one of a member's passkeys, or for any where nobody is known yet;
    the caller commits.
    """
    asked = _ask(purpose, member_id)
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(asked.challenge),
        timeout=PATIENCE,
        allow_credentials=[] if member_id is None else _own(member_id),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return {"get": options_to_json_dict(options)}


def spend_asked(purpose: ChallengePurpose, *, member_id: int | None = None) -> Asked | None:
    """Return what this browser was asked, this once; None where nothing was, or too long ago. The caller
    commits, whatever comes of it.
    """
    kept = session.pop(KEY, None) or ["", ""]
    asked = Asked(*kept)
    is_open = spend_challenge(asked.challenge, purpose, member_id=member_id, now=clock.now())
    return asked if is_open else None


def _ask(purpose: ChallengePurpose, member_id: int | None, *, owner_handle: str = "") -> Asked:
    asked = Asked(put_challenge(purpose, member_id, now=clock.now()), owner_handle)
    session[KEY] = [asked.challenge, asked.owner_handle]
    return asked


def _own(member_id: int) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential))
        for passkey in passkeys_of(member_id)
    ]
