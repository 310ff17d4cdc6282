"""Typographic marks: authors type straight quotation marks and hyphens, readers see what a printer would set.

The forms of quotation marks are those of CLDR; a language that is not named here keeps the marks it was given.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from studyhub.compiler.library_model import Person, Term, Work
from studyhub.compiler.model import Library

Thing = TypeVar("Thing", Work, Person, Term)

MARKS = {  # outer and inner quotation marks, each opening and closing
    "de": "„“‚‘",
    "en": "“”‘’",
    "es": "«»“”",
    "it": "«»“”",
    "nl": "“”‘’",
    "pl": "„”«»",
    "pt": "“”‘’",
    "ru": "«»„“",
    "tr": "“”‘’",
    "uk": "«»„“",
}
APOSTROPHE = "’"
BEFORE_OPENING = frozenset("([{—–-/“„«‘‚")  # and white space, and nothing
QUOTATION_MARK = re.compile("[\"']")
YEARS_CUT_SHORT = re.compile(r"'(?=\d\d(?!\d))")  # '17
RANGE = re.compile(r"(?<![\w./:-])(\d{1,4})-(\d{1,4})(?![\w./:-]*[\w-])")
PAUSE = re.compile(r"(?<=\S) --? (?=\S)")
VERBATIM = frozenset({"code", "kbd", "pre"})
INLINE = frozenset(
    {"a", "abbr", "bdi", "cite", "dfn", "em", "img", "q", "span", "strong", "sub", "sup", "time"}
)


def typeset(text: str, language: str, *, after: str = "") -> str:
    """Return a text with the quotation marks of its language, apostrophes, dashes and ellipses.

    `after` is what stands before it in the same paragraph.
    """
    text = PAUSE.sub(" – ", RANGE.sub("\\1–\\2", text)).replace("...", "…")
    if "'" not in text and '"' not in text:
        return text
    marks = MARKS.get(language.split("-", maxsplit=1)[0], "")
    before = after[-1:]
    whole = before + YEARS_CUT_SHORT.sub(APOSTROPHE, text)
    for found in QUOTATION_MARK.finditer(whole):  # one by one, for each looks at what the one before became
        at = found.start()
        whole = f"{whole[:at]}{_mark(whole, at, marks=marks)}{whole[at + 1 :]}"
    return whole[len(before) :]


def typeset_library(library: Library, language: str) -> Library:
    """Return the library with the texts that courses of a language show typeset; timelines are Markdown, set later."""

    def typeset_all(things: Mapping[str, Thing], *keys: str) -> dict[str, Thing]:
        return {name: typeset_keys(thing, keys) for name, thing in things.items()}

    def typeset_keys(thing: Thing, keys: tuple[str, ...]) -> Thing:
        texts: dict[str, Any] = {key: typeset(getattr(thing, key), language) for key in keys}
        return replace(thing, **texts)

    return replace(
        library,
        works=typeset_all(library.works, "author", "title", "year"),
        people=typeset_all(library.people, "name", "lived", "text", "source"),
        terms=typeset_all(library.terms, "name", "text", "source"),
    )


def typeset_tree(root: ET.Element, language: str) -> None:
    """Set the texts of all elements under `root`, but for code and addresses."""
    _typeset(root, language, after="")


def _typeset(element: ET.Element, language: str, *, after: str) -> str:
    if element.tag in VERBATIM or "://" in (element.text or ""):
        return "x"  # a mark behind code or an address closes
    after = after if element.tag in INLINE else ""
    if element.text:
        element.text = typeset(element.text, language, after=after)
    after = (element.text or "")[-1:] or after
    for child in element:
        after = _typeset(child, language, after=after)
        if child.tail:
            child.tail = typeset(child.tail, language, after=after)
            after = child.tail[-1:]
    return after


def _mark(text: str, at: int, *, marks: str) -> str:
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "'" and before.isalnum() and (behind.isalnum() or not _is_open(text[:at], marks)):
        return APOSTROPHE
    if not marks:
        return text[at]
    opens = not before or before.isspace() or before in BEFORE_OPENING
    outer = 0 if text[at] == '"' else 2
    return marks[outer if opens else outer + 1]


def _is_open(text: str, marks: str) -> bool:
    return bool(marks) and text.count(marks[2]) > text.count(marks[3])
