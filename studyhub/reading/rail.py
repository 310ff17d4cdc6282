"""The row of squares that shows how far one is in a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask import url_for

from studyhub.courses.outline import OutlineEntry
from studyhub.progress.queries import Marks


class State(StrEnum):
    """How far somebody is in a module."""

    HERE = "here"
    DONE = "done"
    STARTED = "started"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Step:
    """A module as a square of the rail, or as a row of the course's page."""

    entry: OutlineEntry
    title: str
    language: str
    address: str
    state: State

    @property
    def number(self) -> int:
        """The module's number in its course."""
        return self.entry.number


@dataclass(frozen=True, slots=True)
class View:
    """What all the steps of one page share."""

    course: str  # its slug
    own_language: str
    language: str = ""  # the language of the page, where it is another one
    current: str | None = None  # the slug of the module that one is at
    lang: str | None = None  # the language asked for by the address, to be handed on


def rail(outline: Sequence[OutlineEntry], marks: Marks, *, view: View) -> list[Step]:
    """Return one step for each module, in their order."""
    return [
        Step(
            entry=entry,
            title=entry.title_in(view.language or view.own_language),
            language=view.language if view.language in entry.titles else view.own_language,
            address=url_for("reading.module", course=view.course, module=entry.slug, lang=view.lang),
            state=State.HERE if entry.slug == view.current else _state(entry, marks),
        )
        for entry in outline
    ]


def _state(entry: OutlineEntry, marks: Marks) -> State:
    if entry.slug in marks.done:
        return State.DONE
    return State.STARTED if marks.has_started(entry) else State.UNREAD
