"""What is known of a course without opening a module: what it is about, and its modules in their order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from studyhub.compiler.model import Course, Depth, Module
from studyhub.courses.content import dump, from_json, place_pictures, to_json


@dataclass(frozen=True, slots=True)
class About:
    """What the page of a course says of it, in one language."""

    title: str
    summary: str
    introduction_html: str
    aims: tuple[str, ...]  # what you will be able to do: the first aim of each module
    authors: tuple[str, ...]
    licence: str
    needs: tuple[str, ...]  # ids of courses that help first


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A module in the list of its course."""

    slug: str
    number: int
    title: str
    minutes: int  # of its own text
    reading_minutes: int  # of its main readings
    readings: tuple[str, ...]  # ids
    titles: Mapping[str, str] = field(default_factory=dict)  # by language, of its translations

    def title_in(self, language: str) -> str:
        """Return the title in this language, or in the course's own where there is no translation."""
        return self.titles.get(language, self.title)


@lru_cache(maxsize=200)  # by the text itself, which never changes
def read_outline(text: str) -> tuple[OutlineEntry, ...]:
    """Make an outline again of what `outline_of` returned."""
    return tuple(from_json(OutlineEntry, entry) for entry in json.loads(text))


@lru_cache(maxsize=50)
def read_abouts(text: str) -> Mapping[str, About]:
    """Make again what `abouts_of` returned: by language, the course's own first."""
    return {language: from_json(About, about) for language, about in json.loads(text)}


def outline_of(course: Course) -> str:
    """Return the modules of a course in their order, as JSON."""
    return dump([to_json(_entry(course, module)) for module in course.modules])


def abouts_of(course: Course) -> str:
    """Return what the page of a course says of it, in each of its languages, as JSON."""
    return dump([[one.language, to_json(_about(one))] for one in (course, *course.translations)])


def _entry(course: Course, module: Module) -> OutlineEntry:
    titles = {
        translated.language: translated.title
        for translation in course.translations
        for translated in translation.modules
        if translated.id == module.id
    }
    main = sum(reading.minutes for reading in module.readings if reading.depth is Depth.MAIN)
    readings = tuple(reading.id for reading in module.readings)
    return OutlineEntry(module.id, module.number, module.title, module.minutes, main, readings, titles)


def _about(course: Course) -> About:
    return About(
        title=course.title,
        summary=course.summary,
        introduction_html=place_pictures(course.id, course.introduction_html),
        aims=tuple(aim for module in course.modules for aim in module.aims[:1]),
        authors=course.authors,
        licence=course.licence,
        needs=course.needs,
    )
