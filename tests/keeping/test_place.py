"""The name under which a session keeps something on a phone: its own, telling nothing, and gone with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from studyhub.accounts.models import AuthSession, Member
from studyhub.db import db
from studyhub.keeping import place
from studyhub.keeping.place import place_on_device
from tests.compiled import make_course
from tests.conftest import SignIn
from tests.factories import make_member, publish_course

NAME = re.compile(r"kept-[0-9a-f]{16}-(\d+)")


@pytest.fixture
def phones(app: Flask, sign_in: SignIn) -> dict[str, str]:
    """What is said on two phones of Nadia's and one of Amir's."""
    nadia, amir = make_member(app, name="Nadia"), make_member(app, name="Amir")
    return {
        "one": signed_in(app, nadia, sign_in),
        "two": signed_in(app, nadia, sign_in),
        "another's": signed_in(app, amir, sign_in),
    }


def signed_in(app: Flask, member: Member, sign_in: SignIn) -> str:
    client = app.test_client()
    sign_in(client, member, is_own_phone="y")
    said = {named(client, page) for page in ("/", "/you", "/courses")}
    assert len(said) == 1, "every page says the same"
    return said.pop()


def named(client: FlaskClient, page: str) -> str:
    (name,) = re.findall(r'data-keeping="([^"]*)"', client.get(page).text)
    return str(name)


def test_each_session_has_a_name_of_its_own(phones: dict[str, str]) -> None:
    assert len({NAME.fullmatch(name) and name.rpartition("-")[0] for name in phones.values()}) == 3


def test_a_name_says_when_the_session_ends_and_nothing_to_find_it_by(
    app: Flask, phones: dict[str, str]
) -> None:
    with app.app_context():
        sessions = db.session.scalars(select(AuthSession)).all()
        ends = {int(one.ends_at.timestamp()) for one in sessions}
        stored = {
            str(getattr(one, column.key)) for one in sessions for column in AuthSession.__table__.columns
        }
    for name in phones.values():
        found = NAME.fullmatch(name)
        assert found
        assert int(found[1]) in ends
        assert datetime.fromtimestamp(int(found[1]), UTC).minute == 0
        assert not any(name.split("-")[1] in text for text in stored)


def test_where_nobody_is_signed_in_nothing_may_be_kept(client: FlaskClient) -> None:
    assert named(client, "/sign-in") == ""


def test_a_fault_of_the_database_lets_all_stay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unknown:
        """Somebody of whom the database does not say who it is."""

        @property
        def is_authenticated(self) -> bool:
            raise OperationalError("select", {}, Exception("no database"))

    monkeypatch.setattr(place, "current_user", Unknown())
    with app.test_request_context("/"):
        assert place_on_device() is None


@pytest.mark.parametrize(("more", "may_keep"), [({"is_own_phone": "y"}, True), ({}, False)])
def test_only_on_ones_own_phone(
    app: Flask, client: FlaskClient, sign_in: SignIn, more: dict[str, Any], *, may_keep: bool
) -> None:
    publish_course(app, make_course())
    sign_in(client, make_member(app), **more)
    page = client.get("/courses/revolution/module-1").text
    assert ("Keep on this phone" in page) is may_keep
