"""Setting this place up, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from studyhub.accounts.actions import add_member
from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.organisation.models import Instance
from studyhub.organisation.queries import find_instance


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who sets the place up."""

    sign_in_name: str
    name: str
    passphrase_hash: str


class AlreadySetUpError(Exception):
    """Somebody was quicker, or pressed the button twice."""


def set_up(place: str, administrator: FirstAdministrator, *, today: date) -> Member:
    """Name this place and give its first administrator an account.

    Raises AlreadySetUpError where that was done before, and NameTakenError. Of two at the same moment, the
    database lets one through: the other's flush raises IntegrityError.
    """
    if find_instance() is not None:
        raise AlreadySetUpError
    db.session.add(Instance(id=1, name=place))
    member = add_member(
        sign_in_name=administrator.sign_in_name,
        name=administrator.name,
        passphrase_hash=administrator.passphrase_hash,
        is_administrator=True,
        today=today,
    )
    db.session.flush()
    return member
