"""Mark a module as read, and take it back."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.progress.models import Completion
from tests.compiled import in_turkish, make_course, make_module
from tests.conftest import SignIn, Traveller
from tests.factories import make_member, publish_course
from tests.forms import own_token, send

DONE = "/courses/revolution/module-1/completion"
UNDO = f"{DONE}/undo"


@pytest.fixture(autouse=True)
def _course(app: Flask) -> None:
    publish_course(app, make_course(modules=2))


def test_a_stranger_is_shown_the_sign_in_form_and_nothing_is_marked(app: Flask, client: FlaskClient) -> None:
    answer = send(client, DONE)
    assert (answer.status_code, "Sign in" in answer.text) == (403, True)
    assert done(app) == []


def test_it_leads_to_the_next_module_and_says_so(app: Flask, client: FlaskClient, nadia: Member) -> None:
    answer = send(client, DONE)
    assert (answer.status_code, answer.location) == (303, "/courses/revolution/module-2")
    page = client.get(answer.location).text
    assert "Marked as read." in page
    assert f'action="{UNDO}"' in page
    assert "Marked as read." not in client.get(answer.location).text
    assert done(app) == [(nadia.id, "module-1")]


@pytest.mark.usefixtures("nadia")
def test_after_the_last_module_comes_the_course(client: FlaskClient) -> None:
    answer = send(client, "/courses/revolution/module-2/completion")
    assert answer.location == "/courses/revolution"
    assert "Marked as read." in client.get("/courses/revolution").text


@pytest.mark.usefixtures("nadia")
def test_it_can_be_taken_back(app: Flask, client: FlaskClient) -> None:
    send(client, DONE)
    answer = send(client, UNDO)
    assert (answer.status_code, answer.location) == (303, "/courses/revolution/module-1")
    assert "Marked as not read." in client.get(answer.location).text
    assert done(app) == []


@pytest.mark.usefixtures("nadia")
def test_it_can_be_taken_back_on_the_page_of_the_course(client: FlaskClient) -> None:
    send(client, DONE)
    assert send(client, UNDO, back="course").location == "/courses/revolution"


def test_to_send_it_twice_does_no_harm(
    app: Flask, client: FlaskClient, clock: Traveller, sign_in: SignIn
) -> None:
    clock.move_to(datetime(2026, 5, 14, 23, 50, tzinfo=UTC))
    sign_in(client, make_member(app))
    for _ in range(2):
        assert send(client, DONE).status_code == 303
        clock.shift(timedelta(minutes=20))
    with app.app_context():
        assert list(db.session.scalars(select(Completion.done_on))) == [date(2026, 5, 14)]
    for _ in range(2):
        assert send(client, UNDO).status_code == 303
    assert done(app) == []


def test_to_send_it_eight_times_at_once_does_no_harm(app: Flask, client: FlaskClient, nadia: Member) -> None:
    cookie = client.get_cookie("session")
    assert cookie is not None
    token, answers = own_token(client), []
    cookie = client.get_cookie("session")
    assert cookie is not None

    def run() -> None:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        answers.append(browser.post(DONE, data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 8
    assert done(app) == [(nadia.id, "module-1")]


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize("where", ["revolution/nowhere", "nowhere/module-1"])
@pytest.mark.parametrize("what", ["completion", "completion/undo"])
def test_a_module_that_is_not_there_is_not_found(
    app: Flask, client: FlaskClient, where: str, what: str
) -> None:
    assert send(client, f"/courses/{where}/{what}").status_code == 404
    assert done(app) == []


@pytest.mark.usefixtures("nadia")
def test_a_form_without_its_token_is_refused(app: Flask, client: FlaskClient) -> None:
    assert client.post(DONE).status_code == 400
    assert done(app) == []


@pytest.mark.usefixtures("nadia")
def test_opening_the_address_changes_nothing(app: Flask, client: FlaskClient) -> None:
    assert client.get(DONE).status_code == 405
    assert done(app) == []


def test_another_members_mark_stays(app: Flask, client: FlaskClient, nadia: Member, sign_in: SignIn) -> None:
    send(client, DONE)
    tomas = app.test_client()
    sign_in(tomas, make_member(app, name="Tomás"))
    send(tomas, UNDO)
    assert done(app) == [(nadia.id, "module-1")]


@pytest.mark.usefixtures("nadia")
def test_a_page_opened_before_the_module_was_taken_out_still_counts(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("module-2")]))
    answer = send(client, DONE)
    assert answer.location == "/courses/revolution"
    assert [module for _, module in done(app)] == ["module-1"]


@pytest.mark.usefixtures("nadia")
def test_the_language_goes_along(app: Flask, client: FlaskClient) -> None:
    publish_course(app, in_turkish(make_course(modules=2)))
    assert send(client, f"{DONE}?lang=tr").location == "/courses/revolution/module-2?lang=tr"


def done(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        return [(row.member_id, row.module) for row in db.session.scalars(select(Completion))]
