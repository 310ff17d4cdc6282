"""Mark a reading as done, on paper or on a screen, and take it back."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from studyhub.db import db
from studyhub.progress.models import Completion, ReadingCompletion
from tests.compiled import make_course, make_module
from tests.factories import publish_course
from tests.forms import send

DONE = "/courses/revolution/module-1/readings/module-1-main/completion"
UNDO = f"{DONE}/undo"


@pytest.fixture(autouse=True)
def _course(app: Flask) -> None:
    publish_course(app, make_course(modules=2))


def test_a_stranger_is_shown_the_sign_in_form(app: Flask, client: FlaskClient) -> None:
    assert "Sign in" in send(client, DONE).text
    assert done(app) == []


@pytest.mark.usefixtures("nadia")
def test_it_comes_back_to_the_reading(app: Flask, client: FlaskClient) -> None:
    answer = send(client, DONE)
    assert answer.status_code == 303
    assert answer.location == "/courses/revolution/module-1#reading-module-1-main"
    assert 'id="reading-module-1-main"' in client.get(answer.location).text
    assert done(app) == ["module-1-main"]


@pytest.mark.usefixtures("nadia")
def test_it_says_nothing_of_the_module(app: Flask, client: FlaskClient) -> None:
    send(client, DONE)
    with app.app_context():
        assert list(db.session.scalars(select(Completion))) == []


@pytest.mark.usefixtures("nadia")
def test_it_can_be_taken_back_and_sent_twice(app: Flask, client: FlaskClient) -> None:
    for address, left in ((DONE, ["module-1-main"]), (UNDO, [])):
        for _ in range(2):
            assert send(client, address).status_code == 303
            assert done(app) == left


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize(
    "where",
    [
        "revolution/module-1/readings/nowhere",
        "revolution/module-2/readings/module-1-main",
        "revolution/nowhere/readings/module-1-main",
        "nowhere/module-1/readings/module-1-main",
    ],
)
def test_a_reading_that_is_not_there_is_not_found(app: Flask, client: FlaskClient, where: str) -> None:
    for what in ("completion", "completion/undo"):
        assert send(client, f"/courses/{where}/{what}").status_code == 404
    assert done(app) == []


@pytest.mark.usefixtures("nadia")
def test_a_page_opened_before_the_reading_was_taken_out_still_counts(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("april")]))
    assert send(client, DONE).status_code == 303
    assert done(app) == ["module-1-main"]


def done(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(ReadingCompletion.reading)))
