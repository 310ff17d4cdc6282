"""The rows of a timeline block: its own, or a stretch of one that several modules share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from studyhub.compiler.library_model import Timeline
from studyhub.compiler.text.body import Block, Text
from studyhub.compiler.text.lines import DEEPER, is_blank
from studyhub.compiler.text.scope import ModuleScope
from studyhub.compiler.words.date_words import date_html, date_text
from studyhub.compiler.words.dates import NotADateError, When, gregorian_bounds, read_date

LIKE_A_DATE = re.compile(r"(?:c\.? ?)?\d")  # so begins what was meant to be one


@dataclass(slots=True)
class Row:
    """One date and what happened; `html` and `words` are the date's."""

    html: str
    words: str
    texts: list[Text] = field(default_factory=list)


def rows_of_block(block: Block, scope: ModuleScope) -> list[Row]:
    """Return the rows that an author wrote as a definition list: a date, then lines that begin with a colon."""
    rows: list[Row] = []
    for piece in block.children:
        if not isinstance(piece, Text):
            message = "a timeline holds dates and events only"
            scope.problems.add(
                "bad-timeline",
                block.place,
                message=message,
                hint="a date, and below it a line with “: ” before it",
            )
            continue
        for number, line in zip(piece.numbers, piece.lines, strict=True):
            if not is_blank(line):
                _line(line, number, rows=rows, scope=scope)
    if not rows:
        scope.problems.add("bad-timeline", block.place, message="this timeline is empty")
    return rows


def rows_of_library(block: Block, scope: ModuleScope) -> list[Row]:
    """Return the rows of a shared timeline between `start` and `end`."""
    if any(not isinstance(piece, Text) or not piece.is_blank for piece in block.children):
        message = "a timeline that is taken from the library has no lines of its own"
        scope.problems.add("bad-timeline", block.place, message=message)
    timeline = _shared(block, scope)
    if timeline is None:
        return []
    start, end = (_bound(block, key, scope=scope) for key in ("start", "end"))
    rows = []
    for event in timeline.events:
        when = read_date(event.date)
        first, last = gregorian_bounds(when)
        if (start is None or last >= start[0]) and (end is None or first <= end[1]):
            row = _row(when, scope.context.language)
            row.texts.append(Text(block.place.line, [event.text]))
            rows.append(row)
    if not rows:
        scope.problems.add(
            "bad-timeline", block.place, message="nothing of that timeline falls between these dates"
        )
    return rows


def _line(line: str, number: int, *, rows: list[Row], scope: ModuleScope) -> None:
    if line.startswith(":"):
        if rows:
            rows[-1].texts.append(Text(number, [line[1:].strip()]))
        else:
            scope.problems.add(
                "bad-timeline", scope.problems.whole(number), message="no date stands above this event"
            )
        return
    if DEEPER.match(line) and rows and rows[-1].texts:
        rows[-1].texts[-1].lines.append(line.strip())
        return
    try:
        when = read_date(line)
    except NotADateError as error:
        if rows and rows[-1].texts and not LIKE_A_DATE.match(line):
            _continue_event(line, number, event=rows[-1].texts[-1], scope=scope)
            return
        hint = "for example 1917-02-23 OS, 1904/1905 or c. 1921"
        scope.problems.add("bad-date", scope.problems.whole(number), message=str(error), hint=hint)
        rows.append(Row("", line.strip()))
        return
    rows.append(_row(when, scope.context.language))


def _continue_event(line: str, number: int, *, event: Text, scope: ModuleScope) -> None:
    event.lines.append(line.strip())
    scope.problems.add(
        "bad-timeline",
        scope.problems.whole(number),
        message="this is neither a date nor, without spaces before it, a line of the event above",
        hint="begin it with four spaces, or write the event on one line",
    )


def _row(when: When, language: str) -> Row:
    return Row(date_html(when, language), date_text(when, language))


def _shared(block: Block, scope: ModuleScope) -> Timeline | None:
    timelines = scope.context.library.timelines
    source = block.attributes.pairs["from"]
    if source.value not in timelines:
        message = "there is no such timeline in library/timelines"
        scope.problems.unknown(
            "unknown-timeline", source.place, word=source.value, known=timelines, message=message
        )
    return timelines.get(source.value)


def _bound(block: Block, key: str, *, scope: ModuleScope) -> tuple[date, date] | None:
    attribute = block.attributes.pairs.get(key)
    if attribute is None:
        return None
    try:
        return gregorian_bounds(read_date(attribute.value))
    except NotADateError as error:
        scope.problems.add("bad-date", attribute.place, message=str(error))
        return None
