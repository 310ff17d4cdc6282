"""What is read about the ways in that a member has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.ways_in.models import RecoveryCode


@dataclass(frozen=True, slots=True)
class CodesLeft:
    """How many recovery codes are unused, and since when there are any."""

    count: int
    made_on: date | None


def recovery_codes_left(member_id: int) -> CodesLeft:
    """Count the recovery codes that a member has not used yet."""
    row = db.session.execute(
        select(func.count(RecoveryCode.id), func.min(RecoveryCode.made_on)).where(
            RecoveryCode.member_id == member_id
        )
    ).one()
    return CodesLeft(row[0], row[1])
