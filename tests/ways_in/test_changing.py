"""AU-12: another passphrase, another sign-in name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from tests.conftest import SignIn, Traveller
from tests.factories import PASSPHRASE, make_member
from tests.forms import own_token, post_form

NEW = "copper-window-salad-meadow"


@pytest.fixture
def nadia(app: Flask, clock: Traveller, client: FlaskClient, sign_in: SignIn) -> Member:  # noqa: ARG001 - time stands still
    """Somebody who has just signed in."""
    member = make_member(app, name="Nadia", sign_in_name="nadia")
    sign_in(client, member)
    return member


def test_a_new_passphrase_ends_the_old_one_and_every_other_session(
    app: Flask, client: FlaskClient, nadia: Member, sign_in: SignIn
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, nadia)
    assert post_form(client, "/you/ways-in/passphrase", passphrase=NEW).status_code == 303
    assert client.get("/you").status_code == 200
    assert elsewhere.get("/you").status_code == 303
    assert sign_in(app.test_client(), nadia).status_code == 422
    assert sign_in(app.test_client(), nadia, passphrase=NEW).status_code == 303


@pytest.mark.parametrize("bad", ["", "short", "nadia-nadia-nadia", "a" * 257])
@pytest.mark.usefixtures("nadia")
def test_a_weak_one_is_not_taken(client: FlaskClient, bad: str) -> None:
    answer = post_form(client, "/you/ways-in/passphrase", passphrase=bad)
    assert answer.status_code == 422
    assert bad == "" or f'value="{bad}"' not in answer.text


@pytest.mark.parametrize("page", ["passphrase", "name"])
@pytest.mark.usefixtures("nadia")
def test_who_signed_in_long_ago_shows_again_who_they_are(
    client: FlaskClient, clock: Traveller, page: str
) -> None:
    clock.shift(timedelta(minutes=11))
    assert "/confirm" in client.get(f"/you/ways-in/{page}").headers["Location"]


def test_another_sign_in_name(app: Flask, client: FlaskClient, nadia: Member, sign_in: SignIn) -> None:
    assert post_form(client, "/you/ways-in/name", sign_in_name="Nadia-2").status_code == 303
    assert client.get("/you").status_code == 200
    assert sign_in(app.test_client(), nadia).status_code == 422
    nadia.sign_in_name = "nadia-2"
    assert sign_in(app.test_client(), nadia, passphrase=PASSPHRASE).status_code == 303


@pytest.mark.parametrize("bad", ["", "vera", "VERA", "no spaces", "ab", "a" * 25])
@pytest.mark.usefixtures("nadia")
def test_a_name_that_cannot_be_had(app: Flask, client: FlaskClient, bad: str) -> None:
    make_member(app, sign_in_name="vera")
    answer = post_form(client, "/you/ways-in/name", sign_in_name=bad)
    assert answer.status_code == 422
    assert f'value="{bad}"' in answer.text


def test_trying_names_is_guessing(app: Flask, client: FlaskClient, nadia: Member) -> None:
    """AU-04, AU-05: after a few, a name that is free is refused, too."""
    for number in range(20):
        make_member(app, sign_in_name=f"taken-{number}")
        post_form(client, "/you/ways-in/name", sign_in_name=f"taken-{number}")
    assert post_form(client, "/you/ways-in/name", sign_in_name="free-name").status_code == 422
    assert nadia.sign_in_name == "nadia"


def test_of_two_who_want_the_same_name_one_gets_it(app: Flask, sign_in: SignIn) -> None:
    clients = [app.test_client() for _ in range(4)]
    for client in clients:
        sign_in(client, make_member(app))
    tokens = [own_token(client) for client in clients]

    def take(number: int) -> int:
        return (
            clients[number]
            .post("/you/ways-in/name", data={"csrf_token": tokens[number], "sign_in_name": "wanted"})
            .status_code
        )

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(take, range(4))) == [303, 422, 422, 422]
