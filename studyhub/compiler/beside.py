"""A compiled text in pieces, for a page that puts something between them: notes, explanations, ways to a passage.

A footnote is told where it is cited, a person or a term where it is named: in the same paragraph or list item.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from studyhub.compiler.model import GlossaryEntry, Module, Note, Part, Passage

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*+)((?: [a-z-]++="[^"]*+")*+) ?/?>')
ATTRIBUTE = re.compile(r'([a-z-]++)="([^"]*+)"')
VOID = frozenset({"br", "hr", "img"})
LISTS = frozenset({"ol", "ul"})
CLOSED = frozenset({"dl", "pre", "table"})  # nothing more can be put inside these
LEADING = ('class="fn"', 'class="gloss"')
IN_TWO_CALENDARS = ('<ol class="timeline"', 'class="old-style"')


@dataclass(frozen=True, slots=True)
class Beside:
    """What words of a text lead to: a note, or the entry of a person or a term."""

    id: str  # its own on the page
    back: str  # the id of the words
    note: Note | None = None
    entry: GlossaryEntry | None = None
    is_again: bool = False  # whether it stands beside an earlier passage, too


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text's HTML, and what a page may put behind it."""

    html: str
    passage: str = ""  # the id of the one that ends here
    beside: tuple[Beside, ...] = ()
    two_calendars: bool = False  # whether the first timeline begins behind it that has dates of both


def pieces_of(module: Module) -> Mapping[str, Sequence[Piece]]:
    """Return the text of each part, by the part's id, in pieces whose HTML together is the whole."""
    return _pieces(module.parts, module.passages, notes=module.notes, glossary=module.glossary)


def notes_beside(module: Module) -> frozenset[str]:
    """Return the ids of the notes that stand beside the text; others belong to questions and the like."""
    everything = (one for pieces in pieces_of(module).values() for piece in pieces for one in piece.beside)
    return frozenset(one.note.id for one in everything if one.note)


def stops_of(module: Module) -> Mapping[str, str]:
    """Return by part the id of the passage to go on with after it: the first of the next part."""
    pairs = pairwise(module.passages)
    return {before.part: after.id for before, after in pairs if before.part != after.part}


def blocks(html: str) -> Iterator[str]:
    """Give the elements that stand directly in a text, each with the white space before it."""
    start = depth = 0
    for found in TAG.finditer(html):
        depth += 0 if found[2] in VOID else -1 if found[1] else 1
        if not depth:
            yield html[start : found.end()]
            start = found.end()


@lru_cache(maxsize=100)  # by what it is made of, which never changes: most readers are at few modules
def _pieces(
    parts: tuple[Part, ...],
    passages: tuple[Passage, ...],
    *,
    notes: tuple[Note, ...],
    glossary: tuple[GlossaryEntry, ...],
) -> Mapping[str, Sequence[Piece]]:
    scissors = _Scissors(
        passages=frozenset(passage.id for passage in passages),
        notes={note.id: note for note in notes},
        entries={entry.anchor: entry for entry in glossary},
    )
    return {part.id: [piece for one in blocks(part.html) for piece in scissors.cut(one)] for part in parts}


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    attributes: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")


@dataclass(slots=True)
class _Scissors:
    """Cuts a module's blocks, one after the other; the last two fields are about the block in hand."""

    passages: frozenset[str]
    notes: Mapping[str, Note]
    entries: Mapping[str, GlossaryEntry]
    times: Counter[str] = field(default_factory=Counter)  # how often each note and entry has been put so far
    told: bool = False  # whether a timeline of two calendars has been announced
    open: list[_Element] = field(default_factory=list)
    waiting: dict[str, Beside] = field(default_factory=dict)  # by what leads to it, until its place comes

    def cut(self, block: str) -> Iterator[Piece]:
        """Give one block in pieces, with an element around it where it needs one for what stands beside it."""
        around = _around(block)
        if not self.told and all(sign in block for sign in IN_TWO_CALENDARS):
            self.told = True
            yield Piece("", two_calendars=True)
        text, at = around, 0
        for found in TAG.finditer(block):
            text += block[at : found.start()]
            at = found.end()
            if not found[1]:
                text += self._begin(found)
                continue
            element = self.open.pop()
            before, after = ("", found[0]) if element.tag not in CLOSED else (found[0], "")
            ended, beside = self._ended(element), self._beside(element)
            if ended or beside:
                yield Piece(text + before, ended, beside)
                text = after
            else:
                text += found[0]
        text += block[at:]
        if around:
            yield Piece(text, beside=self._all())
            text = "</div>"
        yield Piece(text)

    def _begin(self, found: re.Match[str]) -> str:
        element = _Element(found[2], dict(ATTRIBUTE.findall(found[3])))
        if element.tag not in VOID:
            self.open.append(element)
        kind = element.attributes.get("class")
        if element.tag == "a" and kind in {"fn", "gloss"}:
            return self._link(found[0], element.attributes["href"].removeprefix("#"))
        if kind == "timeline":
            return found[0].replace(
                "<ol ", '<ol role="list" '
            )  # without bullets, some forget that it is a list
        return found[0]

    def _link(self, tag: str, goal: str) -> str:
        note, entry = self.notes.get(goal), self.entries.get(goal)
        if note is None and entry is None:
            return tag
        if goal in self.waiting:
            return tag.replace(f'"#{goal}"', f'"#{self.waiting[goal].id}"')
        self.times[goal] += 1
        again = f"-{self.times[goal]}" if self.times[goal] > 1 else ""
        if note:
            own, back, named = f"note-{note.number}{again}", self.open[-2].id, ""
        else:
            own, back = f"{goal}-beside{again}", f"{goal}-named{again}"
            named = f' id="{back}"'
        self.waiting[goal] = Beside(own, back, note, entry, is_again=bool(again))
        return tag.replace(f' href="#{goal}"', f'{named} href="#{own}"')

    def _ended(self, element: _Element) -> str:
        """The passage that ends with an element; an event of a timeline is marked at its date."""
        if self.open and self.open[-1].attributes.get("class") == "event":
            return self.open[-1].id if element.attributes.get("class") == "when" else ""
        return (
            element.id if element.id in self.passages and element.attributes.get("class") != "event" else ""
        )

    def _beside(self, element: _Element) -> tuple[Beside, ...]:
        is_item = element.tag == "li" and len(self.open) == 1 and self.open[0].tag in LISTS
        return self._all() if is_item else ()

    def _all(self) -> tuple[Beside, ...]:
        beside = tuple(self.waiting.values())
        self.waiting.clear()
        return beside


def _around(block: str) -> str:
    first = TAG.search(block)
    if first is None or first[2] in LISTS or not (first[2] in CLOSED or any(one in block for one in LEADING)):
        return ""
    return '<div class="noted paragraph">' if first[2] == "p" else '<div class="noted">'
