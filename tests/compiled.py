"""Compiled courses, made by hand: small, and just so. tests/journeys read the shipped ones, compiled for real."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from studyhub.compiler.model import (
    Compiled,
    Course,
    Depth,
    Facilitation,
    Library,
    Module,
    Part,
    Passage,
    Question,
    Reading,
)

SECRET = "for organisers alone"
DUAL_POWER = ("Two powers sat in one palace.", "Neither could rule.", "The war went on.", "Bread was dear.")


def passage_id(text: str) -> str:
    """Return the id that a paragraph gets: made of its text."""
    return "p-" + hashlib.sha256(text.encode()).hexdigest()[:8]


def make_module(
    slug: str,
    *,
    number: int = 1,
    title: str = "",
    paragraphs: Sequence[str] = DUAL_POWER,
    language: str = "en",
) -> Module:
    """Make a module of two parts and two readings; its own text takes ten minutes."""
    half = (len(paragraphs) + 1) // 2
    named = _named(paragraphs)
    parts = (("first", named[:half]), ("second", named[half:]))
    return Module(
        id=slug,
        number=number,
        title=title or slug.replace("-", " ").capitalize(),
        language=language,
        why=f"Why we read {slug}.",
        aims=(f"Say what {slug} is about.",),
        plan="branch-night",
        minutes=10,
        parts=tuple(_part(part, texts) for part, texts in parts),
        passages=tuple(Passage(key, part, text, len(text)) for part, texts in parts for key, text in texts),
        notes=(),
        readings=(_reading(f"{slug}-short", Depth.SHORT), _reading(f"{slug}-main", Depth.MAIN)),
        questions=(Question(f"{slug}-question", "Who governed?", "<p>Who governed?</p>", Depth.NONE, 15),),
        disputed=(),
        recall=(),
        key_points_html="<ul><li>A point.</li></ul>",
        facilitation=Facilitation(notes={f"{slug}-question": f"<p>{SECRET}</p>"}, lead_off_html=SECRET),
        source=f"{slug}.md",
    )


def make_course(slug: str = "revolution", *, title: str = "", modules: Sequence[Module] | int = 3) -> Course:
    """Make a course, of so many modules or of these."""
    if isinstance(modules, int):
        modules = [make_module(f"module-{number}", number=number) for number in range(1, modules + 1)]
    return Course(
        id=slug,
        title=title or f"The {slug}",
        language="en",
        summary=f"What the {slug} was.",
        authors=("Education committee",),
        licence="CC-BY-SA-4.0",
        needs=(),
        introduction_html=f"<p>For whom the {slug} is.</p>",
        modules=tuple(modules),
        images=(),
    )


def in_turkish(course: Course) -> Course:
    """Add a Turkish translation of the first module."""
    first = course.modules[0]
    text = ("İki iktidar bir sarayda oturuyordu.", "Hiçbiri yönetemiyordu.")
    translated = make_module(first.id, title="İki iktidar", paragraphs=text, language="tr")
    turkish = replace(course, title="Devrim", language="tr", summary="Devrim neydi.", modules=(translated,))
    return replace(course, translations=(turkish,))


def compiled(*courses: Course) -> Compiled:
    """Return what compiling a folder of these courses gives."""
    return Compiled(courses, Library(), ())


def _named(texts: Sequence[str]) -> list[tuple[str, str]]:
    times = [texts[: at + 1].count(text) for at, text in enumerate(texts)]
    return [
        (passage_id(text) + (f"-{number}" if number > 1 else ""), text)
        for text, number in zip(texts, times, strict=True)
    ]


def _part(slug: str, texts: Sequence[tuple[str, str]]) -> Part:
    html = "".join(f'<p id="{key}">{escape(text)}</p>' for key, text in texts)
    return Part(slug, slug.capitalize(), html, sum(len(text) for _key, text in texts))


def _reading(slug: str, depth: Depth) -> Reading:
    return Reading(slug, "history", "A History", "Trotsky", "1930", "ch. 11", depth, 20, "")
