"""What is read about this place as a whole."""

from __future__ import annotations

from sqlalchemy import select

from studyhub.db import db
from studyhub.organisation.models import Instance


def find_instance() -> Instance | None:
    """Find how this place is set up; None before that was done."""
    return db.session.get(Instance, 1)


def guests_may_read() -> bool:
    """Say whether people without an account may read the published courses; not before the place is set up."""
    return bool(db.session.scalar(select(Instance.guests_may_read)))
