"""On which phones and computers a member is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.accounts.models import AuthSession
from studyhub.db import db

MOST = 100  # devices on a page


def devices_of(member_id: int, *, now: datetime) -> Sequence[AuthSession]:
    """List where a member is signed in, the latest first."""
    return db.session.scalars(
        select(AuthSession)
        .where(AuthSession.member_id == member_id, AuthSession.ends_at > now)
        .order_by(AuthSession.id.desc())
        .limit(MOST)
    ).all()


def find_device(member_id: int, session_id: int) -> AuthSession | None:
    """Find one of a member's own devices."""
    return db.session.scalar(
        select(AuthSession).where(AuthSession.id == session_id, AuthSession.member_id == member_id)
    )
