"""/settings/reading: on the account, or in a cookie for whoever is not signed in; applied by the server."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from tests.factories import make_member
from tests.forms import post_form

PAGE = "/settings/reading"
NIGHT = {
    "theme": "night",
    "size": "4",
    "spacing": "loose",
    "typeface": "sans",
    "hyphens": "off",
    "paragraphs": "spaced",
    "fonts": "device",
}


def test_a_strangers_choice_is_kept_in_a_cookie_and_applied(client: FlaskClient) -> None:
    answer = post_form(client, PAGE, **NIGHT)
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = client.get(answer.headers["Location"]).text
    assert 'data-theme="night" data-size="4" data-spacing="loose"' in page
    assert "Your reading settings are saved." in page


def test_a_members_choice_follows_them_to_another_device(
    app: Flask, sign_in: Callable[[FlaskClient, Member], None]
) -> None:
    member = make_member(app)
    phone, desk = app.test_client(), app.test_client()
    sign_in(phone, member)
    sign_in(desk, member)
    assert post_form(phone, PAGE, **NIGHT).status_code == 303
    assert 'data-theme="night"' in desk.get("/help").text


def test_a_choice_that_there_is_not_is_refused(client: FlaskClient) -> None:
    answer = post_form(client, PAGE, **{**NIGHT, "theme": "plaid"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'data-theme="auto"' in client.get("/help").text
