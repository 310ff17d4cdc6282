"""Everything about a member as files to take away: a page to read, and the same for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask_babel import format_date
from flask_babel import gettext as _

from studyhub.my_data.queries import NamesIn, Part, SomebodyElse
from studyhub.my_data.words import in_words

PAGE, FILE = "my-data.md", "my-data.json"
ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#"})


def as_zip(parts: Sequence[Part], *, names: NamesIn, today: date) -> bytes:
    """Pack what was found about a member; no secret is in it, and no other person's number (EX-04, PR-06)."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in (
            (PAGE, as_page(parts, names=names, today=today)),
            (FILE, as_json(parts, names=names, today=today)),
        ):
            info = ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))  # the day, and no time of it
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, text)
    return packed.getvalue()


def as_page(parts: Sequence[Part], *, names: NamesIn, today: date) -> str:
    """Write it down in Markdown, to be read."""
    lines = [
        f"# {_('What is kept about you')}",
        _("As it was on %(day)s.", day=format_date(today, "long")),
    ]
    for part in parts:
        lines += [f"## {_(part.what)}", *_said_of(part, names)]
    return "\n\n".join(lines) + "\n"


def as_json(parts: Sequence[Part], *, names: NamesIn, today: date) -> str:
    """Write it down for programs: by table, what each column is for, and the rows."""
    tables = {
        part.table: {
            "what": part.what,
            "columns": {
                kind.name: {
                    "purpose": kind.kept.purpose,
                    "seen_by": kind.kept.seen_by,
                    "until": kind.kept.until,
                }
                for kind in part.kinds
            },
            "rows": [_row(part, row, names=names) for row in part.rows],
            "rows_about_others_that_name_you": part.mentions,
        }
        for part in parts
    }
    return json.dumps({"day": today.isoformat(), "tables": tables}, ensure_ascii=False, indent=1) + "\n"


def _said_of(part: Part, names: NamesIn) -> Iterator[str]:
    if not part.rows:
        yield _("Nothing.")
    for row in part.rows:
        yield "\n".join(
            f"- {_(kind.kept.purpose)}: {in_words(kind, value, names=names).translate(ESCAPED)}"
            for kind, value in zip(part.kinds, row, strict=True)
        )
    if part.mentions:
        yield _("You are named in %(count)s more, which are about others.", count=part.mentions)


def _row(part: Part, row: tuple[object, ...], *, names: NamesIn) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, value in zip(part.kinds, row, strict=True):
        if kind.is_hidden:
            continue
        found[kind.name] = _for_programs(value)
        name = names.get(kind.leads_to, {}).get(value) if isinstance(value, int) else None
        if name is not None:
            found[f"{kind.name}_is"] = name
    return found


def _for_programs(value: object) -> object:
    if isinstance(value, SomebodyElse):
        return "somebody else"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
