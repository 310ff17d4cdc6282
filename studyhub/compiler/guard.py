"""Texts that Python-Markdown would chew on for seconds are refused before it sees them."""

from __future__ import annotations

import re

from studyhub.compiler.body import Text
from studyhub.compiler.problems import Problems

LARGEST_PARAGRAPH = 24_000  # characters between two empty lines
MOST_SIGNS = 600  # of one kind in a paragraph
SIGNS = "[]*_`<&!\\"
DEEPEST_QUOTE = 12
DEEPEST_INDENT = 40  # columns
QUOTES = re.compile(r"[> \t]*+")


def is_safe(text: Text, problems: Problems) -> bool:
    """Tell whether a text can be rendered in time; if not, say which paragraph is at fault."""
    start = text.line
    paragraph: list[str] = []
    for number, line in zip([*text.numbers, text.numbers.stop], [*text.lines, ""], strict=True):
        if line.strip():
            start = start if paragraph else number
            paragraph.append(line)
        elif paragraph:
            if reason := _refusal(paragraph):
                problems.add(
                    "too-dense", problems.whole(start), message=reason, hint="cut it into smaller pieces"
                )
                return False
            paragraph = []
    return True


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
