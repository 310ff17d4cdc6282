"""Leave quickly: off until somebody asks for it, then on every page, and nothing of us on the page where it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from studyhub.accounts.models import AuthSession, Member
from studyhub.db import db
from studyhub.web.reading_settings import CHOICES, ReadingSettings
from tests.factories import make_member
from tests.forms import post_form, send
from tests.security.everything import furnish

SignIn = Callable[[FlaskClient, Member], None]
BUTTON = '<form class="leave" method="post" action="/leave">'
PAGES = (
    "/",
    "/you",
    "/courses",
    "/courses/revolution",
    "/settings/reading",
    "/help",
    "/no-such-page",
    "/search",
)
LONGEST = 120  # letters; as the column has it


@pytest.fixture
def nadia(app: Flask, client: FlaskClient, sign_in: SignIn) -> Member:
    """A member, signed in, where there is something to read."""
    furnish(app)
    member = make_member(app)
    sign_in(client, member)
    return member


@pytest.mark.usefixtures("nadia")
def test_it_is_on_no_page_until_somebody_asks_for_it(client: FlaskClient) -> None:
    for page in PAGES:
        assert BUTTON not in client.get(page).text, page


@pytest.mark.usefixtures("nadia")
def test_it_is_on_every_page_of_those_who_ask(app: Flask, client: FlaskClient) -> None:
    answer = post_form(client, "/settings/safety", leave="y")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings/safety?saved=yes")
    for page in PAGES:
        assert client.get(page).text.count(BUTTON) == 1, page
    stranger = app.test_client()
    assert BUTTON not in stranger.get("/help").text
    post_form(client, "/settings/safety")
    assert BUTTON not in client.get("/you").text


@pytest.mark.usefixtures("nadia")
def test_no_copy_on_a_phone_holds_it(client: FlaskClient) -> None:
    post_form(client, "/settings/safety", leave="y")
    assert BUTTON not in client.get("/offline").text


@pytest.mark.usefixtures("nadia")
def test_it_ends_the_session_and_lands_on_an_empty_page(app: Flask, client: FlaskClient) -> None:
    post_form(client, "/settings/safety", leave="y")
    answer = post_form(client, "/you", to="/leave")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/blank")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/you").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(AuthSession.id))) == 0


def test_who_has_been_signed_out_meanwhile_lands_there_too(client: FlaskClient) -> None:
    assert send(client, "/leave").headers["Location"] == "/blank"


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize("token", [{}, {"csrf_token": "of-an-earlier-visit"}])
def test_a_form_that_is_too_old_shows_the_empty_page_too(
    app: Flask, client: FlaskClient, token: dict[str, str]
) -> None:
    """CS-01: nothing is changed here by it; but this browser is signed out, as it was asked to be."""
    answer = client.post("/leave", data=token)
    assert answer.status_code == 400
    assert "There is nothing on this page." in answer.text
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/you").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(AuthSession.id))) == 1


@pytest.mark.usefixtures("nadia")
def test_another_site_cannot_make_anybody_leave(client: FlaskClient) -> None:
    """CS-02."""
    answer = client.post("/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert client.get("/you").status_code == 200


def test_the_empty_page_does_not_say_whose_it_is(client: FlaskClient) -> None:
    """PR-05; and its link leads elsewhere, without telling from where."""
    page = client.get("/blank").text
    for word in ("StudyHub", "Study", "sign in", "course", "wedge", "/you", "/help"):
        assert word not in page.replace("studyhub.", ""), word
    assert 'href="https://www.wikipedia.org/" rel="noreferrer"' in page


@pytest.mark.usefixtures("nadia")
def test_other_settings_stay_as_they_are_and_it_stays_with_them(app: Flask, client: FlaskClient) -> None:
    reading = {name: choices[-1] for name, choices in CHOICES.items() if name != "leave"}
    post_form(client, "/settings/safety", leave="y")
    post_form(client, "/settings/reading", **reading)
    assert BUTTON in client.get("/you").text
    assert 'data-theme="contrast"' in client.get("/you").text
    post_form(client, "/settings/safety", leave="y")
    with app.app_context():
        (text,) = db.session.scalars(select(Member.reading_settings).where(Member.reading_settings != ""))
    assert ReadingSettings.from_text(text) == ReadingSettings(**reading, leave="on")


def test_all_settings_together_have_room_in_their_column() -> None:
    """DS-04."""
    longest = {name: max(choices, key=len) for name, choices in CHOICES.items()}
    texts = [
        ReadingSettings(**{**longest, name: choice}).to_text() for name in CHOICES for choice in CHOICES[name]
    ]
    others = ReadingSettings(**{name: max(choices[1:], key=len) for name, choices in CHOICES.items()})
    assert max(len(text) for text in [*texts, others.to_text()]) <= LONGEST
