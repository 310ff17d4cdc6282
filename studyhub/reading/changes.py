"""What changed in a module between two of its editions, passage by passage and word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from studyhub.compiler.likeness import SIGN, Text
from studyhub.compiler.model import Module
from studyhub.compiler.passage_texts import passage_texts

WORDS = re.compile(rf"\s*(?:[{SIGN}]|[^\s{SIGN}]+)")
A_LITTLE = 2  # words that stayed between two that did not: such islands are hard to read


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a passage, as they were and as they are; either may be empty."""

    was: str
    now: str
    stayed: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that is not as it was: new, reworded, moved, or removed."""

    key: str
    text: str  # as it stands now; of one that was removed, as it stood
    words: tuple[Words, ...] = ()  # what became of each, in one that was reworded
    has_moved: bool = False
    nearest: str = ""  # of one that was removed, the passage nearest to where it stood


@dataclass(frozen=True, slots=True)
class Changes:
    """Passages that are not as they were; one that was both moved and reworded stands among the reworded."""

    new: Sequence[Passage]
    reworded: Sequence[Passage]
    moved: Sequence[Passage]
    removed: Sequence[Passage]

    def __len__(self) -> int:
        return len(self.new) + len(self.reworded) + len(self.moved) + len(self.removed)


class News(NamedTuple):
    """That a module has changed since a member read it: how many paragraphs, since which edition."""

    since: int
    paragraphs: int


def changes_between(before: Module, after: Module, *, gone: Mapping[str, str]) -> Changes:
    """Compare a module with what it was in an earlier edition; `gone` are passages that it lost, with the nearest."""
    was, now = passage_texts(before), passage_texts(after)
    moved = _moved([key for key in was if key in now], [key for key in now if key in was])
    reworded = {key for key, text in now.items() if key in was and Text.of(text) != Text.of(was[key])}
    return Changes(
        new=[Passage(key, text) for key, text in now.items() if key not in was],
        reworded=[
            Passage(key, text, tuple(compare_words(was[key], text)), has_moved=key in moved)
            for key, text in now.items()
            if key in reworded
        ],
        moved=[Passage(key, text, has_moved=True) for key, text in now.items() if key in moved - reworded],
        removed=[
            Passage(key, text, nearest=gone.get(key, "")) for key, text in was.items() if key not in now
        ],
    )


def compare_words(was: str, now: str) -> list[Words]:
    """Say which words of a text stayed, which were taken out and which were put in, in the order of reading."""
    old, new = WORDS.findall(was), WORDS.findall(now)
    spans = SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new]
    ).get_opcodes()
    pieces: list[Words] = []
    for number, (kind, start, end, start_now, end_now) in enumerate(spans):
        is_island = 0 < number < len(spans) - 1 and end - start <= A_LITTLE
        piece = Words(
            "".join(old[start:end]), "".join(new[start_now:end_now]), kind == "equal" and not is_island
        )
        if pieces and not pieces[-1].stayed and not piece.stayed:
            before = pieces.pop()
            piece = Words(before.was + piece.was, before.now + piece.now, stayed=False)
        pieces.append(piece)
    return pieces


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest keys that must have been moved to make one order of the other: all but the longest rising run."""
    place = {key: at for at, key in enumerate(before)}
    ends: list[int] = []  # of the best run of each length so far, where it stood before
    lengths = []
    for key in after:
        length = bisect_left(ends, place[key])
        ends[length : length + 1] = [place[key]]
        lengths.append(length)
    stayed: list[str] = []
    wanted = len(ends) - 1
    for key, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted and (not stayed or place[key] < place[stayed[-1]]):
            stayed.append(key)
            wanted -= 1
    return frozenset(after) - frozenset(stayed)
