"""The squares of a course: all of a short one, those near by of a long one."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from studyhub.courses.outline import OutlineEntry
from studyhub.courses.queries import course_for
from studyhub.progress.queries import Marks, marks_among, marks_of
from studyhub.reading.rail import MOST, State, View, rail_of, row_around
from tests.compiled import make_course
from tests.factories import publish_course
from tests.forms import send


def outline(length: int) -> list[OutlineEntry]:
    return [OutlineEntry(f"m{n}", n, f"Module {n}", 30, 0, ()) for n in range(1, length + 1)]


def row(length: int, current: int) -> list[int]:
    view = View("revolution", "en", current=f"m{current}")
    steps = rail_of(outline(length), Marks(), view=view).steps
    (here,) = [step.number for step in steps if step.state is State.HERE]
    assert here == current
    return [step.number for step in steps]


def test_a_short_course_shows_all() -> None:
    assert row(MOST, 3) == list(range(1, MOST + 1))


@pytest.mark.parametrize(
    ("current", "first", "last"), [(1, 1, 16), (9, 1, 16), (10, 2, 17), (250, 242, 257), (500, 485, 500)]
)
def test_a_long_course_shows_those_near_by(current: int, first: int, last: int) -> None:
    assert row(500, current) == list(range(first, last + 1))


@pytest.mark.parametrize(
    ("language", "title", "spoken"),
    [("tr", "Grev", "tr"), ("en", "A strike", "en"), ("ar", "A strike", "en"), ("", "A strike", "en")],
)
def test_a_step_says_in_which_language_its_title_is(language: str, title: str, spoken: str) -> None:
    entry = OutlineEntry("m1", 1, "A strike", 30, 0, (), titles={"tr": "Grev"})
    (step,) = rail_of([entry], Marks(), view=View("revolution", "en", language)).steps
    assert (step.title, step.language) == (title, spoken)


def test_a_step_leads_on_in_the_language_that_was_asked_for(app: Flask) -> None:
    view = View("revolution", "en", "tr", lang="tr")
    (step,) = rail_of(outline(1), Marks(), view=view).steps
    with app.test_request_context():
        assert step.address == "/courses/revolution/m1?lang=tr"


@pytest.mark.usefixtures("nadia")
def test_the_course_itself_lists_all(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=MOST + 4))
    assert (
        client.get("/courses/revolution").text.count('class="title" href="/courses/revolution/') == MOST + 4
    )
    assert (
        client.get("/courses/revolution/module-1").text.count('<li><a href="/courses/revolution/module-')
        == MOST
    )


def test_the_marks_of_a_long_course_s_row_are_those_of_the_whole(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    """Only the marks of the modules that are shown are read; the page is the same."""
    publish_course(app, make_course(modules=MOST * 3))
    for number in (1, MOST + 3, MOST + 4):
        send(client, f"/courses/revolution/module-{number}/completion")
    page = client.get(f"/courses/revolution/module-{MOST + 5}").text
    assert len(re.findall(r"Module \d+, [^<]*: read", page)) == 2
    with app.app_context():
        course = course_for("revolution")
        row = row_around(course.outline, f"module-{MOST + 5}")
        whole, near = marks_of(nadia.id, course.id), marks_among(nadia.id, course.id, entries=row)
        assert len(whole.done) == 3
        assert near.done == whole.done & {entry.slug for entry in row}
