"""The row of squares that shows how far one is in a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from flask import url_for

from studyhub.courses.outline import OutlineEntry
from studyhub.progress.queries import Marks

MOST = 16  # squares in a row; nobody counts more


class State(StrEnum):
    """How far somebody is in a module."""

    HERE = "here"
    DONE = "done"
    STARTED = "started"
    UNREAD = "unread"


class View(NamedTuple):
    """Where one is: what the links and forms of one page share."""

    course: str  # its slug
    own_language: str
    language: str = ""  # the language of the page, where it is another one
    current: str | None = None  # the slug of the module that one is at
    lang: str | None = None  # the language asked for by the address, to be handed on
    edition: int | None = None  # the number of the one that is shown


@dataclass(frozen=True, slots=True)
class Step:
    """A module as a square of the rail, or as a row of the course's page."""

    entry: OutlineEntry
    state: State
    view: View

    @property
    def number(self) -> int:
        """The module's number in its course."""
        return self.entry.number

    @property
    def title(self) -> str:
        """The module's title in the language of the page, if there is one."""
        return self.entry.title_in(self.view.language or self.view.own_language)

    @property
    def language(self) -> str:
        """The language of the title."""
        return self.view.language if self.view.language in self.entry.titles else self.view.own_language

    @property
    def address(self) -> str:
        """Where the module is read."""
        return url_for("reading.module", course=self.view.course, module=self.entry.slug, lang=self.view.lang)


@dataclass(frozen=True, slots=True)
class Rail:
    """The steps nearest to where one is: of a short course all, of a long one a row of them."""

    outline: Sequence[OutlineEntry]
    view: View
    first: int  # which module the row begins with
    states: tuple[State, ...]

    @property
    def steps(self) -> list[Step]:
        """Return one step for each module of the row, in their order."""
        row = self.outline[self.first :]
        return [Step(entry, state, self.view) for entry, state in zip(row, self.states, strict=False)]


def rail_of(outline: Sequence[OutlineEntry], marks: Marks, *, view: View) -> Rail:
    """Return the steps nearest to where one is; sixteen at the most."""
    first = _first(outline, view.current)
    return Rail(outline, view, first, _states(outline[first : first + MOST], marks, current=view.current))


def row_around(outline: Sequence[OutlineEntry], current: str) -> Sequence[OutlineEntry]:
    """Return the modules that the rail of a page of this module shows: the marks of others need not be read."""
    first = _first(outline, current)
    return outline[first : first + MOST]


def steps_of(outline: Sequence[OutlineEntry], marks: Marks, *, view: View) -> list[Step]:
    """Return one step for each module of a course, in their order."""
    states = _states(outline, marks, current=view.current)
    return [Step(entry, state, view) for entry, state in zip(outline, states, strict=True)]


def _first(outline: Sequence[OutlineEntry], current: str | None) -> int:
    at = next((at for at, entry in enumerate(outline) if entry.slug == current), 0)
    return max(0, min(at - MOST // 2, len(outline) - MOST))


def _states(outline: Sequence[OutlineEntry], marks: Marks, *, current: str | None) -> tuple[State, ...]:
    return tuple(State.HERE if entry.slug == current else _state(entry, marks) for entry in outline)


def _state(entry: OutlineEntry, marks: Marks) -> State:
    if entry.slug in marks.done:
        return State.DONE
    return State.STARTED if marks.has_started(entry) else State.UNREAD
