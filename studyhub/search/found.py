"""What was found, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby

from studyhub.search.snippets import Piece
from studyhub.search.texts import ENTRIES, Kind


class Rank(IntEnum):
    """Why something is shown, in the order in which it is."""

    NAMED = 0  # a person, a term or a work whose name was asked for
    IN_ORDER = 1  # a text with the words as they were typed
    ALL = 2  # a text with all the words
    TOLD = 3  # a person or a term of whom it is told in these words
    SOME = 4  # nothing has all the words; this has some


@dataclass(frozen=True, slots=True)
class FoundModule:
    """A module of a latest edition, in one language."""

    id: int
    slug: str
    number: int
    title: str
    language: str
    course: str
    course_title: str
    course_language: str
    texts: int
    first_entry: int

    @property
    def lang(self) -> str | None:
        """What its address has to say for this language to be shown; None where that goes without saying."""
        return self.language if self.language != self.course_language else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which something was found; `anchor` is its id on the module's page or in the library."""

    rank: Rank
    module: FoundModule
    kind: Kind
    anchor: str
    paragraph: int
    name: Sequence[Piece]
    text: Sequence[Piece]

    @property
    def is_entry(self) -> bool:
        """Whether it is a person, a term or a work."""
        return self.kind in ENTRIES


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how much there is in all."""

    hits: Sequence[Hit] = ()
    passages: int = 0
    modules: int = 0
    entries: int = 0
    page: int = 1
    pages: int = 1
    has_most: bool = False  # whether what has only some of the words has more than half of them

    @property
    def is_whole(self) -> bool:
        """Whether everything shown has all that was asked for."""
        return bool(self.hits) and self.hits[0].rank is not Rank.SOME

    @property
    def sections(self) -> Iterator[tuple[Rank, list[tuple[FoundModule | None, list[Hit]]]]]:
        """Give the hits by why they are shown, and then by module; people, terms and works are in none."""
        for rank, hits in groupby(self.hits, key=lambda hit: hit.rank):
            by_module: dict[
                FoundModule | None, list[Hit]
            ] = {}  # each stands once, however the hits are ordered
            for hit in hits:
                by_module.setdefault(None if hit.is_entry else hit.module, []).append(hit)
            yield rank, list(by_module.items())
