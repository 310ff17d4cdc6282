"""Whether an answer of a passkey lets somebody in; every way of failing asks the same and says the same (AU-04)."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.accounts.queries import KnownHash
from studyhub.passkeys.actions import note_use
from studyhub.passkeys.answers import (
    NOBODYS_KEY,
    count_signed,
    credential_of,
    is_owners,
    read_answer,
)
from studyhub.passkeys.challenges import spend_asked
from studyhub.passkeys.queries import KnownPasskey, find_passkey
from studyhub.passkeys.site import Site
from studyhub.ways_in.models import ChallengePurpose
from studyhub.ways_in.proving import known_if_allowed

NOBODYS = KnownPasskey(0, 0, "", NOBODYS_KEY, "", 0)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose passkey has answered."""

    sign_in_name: str
    known: KnownHash


def owner_who_answers(
    text: str | None, purpose: ChallengePurpose, *, site: Site | None, member_id: int | None = None
) -> Owner | None:
    """Return whose passkey has answered what this browser was asked; None if anything is wrong.

    Counts as a try of the account that it is said to be (AU-05). The caller commits, whatever the answer: what was
    asked is used up.
    """
    answer = read_answer(text)
    found = find_passkey(credential_of(answer))
    known = known_if_allowed(found.sign_in_name if found else None)
    asked = spend_asked(purpose, member_id=member_id)
    passkey = found or NOBODYS
    count = count_signed(
        answer,
        challenge=asked.challenge if asked else None,
        site=site,
        public_key=passkey.public_key,
        before=passkey.sign_count,
    )
    if answer is None or found is None or known is None or count is None:
        return None
    is_expected = member_id in {None, passkey.member_id} and known.member_id == passkey.member_id
    is_theirs = is_owners(answer, passkey.owner_handle, is_owner_known=member_id is not None)
    if not (is_expected and is_theirs and note_use(passkey, count)):
        return None
    return Owner(passkey.sign_in_name, known)
