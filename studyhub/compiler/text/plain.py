"""Plain words out of sanitised HTML."""

from __future__ import annotations

import re
from html import unescape

REFERENCE = re.compile(r'<sup id="fnref-[^"]*+">.*?</sup>')
TAG = re.compile(r"<[^<>]*+>")
ENDING = re.compile(r"<(?:br|/(?:p|li|td|th|dt|dd))\b")  # a word ends here


def first_paragraph(html: str) -> str:
    """Return the first paragraph of sanitised HTML as plain text, without footnote references."""
    paragraph = html.partition("</p>")[0]
    return " ".join(unescape(TAG.sub("", REFERENCE.sub("", paragraph))).split())


def all_words(html: str) -> str:
    """Return sanitised HTML as plain text on one line, without footnote references."""
    spaced = ENDING.sub(r" \g<0>", REFERENCE.sub("", html))
    return " ".join(unescape(TAG.sub("", spaced)).split())
