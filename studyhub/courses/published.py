"""What was published, as pages take it in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from studyhub.compiler.model import Module, Passage
from studyhub.courses.outline import About, OutlineEntry


class CourseCard(NamedTuple):
    """A course in the catalogue."""

    id: int
    slug: str
    title: str
    language: str
    summary: str
    module_count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class PublishedCourse:
    """An edition of a course, without its texts."""

    id: int
    slug: str
    title: str
    language: str
    number: int
    published_on: date
    outline: tuple[OutlineEntry, ...]
    abouts: Mapping[str, About]

    def find_entry(self, slug: str) -> OutlineEntry | None:
        """Find a module in the outline."""
        return next((entry for entry in self.outline if entry.slug == slug), None)

    def following(self, slug: str) -> OutlineEntry | None:
        """Return the module after this one; None after the last one and after one that is no longer there."""
        pairs = pairwise(self.outline)
        return next((after for before, after in pairs if before.slug == slug), None)


@dataclass(frozen=True, slots=True)
class CourseName:
    """What the page of a module says of its course."""

    id: int
    slug: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """A module of an edition in one language, among the other modules of its course."""

    course: CourseName
    number: int
    latest: int
    published_on: date
    outline: tuple[OutlineEntry, ...]
    module: Module
    changed_in: int  # the number of the edition in which a passage last changed, 0 for none
    gone: Mapping[str, str]  # passages of earlier editions that are not here, each with the one nearest to it

    @property
    def is_latest(self) -> bool:
        """Whether this is the edition that readers are led to."""
        return self.number == self.latest

    @property
    def entry(self) -> OutlineEntry:
        """The module's own entry in the outline."""
        return self.outline[self._position]

    @property
    def passages(self) -> frozenset[str]:
        """The ids of all passages."""
        return frozenset(passage.id for passage in self.module.passages)

    def find_passage(self, key: str) -> Passage | None:
        """Find a passage by its id."""
        return next((passage for passage in self.module.passages if passage.id == key), None)

    @property
    def keys(self) -> Sequence[str]:
        """The ids of all passages, in the order of reading."""
        return [passage.id for passage in self.module.passages]

    def minutes_left(self, key: str) -> int:
        """Return how long it takes to read from a passage to the end, in minutes, rounded up."""
        characters = [passage.characters for passage in self.module.passages]
        left = sum(characters[self.keys.index(key) :])
        return ceil(self.module.minutes * left / (sum(characters) or 1))

    def neighbour(self, step: int) -> OutlineEntry | None:
        """Return the module so many steps on, or None past either end."""
        at = self._position + step
        return self.outline[at] if 0 <= at < len(self.outline) else None

    @property
    def _position(self) -> int:
        return next(at for at, entry in enumerate(self.outline) if entry.slug == self.module.id)


@dataclass(frozen=True, slots=True)
class StoppingPoint:
    """Where in a module somebody stopped: the passage's first words, and the minutes left from there."""

    key: str
    opening: str
    minutes_left: int
    language: str
    is_nearest: bool = False  # whether the passage itself is gone, and this is the nearest to it
