"""Plain words out of sanitised HTML."""

from __future__ import annotations

import re
from html import unescape

REFERENCE = re.compile(r'<sup id="fnref-[^"]*+">.*?</sup>')
TAG = re.compile(r"<[^<>]*+>")


def first_paragraph(html: str) -> str:
    """Return the first paragraph of sanitised HTML as plain text, without footnote references."""
    paragraph = html.partition("</p>")[0]
    return " ".join(unescape(TAG.sub("", REFERENCE.sub("", paragraph))).split())
