"""Asking by a poster's code: an organiser says yes or no, and until then one can only wait."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.joining.codes import hash_of_typed
from studyhub.joining.models import Asking
from tests.factories import make_member
from tests.forms import post_form, send
from tests.joining.conftest import Leith, SignIn, come
from tests.security.everything import rules


@pytest.fixture
def asker(leith: Leith, app: Flask) -> FlaskClient:
    """Somebody who has asked by a poster, and waits."""
    client = app.test_client()
    begun = come(client, leith.invite("poster"))
    assert "/waiting" in begun.text
    return client


def answers(leith: Leith, word: str) -> None:
    """Let the organiser answer the first who asks."""
    with leith.app.app_context():
        number = db.session.scalars(select(Asking.id)).first()
    answer = send(leith.client, f"{leith.page}/asking/{number}/{word}")
    assert answer.status_code == 303


def test_a_yes_lets_them_in(leith: Leith, asker: FlaskClient) -> None:
    assert "<bdi>Nadia</bdi>" in leith.client.get(f"{leith.page}/asking").text
    assert asker.get("/").headers["Location"] == "/waiting"
    answers(leith, "yes")
    assert asker.get("/").status_code == 200
    assert asker.get(leith.page).status_code == 200
    assert asker.get("/waiting").headers["Location"] == "/"
    assert "Nobody at the moment" in leith.client.get(f"{leith.page}/asking").text


def test_a_no_leaves_nothing_of_them(leith: Leith, asker: FlaskClient, app: Flask) -> None:
    answers(leith, "no")
    assert asker.get("/").status_code == 303
    assert asker.get("/").headers["Location"] == "/sign-in"
    with app.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 1
        assert db.session.scalar(select(func.count(Asking.id))) == 0


def test_whoever_waits_reaches_nothing_else(leith: Leith, asker: FlaskClient, app: Flask) -> None:
    """AZ-15: every address, of every kind."""
    reached = set()
    for rule in rules(app, "GET"):
        if rule.arguments:
            continue
        answer = asker.get(rule.rule)
        if answer.status_code == 200:
            reached.add(rule.rule)
    assert "/waiting" in reached
    assert not {"/", "/you", "/courses", "/search"} & reached
    assert asker.get(leith.page).headers["Location"] == "/waiting"
    assert asker.get("/courses/revolution").headers["Location"] == "/waiting"


def test_they_can_go_again_by_themselves(asker: FlaskClient, app: Flask) -> None:
    assert asker.get("/you/delete").status_code == 200
    post_form(asker, "/you/delete", typed="nadia")
    with app.app_context():
        assert db.session.scalar(select(func.count(Asking.id))) == 0


def test_asking_twice_is_asking_once(leith: Leith, app: Flask, sign_in: SignIn) -> None:
    path, client = leith.invite("poster"), app.test_client()
    sign_in(client, make_member(app, name="Tomás"))
    for _ in range(2):
        assert send(client, path, name="Tomás").headers["Location"] == "/you?asked=yes"
    with app.app_context():
        assert db.session.scalar(select(func.count(Asking.id))) == 1
    answers(leith, "no")
    assert client.get("/you").status_code == 200, "who had an account keeps it"


def test_another_branch_s_question_is_not_there(leith: Leith, asker: FlaskClient) -> None:
    """AZ-09."""
    assert send(leith.client, f"{leith.page}/asking/999/yes").status_code == 404
    assert send(asker, f"{leith.page}/asking/1/yes").headers["Location"] == "/waiting"


@pytest.mark.parametrize(
    "typed", ["AMBER FERRY GOAT HILL", " amber_ferry.goat–hill ", "Amber-ferry-Goat-hill"]
)
def test_a_code_can_be_read_out_and_typed_as_one_likes(typed: str) -> None:
    assert hash_of_typed(typed) == hash_of_typed("amber-ferry-goat-hill")


def test_the_picture_of_a_code_is_an_svg_without_style(leith: Leith) -> None:
    leith.invite("poster")
    answer = leith.client.get(f"{leith.page}/invitations/1/code.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"style" not in answer.data
    assert b"<path" in answer.data


@pytest.mark.parametrize("paper", ["a4", "a5", "strips"])
def test_a_poster_shows_the_address_and_names_nobody(leith: Leith, paper: str) -> None:
    path = leith.invite("poster", line="Tuesdays at seven. Ask us where.")
    page = leith.client.get(f"{leith.page}/invitations/1/poster/{paper}").text
    poster = page.partition("<article")[2].partition("</article")[0]
    assert poster.count(path) >= (9 if paper == "strips" else 1)
    assert "Tuesdays at seven" in poster
    assert "Leith" not in poster
    assert "Iain" not in poster
    assert leith.client.get(f"{leith.page}/invitations/1/poster/a0").status_code == 303


def test_a_long_line_is_refused(leith: Leith) -> None:
    page = f"{leith.page}/invitations/new-poster"
    answer = post_form(leith.client, page, salt="cd" * 16, line="x" * 121)
    assert answer.status_code == 422
    assert "at most 120" in answer.text
