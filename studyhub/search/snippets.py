"""A few words around what was found, out of the text as its author wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from studyhub.search.texts import first_of_text
from studyhub.search.words import Word, words_of

LONGEST = 280  # characters; a text that is no longer is shown whole
BEFORE = 80  # characters of context before what was found


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text: what was asked for, or what stands between."""

    text: str
    is_found: bool = False


def snippets(name: str, text: str, *, places: Collection[int]) -> tuple[list[Piece], list[Piece]]:
    """Return a name, whole, and a text, cut between words where it is long; `places` are the words found."""
    names, words = words_of(name), words_of(text)
    in_name = [word for place, word in enumerate(names) if place in places]
    in_text = [word for place, word in enumerate(words, start=first_of_text(names)) if place in places]
    cut = _cut(text, words, found=in_text)
    return list(_pieces(name, in_name, cut=(0, len(name)))), list(_pieces(text, in_text, cut=cut))


def _cut(text: str, words: Sequence[Word], *, found: Sequence[Word]) -> tuple[int, int]:
    """Return where the snippet begins and ends: around the place where most of what was found is near."""
    if len(text) <= LONGEST:
        return 0, len(text)
    begin = max(_best(found) - BEFORE, 0) if found else 0
    begin = min(begin, len(text) - LONGEST)
    start = next((word.start for word in words if word.start >= begin), begin) if begin else 0
    inside = [word.end for word in words if start < word.end <= start + LONGEST]
    if not inside or inside[-1] == words[-1].end:
        return start, len(text)
    return start, inside[-1]


def _best(found: Sequence[Word]) -> int:
    room = LONGEST - BEFORE
    near = [sum(1 for other in found if one.start <= other.start <= one.start + room) for one in found]
    return found[near.index(max(near))].start


def _pieces(text: str, found: Sequence[Word], *, cut: tuple[int, int]) -> Iterator[Piece]:
    start, end = cut
    at = start
    yield from [Piece("… ")] if start else []
    for begin, stop in _joined(found):
        if start <= begin and stop <= end:
            yield from [Piece(text[at:begin])] if begin > at else []
            yield Piece(text[begin:stop], is_found=True)
            at = stop
    yield from [Piece(text[at:end])] if end > at else []
    yield from [Piece(" …")] if end < len(text) else []


def _joined(found: Sequence[Word]) -> list[tuple[int, int]]:
    """Where what was found begins and ends; words that touch are one."""
    joined: list[tuple[int, int]] = []
    for word in found:
        if joined and joined[-1][1] == word.start:
            joined[-1] = (joined[-1][0], word.end)
        else:
            joined.append((word.start, word.end))
    return joined
