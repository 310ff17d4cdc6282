"""What an administrator decides for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.organisation.queries import find_instance, guests_may_read
from tests.factories import make_instance, make_member
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
