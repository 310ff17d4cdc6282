"""Adding and removing passkeys."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.passkeys.actions import MOST
from studyhub.passkeys.site import site_at
from tests.factories import make_member
from tests.forms import send
from tests.passkeys.conftest import NEW, SignIn, add, asked, come_in, is_in
from tests.passkeys.phone import Phone
from tests.security.everything import contents


@pytest.fixture
def client(app: Flask, nadia: Member, sign_in: SignIn) -> FlaskClient:
    """Nadia's browser, signed in."""
    client = app.test_client()
    sign_in(client, nadia)
    return client


def is_refused(answer: TestResponse) -> bool:
    """Say whether a passkey was not taken."""
    return answer.status_code == 422 and "No passkey was added" in answer.text


def test_one_is_added_seen_and_removed(app: Flask, client: FlaskClient) -> None:
    assert add(client, Phone(), label="the <b>red</b> phone").status_code == 303
    page = client.get("/you/ways-in").text
    assert "the &lt;b&gt;red&lt;/b&gt; phone" in page
    number = contents(app)["passkey"][0][0]
    assert send(client, f"/you/ways-in/passkeys/{number}/remove").status_code == 303
    assert contents(app)["passkey"] == []


def test_what_the_phone_is_told_names_no_organisation_and_no_person(
    client: FlaskClient, nadia: Member
) -> None:
    """PR-05: only the name that its owner types, and chance."""
    options = asked(client, "/you/ways-in/passkeys/asked")["create"]
    assert options["rp"] == {"id": "localhost", "name": "Study"}
    assert options["user"]["name"] == options["user"]["displayName"] == nadia.sign_in_name
    assert len(options["user"]["id"]) == 43
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["attestation"] == "none", "which make of phone it is, nobody needs to know"


def test_the_same_phone_is_not_asked_twice(client: FlaskClient) -> None:
    phone = Phone()
    add(client, phone)
    options = asked(client, "/you/ways-in/passkeys/asked")["create"]
    assert len(options["excludeCredentials"]) == 1
    assert options["user"]["id"] == phone.keys[0].owner_handle, "it is the same account for the phone"


def test_it_needs_a_fresh_confirmation(client: FlaskClient, clock: time_machine.Traveller) -> None:
    """AU-12."""
    clock.shift(timedelta(minutes=11))
    assert client.get(NEW).headers["Location"].startswith("/confirm")
    assert send(client, "/you/ways-in/passkeys/asked").status_code == 403
    assert send(client, NEW, label="phone", passkey="{}").status_code == 403


@pytest.mark.parametrize(
    "phone",
    [
        Phone(origin="https://evil.example"),
        Phone(origin="http://localhost:81"),
        Phone(host="evil.example"),
        Phone(is_opened=False),
    ],
    ids=["another page", "another port", "another host", "not opened by its owner"],
)
def test_a_passkey_that_is_not_right_is_not_taken(app: Flask, client: FlaskClient, phone: Phone) -> None:
    assert is_refused(add(client, phone))
    assert contents(app)["passkey"] == []


def test_an_answer_works_once(app: Flask, client: FlaskClient) -> None:
    answer = Phone().make(asked(client, "/you/ways-in/passkeys/asked"))
    assert send(client, NEW, label="one", passkey=answer).status_code == 303
    assert is_refused(send(client, NEW, label="two", passkey=answer))
    assert len(contents(app)["passkey"]) == 1


def test_a_passkey_that_somebody_has_is_not_taken_by_another(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    phone, other = Phone(), app.test_client()
    add(client, phone)
    sign_in(other, make_member(app, name="Mallory"))
    made = Phone().make(asked(other, "/you/ways-in/passkeys/asked"), credential=phone.keys[0].credential)
    assert is_refused(send(other, NEW, label="mine", passkey=made))
    assert len(contents(app)["passkey"]) == 1


def test_nobody_answers_in_anothers_browser(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    other = app.test_client()
    sign_in(other, make_member(app, name="Mallory"))
    answer = Phone().make(asked(other, "/you/ways-in/passkeys/asked"))
    asked(client, "/you/ways-in/passkeys/asked")
    assert is_refused(send(client, NEW, label="mine", passkey=answer))


def test_nobody_removes_anothers(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """AZ-04."""
    add(client, Phone())
    number = contents(app)["passkey"][0][0]
    other = app.test_client()
    sign_in(other, make_member(app, name="Mallory"))
    send(other, f"/you/ways-in/passkeys/{number}/remove")
    assert len(contents(app)["passkey"]) == 1


def test_there_are_so_many_at_most(app: Flask, client: FlaskClient) -> None:
    """DS-04."""
    for _ in range(MOST):
        assert add(client, Phone()).status_code == 303
    assert "Remove one of them first" in add(client, Phone()).text
    assert len(contents(app)["passkey"]) == MOST


def test_it_has_a_name(client: FlaskClient) -> None:
    assert add(client, Phone(), label="").status_code == 422
    assert add(client, Phone(), label="x" * 41).status_code == 422


def test_without_scripts_the_page_says_what_else_there_is(client: FlaskClient) -> None:
    page = client.get(NEW).text
    assert "<noscript>" in page
    assert "/you/ways-in/authenticator" in page


def test_opened_by_a_number_there_is_none(app: Flask, nadia: Member, sign_in: SignIn) -> None:
    client = app.test_client()
    sign_in(client, nadia)
    assert "opened by a number" not in client.get(NEW).text
    there = "http://127.0.0.1"
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    with client.session_transaction(base_url=there) as cookie:
        cookie.update(kept)
    assert "opened by a number" in client.get(NEW, base_url=there).text


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://Study.Example.org", "study.example.org", "https://study.example.org"),
        ("https://study.example.org:443", "study.example.org", "https://study.example.org"),
        ("https://study.example.org:8443", "study.example.org", "https://study.example.org:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_a_passkey_is_tied_to_the_address_that_the_operator_named(
    address: str, host: str, origin: str
) -> None:
    site = site_at(address)
    assert site
    assert (site.host, site.origin) == (host, origin)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://[::1]:8000", "https://192.0.2.7"])
def test_no_passkey_is_tied_to_a_number(address: str) -> None:
    assert site_at(address) is None


def test_with_the_account_the_passkeys_go(app: Flask, client: FlaskClient, nadia: Member) -> None:
    """PR-03: nothing of it stays."""
    phone = Phone()
    add(client, phone)
    send(client, "/you/delete", typed=nadia.sign_in_name)
    assert contents(app)["passkey"] == []
    other = app.test_client()
    assert come_in(other, phone).status_code == 422
    assert not is_in(other)


def test_my_data_shows_them_without_the_keys(client: FlaskClient) -> None:
    """PR-06."""
    phone = Phone()
    add(client, phone, label="the red phone")
    page = client.get("/you/data").text
    assert "Your passkeys" in page
    assert "the red phone" in page
    assert phone.keys[0].owner_handle not in page
