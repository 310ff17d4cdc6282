"""Whether anybody has changed what was decided, and whether the clock is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from studyhub.audit.models import AuditEntry
from studyhub.audit.queries import broken_entries
from studyhub.db import db
from studyhub.health.faults import Check, Fault, Place


def broken_chain(_place: Place) -> Iterator[Fault]:
    """LG-02: rows that were changed past StudyHub, or that follow one that was taken out."""
    broken = list(broken_entries())
    if broken:
        yield Fault(
            "broken-audit",
            _("What was decided was changed past StudyHub, at row %(number)s.", number=broken[0]),
            _("Compare with a backup, and find out who may sign in to this computer."),
        )


def clock_behind(place: Place) -> Iterator[Fault]:
    """C1: something was decided on a day that has not come yet."""
    last = db.session.scalar(select(func.max(AuditEntry.on)))
    if last is not None and last > place.now.date() + timedelta(days=1):
        yield Fault(
            "clock-behind",
            _("Something was decided on a day that has not come yet: the clock is wrong, or it was."),
            _("Set the clock, and let the system keep it by the network."),
        )


CHECKS = (Check(broken_chain, needs_database=True, is_slow=True), Check(clock_behind, needs_database=True))
