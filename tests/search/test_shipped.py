"""The same questions of the same courses, the answers written down: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask

from studyhub.compiler import compile_courses
from studyhub.search.found import Hit
from tests.compiled import in_turkish, make_course
from tests.factories import publish_course
from tests.search.finding import in_short, search
from tests.shipped import one_course

SCRIPTS = Path(__file__).resolve().parent.parent / "journeys" / "courses"
ANSWERS = {
    "dual power": [
        "named: term/dual-power",
        "named: work/lenin-dual-power",
        "in_order: russian-revolution/dual-power",
    ],
    "“workers AND peasants”": [
        "all: russian-revolution/backward-country",
        "all: russian-revolution/dual-power",
        "told: person/lenin",
    ],
    "women textile mills windows": ["all: russian-revolution/february"],
    "Zürich lenin": ["all: russian-revolution/february"],
    "KOLLONTAI": ["named: person/kollontai", "all: russian-revolution/dual-power"],
    "priest": ["all: russian-revolution/backward-country", "told: person/gapon"],
    "الحكومات": ["all: arabic/first-evening#p-f24b4447"],
    "الخُبز": ["all: arabic/first-evening#p-9e31e6db", "all: arabic/first-evening#p-b152c4d3"],
    "سلطة المجالس": ["all: arabic/first-evening#p-f24b4447"],
    "дворцами": ["all: oktyabr/power#s-два-дворца", "all: oktyabr/power#p-217ebf40"],
    "ВЛАСТЬ": ["all: oktyabr/power#p-217ebf40"],
    "хлеба": ["all: oktyabr/power#p-e07e4562"],
    "«две власти»": ["all: oktyabr/power#p-217ebf40"],
    "saraylar": ["all: devrim/module-1#p-6d6b4b87"],
    "İKTİDAR": ["all: devrim/module-1#", "all: devrim/module-1#p-6d6b4b87"],
}


@pytest.fixture
def library(app: Flask, tmp_path: Path) -> Flask:
    """A shipped course, those in other scripts, and one with a Turkish translation."""
    folders = (one_course(tmp_path / "courses"), SCRIPTS)
    courses = [course for folder in folders for course in compile_courses(folder).courses]
    publish_course(app, *courses, in_turkish(make_course("devrim", modules=1)))
    return app


def test_the_answers_are_the_same_everywhere(library: Flask) -> None:
    found = {question: _in_short(search(library, question).hits) for question in ANSWERS}
    assert found == ANSWERS


def _in_short(hits: Iterable[Hit]) -> list[str]:
    """Each hit in one line; of the shipped courses, which are still written on, each module once."""
    lines = [in_short(hit) for hit in hits]
    return list(dict.fromkeys(re.sub(r"(russian-revolution/.*)#.*", r"\1", line) for line in lines))
