"""What is known of a person, a term or a work, and which modules lead to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from studyhub.compiler.model import GlossaryEntry, Reading
from studyhub.courses.content import from_json
from studyhub.courses.models import WORK, Course, Edition, EditionModule, Mention
from studyhub.courses.queries import IS_LATEST
from studyhub.db import db


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A module of a latest edition, in one language, and what it says of what it mentions."""

    course: str
    course_title: str
    course_language: str
    module: str
    number: int
    title: str
    language: str
    content: str

    @property
    def lang(self) -> str | None:
        """What its address has to say for this language to be shown; None where that goes without saying."""
        return self.language if self.language != self.course_language else None

    @property
    def entry(self) -> GlossaryEntry:
        """A person or a term, as the library told of them when this was published."""
        return from_json(GlossaryEntry, json.loads(self.content))

    @property
    def readings(self) -> Sequence[Reading]:
        """What of a work is set in this module."""
        return [from_json(Reading, reading) for reading in json.loads(self.content)]


def entry_for(kind: str, slug: str, *, languages: Sequence[str]) -> tuple[GlossaryEntry, list[Mentioned]]:
    """Return a person or a term, and the modules that lead to it, in the first of these languages that there is.

    One statement; raises NoResultFound.
    """
    places = _places(kind, slug, languages=languages)
    return places[0].entry, sorted_by_course(places)


def work_for(slug: str, *, languages: Sequence[str]) -> tuple[Reading, list[Mentioned]]:
    """Return a work, by one of its readings, and the modules that set it; one statement; raises NoResultFound."""
    places = _places(WORK, slug, languages=languages)
    return places[0].readings[0], sorted_by_course(places)


def sorted_by_course(places: Sequence[Mentioned]) -> list[Mentioned]:
    """Return each module once, in the language that comes first, in the order of the catalogue."""
    found: dict[tuple[str, str], Mentioned] = {}
    for place in places:
        found.setdefault((place.course, place.module), place)
    return sorted(found.values(), key=lambda place: (place.course_title, place.course, place.number))


def _places(kind: str, slug: str, *, languages: Sequence[str]) -> list[Mentioned]:
    rows = db.session.execute(
        select(
            Course.slug,
            Edition.title,
            Edition.language,
            EditionModule.slug,
            EditionModule.number,
            EditionModule.title,
            EditionModule.language,
            Mention.content,
        )
        .join(Edition, IS_LATEST)
        .join(EditionModule, EditionModule.edition_id == Edition.id)
        .join(Mention, Mention.module_id == EditionModule.id)
        .where(Mention.kind == kind, Mention.slug == slug)
        .order_by(Edition.needs_count, Edition.title, Course.slug, EditionModule.number)
    )
    places = [Mentioned(*row) for row in rows]
    if not places:
        raise NoResultFound
    return sorted(places, key=lambda place: _rank(place, languages))


def _rank(place: Mentioned, languages: Sequence[str]) -> int:
    preferred = [*languages, place.course_language]
    return preferred.index(place.language) if place.language in preferred else len(preferred)
