"""AU-12, SE-01: what cannot be undone asks again who one is, unless that was shown within ten minutes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.policy.matrix import Act, Mark
from tests.factories import PASSPHRASE, make_member
from tests.forms import post_form, send
from tests.security.everything import address, contents
from tests.security.test_sessions import copied, is_in, token

SignIn = Callable[..., TestResponse]
Clock = time_machine.Traveller
LATER = timedelta(minutes=11)


@pytest.fixture
def late(app: Flask, client: FlaskClient, sign_in: SignIn, clock: Clock) -> FlaskClient:
    """A member who signed in eleven minutes ago."""
    sign_in(client, make_member(app))
    clock.shift(LATER)
    return client


def hidden(page: TestResponse, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page.text)
    assert found, f"there is no {name} on the page"
    return html.unescape(found[1])


def test_every_dangerous_act_asks_again_after_eleven_minutes(app: Flask, late: FlaskClient) -> None:
    """AU-12: every route of every row with an `s`, whichever there are."""
    asked = 0
    for rule in app.url_map.iter_rules():
        act: Act = getattr(app.view_functions[rule.endpoint], "__act__")  # noqa: B009 - the guard's mark
        if act.about != "self" or not any(Mark.FRESH in cell for cell in act.cells.values()):
            continue
        before = contents(app)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            asked += 1
            if method == "GET":
                answer = late.get(address(rule))
                assert (answer.status_code, answer.headers["Location"]) == (303, f"/confirm?next={rule.rule}")
            else:
                assert send(late, address(rule)).status_code == 403
        assert contents(app) == before
    assert asked >= 3


def test_a_forged_form_is_refused_before_it_is_held(late: FlaskClient) -> None:
    """CS-01."""
    assert late.post("/you/ways-in/codes", data={"note": "not mine"}).status_code == 400


def test_signing_in_confirms_for_ten_minutes(
    app: Flask, client: FlaskClient, sign_in: SignIn, clock: Clock
) -> None:
    sign_in(client, make_member(app))
    clock.shift(timedelta(minutes=10))
    assert client.get("/you/delete").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert client.get("/you/delete").status_code == 303


def test_the_passphrase_leads_back_to_where_one_was(app: Flask, late: FlaskClient, clock: Clock) -> None:
    """SE-01: with a new id; what holds the old one is signed out."""
    thief, before = copied(app, late), token(late)
    where = late.get("/you/delete?from=here").headers["Location"]
    answer = post_form(late, where, to="/confirm", next="/you/delete?from=here", passphrase=PASSPHRASE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/you/delete?from=here")
    assert late.get("/you/delete").status_code == 200
    assert token(late) != before
    assert is_in(late)
    assert not is_in(thief)
    clock.shift(LATER)
    assert late.get("/you/delete").status_code == 303


def test_what_was_typed_is_kept_and_shown_again(late: FlaskClient) -> None:
    asked = send(late, "/you/delete", typed="because I am leaving town", new_passphrase="secret words")
    assert asked.status_code == 403
    assert "What you typed is kept" in asked.text
    answer = send(late, "/confirm", held=hidden(asked, "held"), passphrase=PASSPHRASE)
    assert answer.status_code == 200
    assert "because I am leaving town" in answer.text
    assert "secret words" not in answer.text
    assert 'action="/you/delete"' in answer.text


def test_a_button_without_fields_is_kept_too(late: FlaskClient) -> None:
    asked = send(late, "/you/ways-in/codes")
    answer = send(late, "/confirm", held=hidden(asked, "held"), passphrase=PASSPHRASE)
    assert 'action="/you/ways-in/codes"' in answer.text
    sent = late.post("/you/ways-in/codes", data={"csrf_token": hidden(answer, "csrf_token")})
    assert "Your recovery codes" in sent.text


def test_a_wrong_passphrase_confirms_nothing_and_too_many_wait(late: FlaskClient, clock: Clock) -> None:
    """AU-05: in the account's own bucket, and uniformly (AU-04)."""
    pages = {re.sub(r'value="[^"]*"', "", guess(late, "wrong-from-the-start").text) for _ in range(10)}
    pages.add(re.sub(r'value="[^"]*"', "", guess(late, PASSPHRASE).text))
    assert len(pages) == 1
    assert late.get("/you/delete").status_code == 303
    clock.shift(timedelta(minutes=5))
    assert guess(late, PASSPHRASE).status_code == 303


def guess(client: FlaskClient, passphrase: str) -> TestResponse:
    """Fill in the page that asks."""
    return post_form(client, "/confirm", passphrase=passphrase)


def test_whoever_was_asked_already_is_led_on(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, make_member(app))
    assert client.get("/confirm?next=/you").headers["Location"] == "/you"
    assert client.get("/confirm?next=//evil.example").headers["Location"] == "/you/ways-in"


def test_the_database_does_not_tell_when_somebody_confirmed(app: Flask, late: FlaskClient) -> None:
    """PR-04: no exact time of signing in, nor of confirming; the signed cookie has it."""
    before = contents(app)["auth_session"]
    guess(late, PASSPHRASE)
    (was,), (now_is,) = before, contents(app)["auth_session"]
    assert sum(one != other for one, other in zip(was, now_is, strict=True)) == 1, (
        "its token, and nothing else"
    )


def test_a_clock_put_back_confirms_nothing(late: FlaskClient, clock: Clock) -> None:
    """SE-03's kin."""
    guess(late, PASSPHRASE)
    clock.shift(-timedelta(minutes=1))
    assert late.get("/you/delete").status_code == 303


def test_what_is_kept_on_the_phone_survives_the_new_id(late: FlaskClient) -> None:
    def place() -> str:
        return str(re.findall(r'data-keeping="([^"]*)"', late.get("/you").text)[0])

    before = place()
    guess(late, PASSPHRASE)
    assert place() == before
