"""Texts that Python-Markdown would chew on for seconds are refused before it sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyhub.compiler.problems import Problems
from studyhub.compiler.text.body import Text

LARGEST_PARAGRAPH = 24_000  # characters between two empty lines
MOST_SIGNS = 600  # of one kind in a paragraph
SIGNS = "[]*_`<&!\\"
DEEPEST_QUOTE = 12
DEEPEST_INDENT = 40  # columns
QUOTES = re.compile(r"[> \t]*+")


def safe(text: Text, problems: Problems) -> Text:
    """Return a text without the paragraphs that could not be rendered in time; each of them is reported."""
    kept = list(text.lines)
    for start, end in _paragraphs(text.lines):
        if reason := _refusal(text.lines[start:end]):
            place = problems.whole(text.line + start)
            problems.add("too-dense", place, message=reason, hint="cut it into smaller pieces")
            kept[start:end] = [""] * (end - start)
    return Text(text.line, kept)


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        if line.strip():
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None


def _refusal(paragraph: list[str]) -> str:
    size = sum(map(len, paragraph)) + len(paragraph)
    if size > LARGEST_PARAGRAPH:
        return f"this paragraph has more than {LARGEST_PARAGRAPH:,} characters"
    if size > MOST_SIGNS:
        joined = "\n".join(paragraph)
        if any(joined.count(sign) > MOST_SIGNS for sign in SIGNS):
            return f"one sign stands more than {MOST_SIGNS} times in this paragraph"
    for line in paragraph:
        lead = QUOTES.match(line)
        if lead and lead[0].count(">") > DEEPEST_QUOTE:
            return f"quotations are nested more than {DEEPEST_QUOTE} deep"
        if len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) > DEEPEST_INDENT:
            return f"this is indented by more than {DEEPEST_INDENT} columns"
    return ""
