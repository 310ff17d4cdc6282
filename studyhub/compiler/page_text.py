"""A short text that somebody writes for one page, outside any course: Markdown in, clean HTML out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from studyhub.compiler.text.markdown_text import MarkdownText
from studyhub.compiler.text.sanitise import ADDRESS, sanitise

HEADING = re.compile(r"^#{1,6} +(\S.*)$", re.MULTILINE)
OUTSIDE = ("http://", "https://")


class _Links:
    """Lets links lead to the web and to our own addresses; there are no images, footnotes or names here."""

    def link(self, target: str) -> dict[str, str] | None:
        more = {"rel": "noreferrer"} if target.startswith(OUTSIDE) else {}
        return {"href": target, **more} if ADDRESS.match(target) else None

    def named(self, _name: str) -> str | None:
        return None

    def footnote(self, _label: str) -> ET.Element | None:
        return None

    def image(self, _target: str, _description: str) -> dict[str, str] | None:
        return None

    def attributes(self, _text: str) -> dict[str, str]:
        return {}

    def refuse(self, _tag: str) -> None:
        """Raw HTML stays text."""

    def hide(self, _entity: str) -> None:
        """Characters that nobody can see are taken out afterwards."""


def page_html(text: str) -> str:
    """Return the sanitised HTML of a text; one that is nested too deeply for anybody gives an empty one.

    Its headings, of whatever depth, stand below those of the page itself.
    """
    markdown = MarkdownText()
    try:
        between, *headings = HEADING.split(text)
        parts = [_html(markdown, between)]
        for heading, after in zip(headings[::2], headings[1::2], strict=True):
            said = _html(markdown, heading).removeprefix("<p>").removesuffix("</p>")
            parts += [f"<h3>{said}</h3>", _html(markdown, after)]
        return sanitise("\n".join(parts)).strip()
    except RecursionError:
        return ""


def _html(markdown: MarkdownText, text: str) -> str:
    return markdown.serialise(markdown.tree(text, _Links()))
