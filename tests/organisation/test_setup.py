"""AU-14: there is no default account; the first one is made once, with a code printed where StudyHub runs."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.accounts.passphrases import Passphrases
from studyhub.db import db
from studyhub.organisation.models import Instance
from studyhub.organisation.policy import setup_code
from studyhub.organisation.queries import is_needed_by_the_whole
from tests.factories import PASSPHRASE, make_member
from tests.forms import own_token, post_form, send

TYPED = {"place": "Reading group", "name": "Nadia", "sign_in_name": "Nadia", "passphrase": PASSPHRASE}


@pytest.fixture
def page(app: Flask) -> str:
    """The address that is printed at the first start."""
    return f"/setup?code={setup_code(app.config['SECRET_KEY'])}"


def set_up(client: FlaskClient, page: str, **typed: str) -> TestResponse:
    """Fill in the form of the first administrator."""
    return post_form(client, page, to="/setup", code=page.partition("=")[2], **{**TYPED, **typed})


def test_the_first_administrator_begins(app: Flask, client: FlaskClient, page: str) -> None:
    answer = set_up(client, page)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert client.get("/admin/place").headers["Location"] == "/you/ways-in/authenticator"  # AU-10
    with app.app_context():
        assert db.session.scalars(select(Instance.name)).all() == ["Reading group"]
        member = db.session.scalars(select(Member)).one()
        assert (member.sign_in_name, member.name) == ("nadia", "Nadia")
        assert is_needed_by_the_whole(member.id, member.joined_on)


def test_there_is_no_account_before(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 0
    assert "Nobody has an account here yet" in client.get("/sign-in").text


def test_the_hint_goes_with_the_first_account(app: Flask, client: FlaskClient) -> None:
    make_member(app)
    assert "Nobody has an account here yet" not in client.get("/sign-in").text


@pytest.mark.parametrize("code", ["", "0" * 32, "ж" * 32])
def test_a_wrong_code_opens_nothing(app: Flask, client: FlaskClient, code: str) -> None:
    """AU-14: /setup answers a stranger as any unknown address does."""
    assert client.get(f"/setup?code={code}").status_code == client.get("/nothing").status_code == 303
    assert send(client, "/setup", code=code, **TYPED).status_code == 403
    with app.app_context():
        assert db.session.scalar(select(func.count(Instance.id))) == 0


def test_it_opens_once(app: Flask, client: FlaskClient, page: str) -> None:
    stranger = app.test_client()
    token = own_token(stranger)
    set_up(client, page)
    assert stranger.get(page).status_code == 303
    assert stranger.get(page).headers["Location"].startswith("/sign-in?next=")
    assert client.get(page).status_code == client.get("/nothing").status_code == 404
    again = stranger.post(
        "/setup", data={"csrf_token": token, "code": page.partition("=")[2], **TYPED, "sign_in_name": "vera"}
    )
    assert (again.status_code, again.headers["Location"]) == (303, "/sign-in")
    with app.app_context():
        assert db.session.scalars(select(Member.sign_in_name)).all() == ["nadia"]


def test_of_two_at_the_same_moment_one_gets_through(
    app: Flask, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [app.test_client() for _ in range(4)]
    tokens = [own_token(client) for client in clients]
    together = threading.Barrier(len(clients))
    hash_plainly = Passphrases.hash

    def hash_when_all_are_here(self: Passphrases, passphrase: str) -> str:
        together.wait(timeout=10)
        return hash_plainly(self, passphrase)

    monkeypatch.setattr(Passphrases, "hash", hash_when_all_are_here)

    def press(number: int) -> str:
        answer = clients[number].post(
            "/setup",
            data={
                "csrf_token": tokens[number],
                "code": page.partition("=")[2],
                **TYPED,
                "sign_in_name": f"nadia-{number}",
            },
        )
        return f"{answer.status_code} {answer.headers.get('Location')}"

    with ThreadPoolExecutor(len(clients)) as threads:
        answers = sorted(threads.map(press, range(len(clients))))
    assert answers == ["303 /", *["303 /sign-in"] * 3]
    with app.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 1
        assert db.session.scalar(select(func.count(Instance.id))) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("place", "", "Give this place a name"),
        ("place", "\u200b\u202e", "Give this place a name"),
        ("place", "x" * 81, "at most 80 letters"),
        ("name", " ", "Give a name for yourself"),
        ("sign_in_name", "", "Choose a sign-in name"),
        ("sign_in_name", "аdmin", "Choose 3 to 24 of"),
        ("passphrase", "eleven char", "at least 12"),
        ("passphrase", "nadia-nadia-nadia", "among the first"),
        ("passphrase", "Reading Group 2026", "among the first"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(
    client: FlaskClient, page: str, *, field: str, typed: str, said: str
) -> None:
    answer = set_up(client, page, **{field: typed})
    assert answer.status_code == 422
    assert answer.text.count(said) == 2, "once in the summary, once at the field"
    assert f'href="#{field}"' in answer.text
    assert PASSPHRASE not in answer.text
    with client.application.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 0


def test_a_name_that_is_taken_is_said(app: Flask, client: FlaskClient, page: str) -> None:
    make_member(app)
    with app.app_context():
        taken = db.session.scalars(select(Member.sign_in_name)).one()
    answer = set_up(client, page, sign_in_name=taken)
    assert answer.status_code == 422
    assert "this one is taken" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Instance.id))) == 0


def test_a_good_passphrase_is_offered(client: FlaskClient, page: str) -> None:
    offered = [
        re.search(r'<b data-from="chance">([a-z]+(?:-[a-z]+){4})</b>', client.get(page).text)
        for _ in range(2)
    ]
    assert offered[0] is not None
    assert offered[1] is not None
    assert offered[0][1] != offered[1][1]
    assert set_up(client, page, passphrase=offered[0][1]).status_code == 303


def test_opening_the_page_changes_nothing(app: Flask, client: FlaskClient, page: str) -> None:
    """CS-04: a link with a code is inert until a button is pressed."""
    assert client.get(page).status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count(Instance.id))) == 0


def test_the_offered_passphrase_stays_after_an_error(client: FlaskClient, page: str) -> None:
    """Somebody may have written it down already."""
    answer = set_up(client, page, name="", offered="row-gorge-smart-inch-teacher")
    assert answer.status_code == 422
    assert '<b data-from="chance">row-gorge-smart-inch-teacher</b>' in answer.text
    assert "Give it once more" in answer.text
