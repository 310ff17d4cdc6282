"""How long something takes, said as people say it: about, and rounded."""

from __future__ import annotations

from math import ceil

from flask_babel import gettext, ngettext

LONGEST_IN_MINUTES = 55
STEP = 5  # minutes
HALF_HOUR = 30  # minutes


def about_minutes(minutes: int) -> str:
    """Say a length of time: "about 25 minutes", "about 2 hours", "about 3 and a half hours"."""
    rounded = max(STEP, ceil(minutes / STEP) * STEP)
    if rounded <= LONGEST_IN_MINUTES:
        return str(gettext("about %(minutes)d minutes", minutes=rounded))
    hours, halves = divmod(round(minutes / HALF_HOUR), 2)
    if not halves:
        return str(ngettext("about %(num)d hour", "about %(num)d hours", hours))
    return str(ngettext("about %(num)d and a half hours", "about %(num)d and a half hours", hours))
