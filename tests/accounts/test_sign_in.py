"""Signing in and out through the pages."""

from __future__ import annotations

import html
import re
import secrets
import string
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.actions import end_sessions_of
from studyhub.accounts.held_forms import unpack
from studyhub.accounts.models import Member
from studyhub.db import db
from tests.factories import PASSPHRASE, make_member
from tests.forms import post_form, send

SignIn = Callable[..., TestResponse]


def test_a_member_signs_in_and_is_led_on(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    answer = sign_in(client, make_member(app), next="/help?from=here")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/help?from=here"
    assert client.get("/nothing").status_code == 404


def test_a_stranger_is_led_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/courses/russia?part=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/courses/russia?part%3D2"
    assert client.get("/").headers["Location"] == "/sign-in"


def test_the_name_may_be_typed_in_capitals(app: Flask, client: FlaskClient) -> None:
    member = make_member(app)
    answer = post_form(
        client,
        "/sign-in",
        sign_in_name=f" {member.sign_in_name.upper()} ",
        passphrase="lantern-orchard-pebble-thistle",
    )
    assert answer.status_code == 303


def test_a_wrong_passphrase_is_said_plainly_and_the_name_is_kept(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    member = make_member(app)
    answer = sign_in(client, member, passphrase="lantern-orchard-pebble-thistly")
    assert answer.status_code == 422
    assert "do not match" in answer.text
    assert f'value="{member.sign_in_name}"' in answer.text
    assert "thistly" not in answer.text
    assert client.get("/nothing").status_code == 303


def test_empty_fields_are_named(client: FlaskClient) -> None:
    answer = post_form(client, "/sign-in", sign_in_name="", passphrase="")
    assert answer.status_code == 422
    assert "Give your sign-in name" in answer.text
    assert "Give your passphrase" in answer.text


def test_whoever_is_signed_in_is_led_on_from_the_sign_in_page(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, make_member(app))
    answer = client.get("/sign-in?next=/help")
    assert answer.headers["Location"] == "/help"


def test_signing_out_empties_the_browser(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """SE-05."""
    sign_in(client, make_member(app))
    answer = send(client, "/sign-out")
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get("/nothing").status_code == 303


def test_nobody_who_is_signed_in_is_told_otherwise(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, make_member(app))
    assert client.get("/signed-out").status_code == 303


def end_here(app: Flask, client: FlaskClient, member: Member, sign_in: SignIn) -> None:
    """Sign somebody in, and end their session from elsewhere: the device does not know it yet."""
    sign_in(client, member)
    with app.app_context():
        end_sessions_of(db.session.get_one(Member, member.id))
        db.session.commit()


def come_back(client: FlaskClient, member: Member, asked: TestResponse) -> TestResponse:
    """Sign in on the page that was shown in place of the one that a form was sent to."""
    fields = {"held": hidden(asked, "held"), "csrf_token": hidden(asked, "csrf_token")}
    return client.post(
        "/sign-in", data={**fields, "sign_in_name": member.sign_in_name, "passphrase": PASSPHRASE}
    )


@pytest.mark.parametrize("address", ["/", "/courses/russia?part=2", "/admin/place", "/%D0%BC%D0%B8%D1%80"])
def test_a_form_sent_after_the_session_ended_is_kept_through_signing_in(
    app: Flask, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    member = make_member(app)
    end_here(app, client, member, sign_in)
    asked = client.post(address, data={"answer": "Because they were hungry & cold", "kind": "own"})
    assert asked.status_code == 403
    assert "What you typed is kept" in asked.text
    answer = come_back(client, member, asked)
    assert answer.status_code == 200
    assert f'action="{address}"' in answer.text
    assert "Because they were hungry &amp; cold" in answer.text
    assert hidden(answer, "kind") == "own"
    assert hidden(answer, "csrf_token") != hidden(asked, "csrf_token")
    sent = client.post(
        "/sign-out", data={"csrf_token": hidden(answer, "csrf_token"), "answer": "Because they were hungry"}
    )
    assert sent.status_code == 303


def test_nobody_lays_a_form_ready_for_whoever_signs_in_next(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """AZ-16: on a shared computer, an organiser was shown a button without a word of what it would send."""
    laid = client.post("/branches/amber-ferry/people/3/organiser", data={"ends_on": "", "note": "a b"})
    assert laid.status_code == 403
    assert hidden(laid, "held") == "", "a stranger has typed nothing that could be lost"
    thief, organiser = make_member(app, name="Thief"), make_member(app, name="Organiser")
    end_here(app, client, thief, sign_in)
    laid = client.post("/branches/amber-ferry/people/3/organiser", data={"ends_on": "", "note": "a b"})
    answer = come_back(client, organiser, laid)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_held_form_that_somebody_made_up_is_dropped(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(client, make_member(app), held="WyIvIix7ImEiOiJiIn1d.aaaa.bbbb")
    assert answer.status_code == 303


def test_a_passphrase_is_never_held(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    end_here(app, client, make_member(app), sign_in)
    asked = client.post("/you/passphrase", data={"new_passphrase": "very secret words", "note": "n o t e"})
    held = hidden(asked, "held")
    with client.application.app_context():
        form = unpack(held)
    assert form is not None
    assert form.fields == {"note": "n o t e"}


def test_what_is_too_long_to_be_carried_is_said(client: FlaskClient) -> None:
    alphabet = "".join(secrets.choice(string.printable) for _ in range(300_000))
    asked = client.post("/answers", data={"answer": alphabet})
    assert asked.status_code == 403
    assert "still there when you go back" in asked.text
    assert len(asked.text) < 20_000


def hidden(page: TestResponse, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page.text)
    assert found, f"there is no {name} on the page"
    return html.unescape(found[1])
