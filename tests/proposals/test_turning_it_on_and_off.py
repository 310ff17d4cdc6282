"""AZ-17: turning two-person decisions on, and off again, which two people decide as well."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from studyhub.db import db
from studyhub.organisation.models import Instance
from studyhub.organisation.queries import two_people_decide
from tests.factories import make_instance, make_member
from tests.forms import post_form, send
from tests.proposals.conftest import LIST, NO, Place, SignIn


def is_on(app: Flask) -> bool:
    """Say whether two people decide."""
    with app.app_context():
        return two_people_decide()


def test_two_administrators_turn_it_on_and_one_cannot(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    make_instance(app)
    sign_in(client, make_member(app, name="Ayşe", is_administrator=True))
    answer = post_form(client, "/admin/place", name="Reading group", two_people="y")
    assert answer.status_code == 422
    assert "Make a second administrator of the whole first" in answer.text
    assert not is_on(app)
    make_member(app, name="Emre", is_administrator=True)
    assert post_form(client, "/admin/place", name="Reading group", two_people="y").status_code == 303
    assert is_on(app)
    assert "what two people decide together" in client.get("/admin/log").text
    assert "Waiting for a second person" in client.get("/you").text


def test_turning_it_off_waits_for_the_other(place: Place) -> None:
    for _ in range(2):
        answer = post_form(place.clients["ayse"], "/admin/place", name="Circle")
        assert answer.headers["Location"] == "/admin/place?saved=waits"
    page = place.clients["ayse"].get("/admin/place?saved=waits").text
    assert "another administrator has to agree" in page
    assert 'value="Circle"' in page, "the rest is saved"
    assert is_on(place.app)
    assert "From now on one person decides alone" not in place.clients["iain"].get(LIST).text
    assert send(place.clients["iain"], place.button("emre")).status_code == 404
    assert place.answer("emre") == "done"
    assert not is_on(place.app)
    assert place.acts() == ["place-changed", "proposal-agreed", "proposal-made"]


def test_the_other_says_no_and_it_stays_on(place: Place) -> None:
    post_form(place.clients["ayse"], "/admin/place", name="Circle")
    assert post_form(place.clients["emre"], "/admin/place", name="Circle").status_code == 303
    assert is_on(place.app), "asking for the same is not agreeing"
    assert place.answer("emre", path=NO) == "refused"
    assert is_on(place.app)


def test_saving_the_page_as_it_is_asks_for_nothing(place: Place) -> None:
    answer = post_form(place.clients["ayse"], "/admin/place", name="Reading group", two_people="y")
    assert answer.headers["Location"] == "/admin/place?saved=yes"
    assert "Nothing waits" in place.clients["emre"].get(LIST).text
    with place.app.app_context():
        assert db.session.get_one(Instance, 1).two_people
