"""Values of the database in plain words."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_date, format_time
from flask_babel import gettext as _

from studyhub.my_data.queries import Kind, NamesIn, SomebodyElse


def in_words(kind: Kind, value: object, *, names: NamesIn) -> str:
    """Say a value as its owner would read it."""
    if kind.is_hidden:
        return str(_("kept as a hash or a key that nobody can read") if value else _("nothing"))
    if kind.is_person and isinstance(value, int):
        return str(_("you"))
    name = names.get(kind.leads_to, {}).get(value) if isinstance(value, int) else None
    return str(_plainly(value)) if name is None else name


def _plainly(value: object) -> object:
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _("%(day)s, %(time)s UTC", day=format_date(value, "long"), time=format_time(value, "short"))
    if isinstance(value, date):
        return format_date(value, "long")
    return _("somebody else") if isinstance(value, SomebodyElse) else value
