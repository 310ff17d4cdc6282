"""What changed beside the text: questions, readings, notes and prompts, by what they are known by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.compiler import compile_courses
from studyhub.compiler.model import Module
from studyhub.reading.beside import Became, ChangeBeside, What, changes_beside
from tests.compiler.folders import WHOLE
from tests.factories import publish_course

(COURSE,) = (course for course in compile_courses(WHOLE).courses if course.id == "harbour")
MODULE = COURSE.modules[0]
LISTS = {
    What.QUESTION: "questions",
    What.DISPUTED: "disputed",
    What.READING: "readings",
    What.NOTE: "notes",
    What.PROMPT: "recall",
}


def changed(module: Module, what: What) -> Module:
    """The module with something else in the first of these."""
    first, *others = getattr(module, LISTS[what])
    value: dict[str, Any] = {
        What.QUESTION: {"html": "<p>Another question?</p>"},
        What.DISPUTED: {"positions": first.positions[:1]} if what is What.DISPUTED else {},
        What.READING: {"minutes": 1},
        What.NOTE: {"html": "<p>Another note.</p>"},
        What.PROMPT: {"answer_html": "<p>Another answer.</p>"},
    }[what]
    return having(module, what, things=(replace(first, **value), *others))


def having(module: Module, what: What, *, things: tuple[Any, ...]) -> Module:
    values: dict[str, Any] = {LISTS[what]: things}
    return replace(module, **values)


@pytest.mark.parametrize("what", What)
def test_what_is_new_and_what_is_gone_is_said(what: What) -> None:
    without = having(MODULE, what, things=getattr(MODULE, LISTS[what])[1:])
    (new,) = changes_beside(without, MODULE)
    (removed,) = changes_beside(MODULE, without)
    assert (new.what, new.became, removed.what, removed.became) == (what, Became.NEW, what, Became.REMOVED)
    assert new.words == removed.words != ""


@pytest.mark.parametrize("what", [what for what in What if what is not What.NOTE])
def test_what_has_changed_is_said(what: What) -> None:
    (change,) = changes_beside(MODULE, changed(MODULE, what))
    assert (change.what, change.became) == (what, Became.CHANGED)


def test_a_note_that_says_something_else_is_another_note() -> None:
    found = {change.became for change in changes_beside(MODULE, changed(MODULE, What.NOTE))}
    assert found == {Became.NEW, Became.REMOVED}


def test_nothing_is_said_of_notes_that_only_have_other_numbers() -> None:
    later = tuple(replace(note, number=note.number + 1, id=f"fn-{note.number + 1}") for note in MODULE.notes)
    assert changes_beside(MODULE, replace(MODULE, notes=later)) == []


def test_nothing_is_said_where_nothing_has_changed() -> None:
    assert changes_beside(MODULE, MODULE) == list[ChangeBeside]()


@pytest.mark.usefixtures("nadia")
def test_the_page_says_it_in_words(app: Flask, client: FlaskClient) -> None:
    publish_course(app, COURSE)
    less = replace(MODULE, questions=MODULE.questions[1:])
    publish_course(app, replace(COURSE, modules=(changed(less, What.READING), *COURSE.modules[1:])))
    page = client.get("/courses/harbour/strike/changes/1").text
    assert "Question removed: " in page
    assert MODULE.questions[0].text in page
    assert "Reading changed: " in page
    assert "Nothing in the text of this module has changed." not in page
