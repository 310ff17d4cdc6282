"""AU-13: an organiser opens the way to a new passphrase, and neither learns nor chooses it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from studyhub.audit.queries import entries_about
from studyhub.courses.models import Course
from studyhub.db import db
from studyhub.organisation.models import Role, RoleKind
from tests.branches.conftest import Cast, SignIn
from tests.compiled import make_course
from tests.conftest import Traveller
from tests.factories import JOINED, PASSPHRASE, make_branch, publish_course, put_in
from tests.forms import post_form, send
from tests.ways_in.test_authenticator import give_authenticator, now_on

ADDRESS = re.compile(r"http://localhost(/reset/[a-z0-9-]+)")
NEW = "copper-window-salad-meadow"


@pytest.fixture
def lost(app: Flask) -> FlaskClient:
    """The phone of somebody who cannot sign in."""
    return app.test_client()


def start(cast: Cast, client: FlaskClient | None = None) -> str:
    """Start a reset for Nadia; returns the address that she is shown."""
    found = ADDRESS.search(send(client or cast.client, f"{cast.person(cast.member)}/reset").text)
    assert found
    return found[1]


def use(cast: Cast, client: FlaskClient, address: str) -> TestResponse:
    """Say the sign-in name, which Nadia knows, and go on."""
    return post_form(client, address, sign_in_name=cast.member.sign_in_name)


def test_the_member_chooses_and_everything_else_ends(
    cast: Cast, app: Flask, lost: FlaskClient, sign_in: SignIn
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, cast.member)
    address = start(cast)
    assert "Choose a new passphrase" in lost.get(address).text
    assert elsewhere.get("/you").status_code == 200, "nothing has happened yet"
    answer = use(cast, lost, address)
    assert answer.headers["Location"] == "/sign-in/new-passphrase"
    done = post_form(lost, "/sign-in/new-passphrase", passphrase=NEW)
    assert done.status_code == 303
    assert "passphrase was changed" in lost.get("/").text
    assert elsewhere.get("/you").status_code == 303
    assert sign_in(app.test_client(), cast.member).status_code == 422
    assert sign_in(app.test_client(), cast.member, passphrase=NEW).status_code == 303
    assert app.test_client().get(address).status_code == 404


def test_it_is_one_row_of_the_audit_and_names_no_address(cast: Cast, app: Flask) -> None:
    """LG-01."""
    address = start(cast)
    with app.app_context():
        entry = entries_about(cast.member.id, limit=1)[0]
        assert (entry.act, entry.by_id) == ("reset-started", cast.organiser.id)
        assert address.removeprefix("/reset/") not in repr(vars(entry))


def test_until_it_is_used_the_old_passphrase_holds(cast: Cast, app: Flask, sign_in: SignIn) -> None:
    """Nobody can be locked out by a reset that was started."""
    start(cast)
    assert sign_in(app.test_client(), cast.member, passphrase=PASSPHRASE).status_code == 303


def test_it_ends_after_ten_minutes(clock: Traveller, cast: Cast, lost: FlaskClient) -> None:
    address = start(cast)
    clock.shift(timedelta(minutes=10, seconds=1))
    assert lost.get(address).status_code == send(lost, address).status_code == 404


def test_the_organiser_who_has_the_link_does_not_get_in_by_it(cast: Cast, lost: FlaskClient) -> None:
    """AU-13, R6: it wants the sign-in name, which no page of a branch shows, and ten guesses are all there are."""
    address = start(cast)
    people = cast.client.get(f"{cast.person(cast.member)}").text
    assert cast.member.sign_in_name not in people + lost.get(address).text
    for guess in (cast.member.name, "", "x" * 200, cast.organiser.sign_in_name, "nadia\u200b", *"abcde"):
        answer = post_form(lost, address, sign_in_name=guess)
        assert answer.status_code == 422, "and the link is not used up"
    assert lost.get("/sign-in/new-passphrase").headers["Location"] == "/sign-in"
    assert use(cast, lost, address).status_code == 303, "who knows it gets in, after somebody guessed"


def test_after_ten_guesses_the_right_name_does_not_help_either(cast: Cast, lost: FlaskClient) -> None:
    """AU-05: they count in the account's own bucket."""
    address = start(cast)
    for number in range(10):
        assert post_form(lost, address, sign_in_name=f"guess-{number}").status_code == 422
    assert use(cast, lost, address).status_code == 422


def test_who_has_an_authenticator_is_asked_for_its_digits_all_the_same(
    clock: Traveller,  # noqa: ARG001 - a code holds for as long as the test
    cast: Cast,
    app: Flask,
    lost: FlaskClient,
) -> None:
    """The organiser alone has no way in, then."""
    phone = give_authenticator(app, cast.member)
    answer = use(cast, lost, start(cast))
    assert answer.headers["Location"] == "/sign-in/code"
    assert post_form(lost, "/sign-in/code", code="000000").status_code == 422
    assert (
        post_form(lost, "/sign-in/code", code=now_on(phone)).headers["Location"] == "/sign-in/new-passphrase"
    )


@pytest.mark.parametrize("kind", ["administrator", "organiser elsewhere", "author"])
def test_nobody_who_is_trusted_with_more_is_reset_by_an_organiser(
    cast: Cast, app: Flask, *, kind: str
) -> None:
    """R6: or the organiser could be them."""
    if kind == "author":
        publish_course(app, make_course())
        with app.app_context():
            course = db.session.scalars(select(Course.id)).one()
            db.session.add(
                Role(member_id=cast.member.id, kind=RoleKind.AUTHOR, course_id=course, since=JOINED)
            )
            db.session.commit()
    else:
        role = RoleKind.ADMINISTRATOR if kind == "administrator" else RoleKind.ORGANISER
        put_in(app, make_branch(app, name="Elsewhere"), cast.member, role)
    page = cast.person(cast.member)
    assert send(cast.client, f"{page}/reset").status_code == 404
    assert "They are trusted with more than this branch" in cast.client.get(page).text
