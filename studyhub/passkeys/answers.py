"""What a passkey answered: taken apart and checked by the library, with everything required that there is to require.

Nothing here is trusted before it is checked: strangers send it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest

from webauthn import (
    base64url_to_bytes,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import AuthenticationCredential

from studyhub.passkeys.site import Site
from studyhub.ways_in.models import LONGEST_CREDENTIAL, LONGEST_KEY

KINDS = [  # of keys: what phones and computers have, strongest first
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
LONGEST_ANSWER = 20_000  # characters; what comes from a phone has two thousand
# A key with which the answer of a passkey that nobody has is checked all the same (AU-04): P-256 names this point.
NOBODYS_KEY = (
    "pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """The public half of a key that a phone has just made, in base64."""

    credential: str
    public_key: str
    sign_count: int


def read_answer(text: str | None) -> AuthenticationCredential | None:
    """Take apart what a passkey is said to have answered; None for anything else."""
    try:
        return parse_authentication_credential_json((text or "")[:LONGEST_ANSWER])
    except Exception:  # noqa: BLE001 - a stranger sent it: whatever is wrong with it, it is no answer
        return None


def credential_of(answer: AuthenticationCredential | None) -> str | None:
    """Return by what name an answer says that its passkey goes."""
    return None if answer is None else bytes_to_base64url(answer.raw_id)[:LONGEST_CREDENTIAL]


def count_signed(
    answer: AuthenticationCredential | None,
    *,
    challenge: str | None,
    site: Site | None,
    public_key: str,
    before: int,
) -> int | None:
    """Return how often the phone says that the passkey was used, once all it signed is right; else None.

    Right is: this challenge, this site, the phone opened by its owner, signed with this key, and a count that has
    grown, where the phone counts at all.
    """
    if answer is None or challenge is None or site is None:
        return None
    try:
        checked = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=before,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001 - a stranger sent it: whatever is wrong with it, it is no answer
        return None
    return checked.new_sign_count


def is_owners(answer: AuthenticationCredential, owner_handle: str, *, is_owner_known: bool) -> bool:
    """Say whether an answer names its owner as they were named when the passkey was made.

    Some say nothing of it once they are asked for by name; then the owner has to be known otherwise.
    """
    named = answer.response.user_handle
    if named is None:
        return is_owner_known
    return compare_digest(named, base64url_to_bytes(owner_handle))


def read_new_key(text: str | None, *, challenge: str, site: Site) -> NewKey | None:
    """Return the key that a phone has just made, once all that it says of it is right; else None."""
    try:
        checked = verify_registration_response(
            credential=(text or "")[:LONGEST_ANSWER],
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=KINDS,
        )
    except Exception:  # noqa: BLE001 - anybody can send it: whatever is wrong with it, it is no key
        return None
    key = NewKey(
        bytes_to_base64url(checked.credential_id),
        bytes_to_base64url(checked.credential_public_key),
        checked.sign_count,
    )
    is_too_long = len(key.credential) > LONGEST_CREDENTIAL or len(key.public_key) > LONGEST_KEY
    return None if is_too_long else key
