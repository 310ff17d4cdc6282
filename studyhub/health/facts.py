"""What an administrator wants to know of a place, in plain sentences."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import text

from studyhub.db import db
from studyhub.health.faults import Fact, Place

KILO = 1000


def place_facts(place: Place) -> Iterator[Fact]:
    """Say where things are and how large."""
    disk = shutil.disk_usage(place.settings.data)
    yield Fact(
        _("Disk"), _("%(free)s of %(total)s are free.", free=in_bytes(disk.free), total=in_bytes(disk.total))
    )
    if place.file is None:
        size = db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
        yield Fact(_("Database"), _("PostgreSQL, %(size)s.", size=in_bytes(size)))
        contacted = _("None but to its database. StudyHub has contacted no other computer.")
    else:
        size = place.file.stat().st_size if place.file.exists() else 0
        yield Fact(_("Database"), _("SQLite, one file of %(size)s.", size=in_bytes(size)))
        contacted = _("None. StudyHub has contacted no other computer.")
    count = sum(len(list(folder.glob("*/course.md"))) for folder in place.settings.courses)
    yield Fact(_("Courses"), ngettext("One folder.", "%(num)s folders.", count) if count else _("No folder."))
    yield Fact(_("Outgoing requests"), contacted)


def in_bytes(size: int) -> str:
    """Say a size as people do: “38 MB”."""
    for unit, least in (("GB", KILO**3), ("MB", KILO**2)):
        if size >= least:
            return f"{format_decimal(round(size / least, 1 if size < 10 * least else 0))} {unit}"
    return f"{format_decimal(max(1, round(size / KILO)))} kB"
