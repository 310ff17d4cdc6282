"""SQLite and PostgreSQL, asked the same: everything that is found, in the same order and the same words."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from studyhub.compiler import Course, compile_courses
from studyhub.compiler.passage_texts import passage_texts
from studyhub.db import db
from studyhub.search.asking import LONGEST_QUESTION
from studyhub.search.words import words_of
from studyhub.settings import Settings
from tests.compiled import in_turkish, make_course, make_module
from tests.conftest import SECRET_KEY
from tests.databases import TEMPLATES
from tests.factories import publish_course
from tests.figures import Figures
from tests.scale import scaled
from tests.search.finding import in_short, search
from tests.search.test_shipped import SCRIPTS
from tests.shipped import one_course

QUESTIONS = 2_000
COLLATED = (
    "Émile",
    "emil",
    "Zoë",
    "zoe",
    "Ärger",
    "arger",
    "_x",
    "X-1",
    "x 1",
)  # databases sort these in many ways


def test_both_find_the_same(make_app: Callable[[Settings], Flask], tmp_path: Path, figures: Figures) -> None:
    courses = _courses(tmp_path)
    questions = _questions(courses)
    answers = []
    for kind, make_template in TEMPLATES.items():
        folder = tmp_path / kind
        (folder / "template").mkdir(parents=True)
        template = make_template(folder / "template")
        with template.copy(folder) as url:
            app = make_app(Settings(data=folder, database=url, secret_key=SECRET_KEY))
            publish_course(app, *courses)
            answers.append({question: _answer(app, question) for question in questions})
            with app.app_context():
                db.engine.dispose()
        template.close()
    one, other = answers
    assert one == other
    found = sum(bool(answer) for answer in one.values())
    assert found > len(questions) / 2
    figures(f"{len(questions)} questions, {found} with an answer: the same on {' and '.join(TEMPLATES)}")


def _answer(app: Flask, question: str) -> list[tuple[str, str]]:
    first = search(app, question)
    last = search(app, question, page=first.pages)
    return [
        (in_short(hit), "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in hit.text))
        for found in (first, last)
        for hit in found.hits
    ]


def _courses(folder: Path) -> list[Course]:
    compiled = [
        course
        for each in (one_course(folder / "one-course"), SCRIPTS)
        for course in compile_courses(each).courses
    ]
    collated = [
        make_course(f"c-{number}", title=title, modules=[make_module("one", title=title)])
        for number, title in enumerate(COLLATED)
    ]
    return [*compiled, *collated, in_turkish(make_course("devrim", modules=1))]


def _questions(courses: list[Course]) -> list[str]:
    """What somebody might remember of these texts: some words in a row, or of one passage, or of several."""
    chance = random.Random(1905)  # noqa: S311 - the same questions each time
    passages = [
        [word.text for word in words_of(text)]
        for course in courses
        for module in course.modules
        for text in passage_texts(module).values()
    ]
    return [_question(chance, passages)[:LONGEST_QUESTION] for _ in range(scaled(QUESTIONS))]


def _question(chance: random.Random, passages: list[list[str]]) -> str:
    words = chance.choice(passages)
    count = min(chance.randint(1, 8), len(words))
    begin = chance.randint(0, len(words) - count)
    some = chance.choice(
        (
            f'"{" ".join(words[begin : begin + count])}"',
            " ".join(words[begin : begin + count]),
            " ".join(chance.sample(words, count)),
            " ".join([*chance.sample(words, count), chance.choice(chance.choice(passages))]),
        )
    )
    return chance.choice((some, some.upper(), some.lower()))
