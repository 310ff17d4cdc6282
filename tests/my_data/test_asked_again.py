"""AU-12: whoever takes everything away, or deletes it, has shown within ten minutes that it is them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.db import db
from tests.conftest import Traveller
from tests.factories import PASSPHRASE, make_instance, make_member
from tests.forms import post_form, send

SignIn = Callable[..., TestResponse]
ELEVEN = timedelta(minutes=11)


@pytest.fixture
def nadia(app: Flask, client: FlaskClient, sign_in: SignIn, clock: Traveller) -> Member:
    """A member who signed in eleven minutes ago."""
    make_instance(app)
    make_member(app, is_administrator=True)
    member = make_member(app, name="Nadia")
    sign_in(client, member)
    clock.shift(ELEVEN)
    return member


@pytest.mark.usefixtures("nadia")
def test_looking_needs_no_more_than_being_signed_in(client: FlaskClient) -> None:
    assert client.get("/you/data").status_code == 200


@pytest.mark.usefixtures("nadia")
def test_a_copy_is_given_only_after_the_passphrase(client: FlaskClient) -> None:
    answer = send(client, "/you/data/copy")
    assert answer.status_code == 403
    assert answer.mimetype == "text/html"
    post_form(client, "/confirm?next=/you/data", passphrase=PASSPHRASE)
    assert send(client, "/you/data/copy").mimetype == "application/zip"


def test_an_account_is_deleted_only_after_the_passphrase(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    assert client.get("/you/delete").headers["Location"].startswith("/confirm?next=")
    assert send(client, "/you/delete", typed=nadia.sign_in_name).status_code == 403
    with app.app_context():
        assert db.session.get(Member, nadia.id) is not None
    post_form(client, "/confirm?next=/you/delete", passphrase=PASSPHRASE)
    assert post_form(client, "/you/delete", typed=nadia.sign_in_name).headers["Location"] == "/goodbye"
    with app.app_context():
        assert db.session.get(Member, nadia.id) is None
