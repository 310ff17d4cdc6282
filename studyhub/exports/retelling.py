"""Compiled texts told again in another place: as XML, with other ids, and with links that lead somewhere there.

What the compiler stored is sanitised HTML: every element that is opened is closed, in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

from studyhub.compiler.model import Module

VOID = frozenset({"br", "hr", "img"})
HEADING = re.compile(r"h[1-5]\Z")
EVENTS = {"timeline": "dl", "event": "div", "when": "dt"}  # a timeline is a list of definitions in a book
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a text is told in its new place."""

    link: Callable[[str], str | None]  # the address instead of this one; None where it can lead nowhere
    name: Callable[[str], str] = str  # the id instead of this one
    picture: Callable[[str], str | None] = str  # its address instead; None where it cannot be shown
    is_epub: bool = False  # whether elements say what they are in the words of EPUB
    deeper: int = 0  # by how many levels the headings are put down


def retell(html: str, manner: Manner) -> str:
    """Return a compiled text as it stands in another place: HTML, or XML for an EPUB."""
    teller = _Teller(manner)
    teller.feed(html)
    teller.close()
    return "".join(teller.told)


def retell_module(module: Module, manner: Manner) -> Module:
    """Return a module with all its texts told again."""

    def told(html: str) -> str:
        return retell(html, manner)

    return replace(
        module,
        parts=tuple(replace(part, html=told(part.html), id=manner.name(part.id)) for part in module.parts),
        notes=tuple(replace(note, html=told(note.html), id=manner.name(note.id)) for note in module.notes),
        questions=tuple(replace(one, html=told(one.html)) for one in module.questions),
        disputed=tuple(
            replace(
                one,
                html=told(one.html),
                positions=tuple(replace(each, html=told(each.html)) for each in one.positions),
            )
            for one in module.disputed
        ),
        recall=tuple(
            replace(one, question_html=told(one.question_html), answer_html=told(one.answer_html))
            for one in module.recall
        ),
        key_points_html=told(module.key_points_html),
    )


class _Teller(HTMLParser):
    def __init__(self, manner: Manner) -> None:
        super().__init__()
        self.manner = manner
        self.told: list[str] = []
        self.open: list[str] = []  # what ends each open element in its new place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img" and not self._shows(given):
            return
        name, attributes = self._changed(tag, given)
        written = "".join(f' {key}="{_clean(value)}"' for key, value in attributes.items())
        self.told.append(f"<{name}{written}{'/' if tag in VOID and self.manner.is_epub else ''}>")
        if tag not in VOID:
            self.open.append(self._end(name, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.told.append(self.open.pop())

    def handle_data(self, data: str) -> None:
        self.told.append(_clean(data))

    def _changed(self, tag: str, given: Attributes) -> tuple[str, Attributes]:
        given.pop("loading", None)  # all is there already
        if "id" in given:
            given["id"] = self.manner.name(given["id"])
        if tag == "a":
            return self._link(given)
        if self.manner.is_epub and "lang" in given:
            given["xml:lang"] = given["lang"]
        if self.manner.is_epub and given.get("class") in EVENTS:
            return EVENTS[given["class"]], given
        if HEADING.match(tag):
            return f"h{min(int(tag[1]) + self.manner.deeper, 6)}", given
        return tag, given

    def _shows(self, image: Attributes) -> bool:
        """Put a picture's new address in; where it cannot be shown, its description stands instead."""
        address = self.manner.picture(image.get("src", ""))
        if address is None:
            self.told.append(_clean(f"[{image.get('alt', '')}]"))
            return False
        image |= {"src": address, "alt": image.get("alt", "")}
        return True

    def _end(self, name: str, kind: str) -> str:
        ends = {"event": "</dd></div>", "when": "</dt><dd>"} if self.manner.is_epub else {}
        return ends.get(kind, f"</{name}>")

    def _link(self, given: Attributes) -> tuple[str, Attributes]:
        address = self.manner.link(given.get("href", ""))
        if address is None:
            return "span", {}
        if self.manner.is_epub and given.get("class") == "fn":
            given["epub:type"] = "noteref"
        return "a", {**given, "href": address}


def _clean(text: str) -> str:
    return escape(NOT_IN_XML.sub("", text))
