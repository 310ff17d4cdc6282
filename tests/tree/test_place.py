"""What an administrator decides for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.audit.queries import every_entry
from studyhub.db import db
from studyhub.organisation.queries import find_instance, guests_may_read
from tests.factories import make_branch, make_instance, make_member
from tests.forms import post_form, send

SignIn = Callable[..., TestResponse]


@pytest.fixture
def administrator(app: Flask, client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """An administrator's browser, where the place is set up."""
    make_instance(app, name="Reading group")
    sign_in(client, make_member(app, is_administrator=True))
    return client


def test_an_administrator_lets_guests_read(app: Flask, administrator: FlaskClient) -> None:
    page = administrator.get("/admin/place")
    assert 'value="Reading group"' in page.text
    answer = post_form(administrator, "/admin/place", name="Tuesday readers", guests_may_read="y")
    assert answer.status_code == 303
    assert "Saved." in administrator.get(answer.headers["Location"]).text
    with app.app_context():
        instance = find_instance()
        assert instance is not None
        assert (instance.name, instance.guests_may_read) == ("Tuesday readers", True)
        assert guests_may_read()
        db.session.rollback()


def test_guests_may_not_read_unless_somebody_says_so(app: Flask) -> None:
    with app.app_context():
        assert not guests_may_read(), "nothing is set up"
    make_instance(app)
    with app.app_context():
        assert not guests_may_read()


def test_a_place_without_a_name_is_not_saved(app: Flask, administrator: FlaskClient) -> None:
    answer = post_form(administrator, "/admin/place", name=" \u200b ")
    assert answer.status_code == 422
    assert "Give this place a name" in answer.text
    with app.app_context():
        instance = find_instance()
        assert instance is not None
        assert instance.name == "Reading group"


def test_for_other_members_the_page_does_not_exist(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    make_instance(app)
    sign_in(client, make_member(app))
    assert client.get("/admin/place").status_code == 404
    assert send(client, "/admin/place", name="Mine").status_code == 404


def test_guests_find_the_courses_and_the_door_on_every_page(app: Flask, client: FlaskClient) -> None:
    assert '<nav class="nav main"' not in client.get("/sign-in").text
    make_instance(app, guests_may_read=True)
    for address in ("/sign-in", "/courses", "/help"):
        page = client.get(address).text
        assert '<a href="/courses"' in page
        assert '<a href="/sign-in"' in page


def test_what_is_decided_for_everybody_is_one_row_and_says_what(
    app: Flask, administrator: FlaskClient
) -> None:
    """LG-01."""
    typed = {
        "name": "Tuesday readers",
        "called_section": "National group",
        "called_branch": "Circle",
        "require_second_factor": "",
    }
    with app.app_context():
        before = len(every_entry(limit=100))
    for _ in range(2):
        assert post_form(administrator, "/admin/place", **typed).status_code == 303
    with app.app_context():
        entries = every_entry(limit=100)
        assert len(entries) == before + 1, "the same again changes nothing"
        assert entries[0].act == "place-changed"
        assert entries[0].details == '{"what": "name kinds"}'
    assert "its name, what kinds of branches are called" in administrator.get("/admin/log").text


def test_kinds_are_called_what_the_place_calls_them(app: Flask, administrator: FlaskClient) -> None:
    slug = make_branch(app)
    post_form(administrator, "/admin/place", name="Readers", called_branch="Circle")
    assert "Circle" in administrator.get(f"/branches/{slug}").text
    assert "Circle" in administrator.get("/admin/branches").text
    answer = post_form(administrator, "/admin/place", name="Readers", called_branch="x" * 31)
    assert answer.status_code == 422
    assert "at most 30 letters" in answer.text


def test_a_second_factor_is_asked_for_from_then_on(administrator: FlaskClient) -> None:
    """AU-10."""
    post_form(administrator, "/admin/place", name="Readers", require_second_factor="y")
    assert administrator.get("/admin/branches").headers["Location"] == "/you/ways-in/authenticator"


def test_what_holds_for_everybody_is_not_changed_without_asking_again(administrator: FlaskClient) -> None:
    with administrator.session_transaction() as cookie:
        cookie.pop("confirmed")
    assert administrator.get("/admin/place").headers["Location"].startswith("/confirm")
