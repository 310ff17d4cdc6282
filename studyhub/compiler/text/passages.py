"""Passages: the addressable paragraphs of a module, each known by the hash of its text."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256

from studyhub.compiler.model import Passage

OPENING = 60  # characters
HASH = 8  # hexadecimal digits
WHOLE = frozenset({"p", "blockquote", "table", "pre", "dl"})
LISTS = frozenset({"ul", "ol"})
BREAKING = frozenset({"p", "li", "td", "th", "dt", "dd", "br"})  # a word ends where one of these ends
BLOCKS = frozenset(
    {"blockquote", "div", "dl", "ol", "p", "pre", "table", "ul"}
)  # and where one of these begins
ALIGNED = {"right": "end", "center": "centre"}


@dataclass(slots=True)
class Passages:
    """The passages of one module so far."""

    found: list[Passage] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def mark(self, root: ET.Element, part: str) -> None:
        """Give each paragraph-like element directly under `root` its id."""
        for element in root:
            if element.tag in LISTS:
                for item in element:
                    self.name(item, part)
            elif element.tag in WHOLE:
                self.name(element, part)

    def name(self, element: ET.Element, part: str) -> None:
        """Give one element its id, if it holds any text."""
        text = text_of(element)
        if not text:
            return
        element.set("id", self.add(text, part))

    def add(self, text: str, part: str) -> str:
        """Keep a passage and return its id; the second of the same text gets `-2`, and so on."""
        made = f"p-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:HASH]}"
        self.seen[made] += 1
        if self.seen[made] > 1:
            made = f"{made}-{self.seen[made]}"
        self.found.append(Passage(made, part, opening_of(text), len(text)))
        return made


def text_of(element: ET.Element) -> str:
    """Return an element's text without footnote references, its white space made single."""
    pieces: list[str] = []
    _collect(element, pieces)
    return " ".join(unicodedata.normalize("NFC", "".join(pieces)).split())


def opening_of(text: str) -> str:
    """Return the first words of a text, cut at a word."""
    if len(text) <= OPENING:
        return text
    cut = text[:OPENING].rpartition(" ")[0] or text[:OPENING]
    return f"{cut.rstrip(' ,;:.…')}…"


def align(root: ET.Element) -> None:
    """Turn the alignment of table cells into classes."""
    for cell in root.iter():
        if cell.tag in {"td", "th"} and (side := ALIGNED.get(cell.attrib.pop("align", ""))):
            cell.set("class", side)


def _collect(element: ET.Element, pieces: list[str]) -> None:
    if element.tag == "sup" and element.get("id", "").startswith("fnref-"):
        return
    if element.tag in BLOCKS:
        pieces.append(" ")
    pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    if element.tag in BREAKING:
        pieces.append(" ")
