"""How long something takes, said as people say it: about, and rounded."""

from __future__ import annotations

from flask_babel import ngettext

from studyhub.web.templating import rounded_minutes

AN_HOUR = 60  # minutes
HALF_HOUR = 30  # minutes


def about_minutes(minutes: int) -> str:
    """Say a length of time: "about 25 minutes", "about 2 hours", "about 3 and a half hours"."""
    rounded = rounded_minutes(minutes)
    if rounded < AN_HOUR:
        return str(ngettext("about %(num)d minute", "about %(num)d minutes", rounded))
    hours, halves = divmod(round(minutes / HALF_HOUR), 2)
    if not halves:
        return str(ngettext("about %(num)d hour", "about %(num)d hours", hours))
    return str(ngettext("about %(num)d and a half hours", "about %(num)d and a half hours", hours))
