"""Changing what strangers see first; it does not commit."""

from __future__ import annotations

from collections.abc import Mapping

from studyhub.audit.actions import Decision, record
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Instance

FRONT = ("shows_front", "front_title", "front_text")


def change_front(instance: Instance, said: Mapping[str, object], *, deciding: Deciding) -> None:
    """Write the front page anew; the same again does nothing. One row of the audit, without the text."""
    changed = [what for what in FRONT if getattr(instance, what) != said[what]]
    for what in changed:
        setattr(instance, what, said[what])
    if changed:
        is_shown = "yes" if instance.shows_front else "no"
        record(Decision("front-changed", deciding.today, by=deciding.member_id, details={"shown": is_shown}))
