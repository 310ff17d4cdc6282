"""SE-01 to SE-03: sessions are made here, ended here, and end by themselves."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from studyhub.accounts.models import AuthSession
from studyhub.db import db
from studyhub.settings import Settings
from tests.databases import NOW
from tests.factories import PASSPHRASE, make_member
from tests.forms import send
from tests.security.everything import contents
from tests.statements import statements

SignIn = Callable[..., TestResponse]
Clock = time_machine.Traveller
ZONES = [
    "Europe/London",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Tehran",
]


def is_in(client: FlaskClient) -> bool:
    """Say whether a browser is signed in: for members, unknown addresses do not exist; strangers are led away."""
    return client.get("/no-such-page").status_code == 404


def token(client: FlaskClient) -> str:
    """Return the session's token, as it stands in the cookie."""
    with client.session_transaction() as cookie:
        return str(cookie["_user_id"])


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return another browser that holds the same cookie: a thief's."""
    thief = app.test_client()
    stolen = client.get_cookie("session")
    assert stolen is not None
    thief.set_cookie("session", stolen.value)
    return thief


def test_signing_in_makes_a_new_id_and_ends_the_planted_one(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """SE-01: an attacker's own session, planted in a victim's browser, is not adopted."""
    attacker = app.test_client()
    sign_in(attacker, make_member(app, name="Mallory"))
    planted = attacker.get_cookie("session")
    assert planted is not None
    client.set_cookie("session", planted.value)
    victim = make_member(app)
    send(client, "/sign-in", sign_in_name=victim.sign_in_name, passphrase=PASSPHRASE)
    assert token(client) != token(attacker)
    assert not is_in(attacker), "what lay in the browser before is ended, not left to whoever planted it"
    assert is_in(client)


def test_each_sign_in_has_its_own_id(app: Flask, client: FlaskClient) -> None:
    """SE-01."""
    member = make_member(app)
    tokens = set()
    for _ in range(3):
        send(client, "/sign-in", sign_in_name=member.sign_in_name, passphrase=PASSPHRASE)
        tokens.add(token(client))
    assert len(tokens) == 3
    assert len(contents(app)["auth_session"]) == 1, "the browser's earlier sessions are gone"


def test_an_id_that_somebody_made_up_is_nobody(client: FlaskClient) -> None:
    """SE-01."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "made-up-token"
        cookie["seen"] = int(datetime.now(UTC).timestamp())
    assert not is_in(client)


def test_only_the_hash_of_a_long_token_is_kept(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """SE-02: at least 128 bits; who reads the database cannot sign in by it."""
    sign_in(client, make_member(app))
    assert len(base64.urlsafe_b64decode(token(client) + "==")) * 8 >= 128
    assert token(client) not in repr(contents(app))


def test_an_old_cookie_is_worth_nothing_after_signing_out(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """SE-02."""
    sign_in(client, make_member(app))
    thief = copied(app, client)
    assert is_in(thief)
    send(client, "/sign-out")
    assert not is_in(client)
    assert not is_in(thief)
    assert contents(app)["auth_session"] == []


def test_a_removed_member_is_out_on_the_next_request(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """SE-02."""
    member = make_member(app)
    sign_in(client, member)
    with app.app_context():
        db.session.delete(db.session.get_one(type(member), member.id))
        db.session.commit()
    assert not is_in(client)


def test_who_asks_costs_one_statement(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, make_member(app))
    with statements(app) as ran:
        client.get("/no-such-page")
    assert len([statement for statement in ran if "auth_session" in statement]) == 1
    assert len(ran) == 1


def test_after_half_an_hour_of_silence_one_signs_in_again(
    app: Flask, client: FlaskClient, sign_in: SignIn, clock: Clock
) -> None:
    """SE-03."""
    sign_in(client, make_member(app))
    for _ in range(3):
        clock.shift(timedelta(minutes=29))
        assert is_in(client), "whoever is reading stays in"
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_after_twelve_hours_one_signs_in_again_however_busy(
    app: Flask, client: FlaskClient, sign_in: SignIn, clock: Clock
) -> None:
    """SE-03: rounded up to the hour, so after thirteen at the latest."""
    clock.shift(timedelta(minutes=20))
    sign_in(client, make_member(app))
    hours = 0.0
    while is_in(client):
        clock.shift(timedelta(minutes=20))
        hours += 1 / 3
        assert hours < 14
    assert 12 <= round(hours, 1) <= 13


@pytest.mark.parametrize(("is_administrator", "days"), [(False, 30), (True, 7)])
def test_ones_own_phone_stays_signed_in(
    app: Flask, sign_in: SignIn, clock: Clock, *, is_administrator: bool, days: int
) -> None:
    client = app.test_client()
    sign_in(client, make_member(app, is_administrator=is_administrator), is_own_phone="y")
    clock.shift(timedelta(days=days) - timedelta(hours=1))
    assert is_in(client)
    clock.shift(timedelta(hours=3))
    assert not is_in(client)


def test_the_end_is_kept_to_the_hour_and_the_beginning_to_the_day(
    app: Flask, client: FlaskClient, sign_in: SignIn, clock: Clock
) -> None:
    """PR-04: neither column tells at what minute somebody signed in."""
    clock.move_to(datetime(2026, 5, 14, 19, 23, 45, 678, tzinfo=UTC))
    sign_in(client, make_member(app))
    with app.app_context():
        kept = db.session.scalars(select(AuthSession)).one()
        assert kept.ends_at == datetime(2026, 5, 15, 8, 0, tzinfo=UTC)
        assert kept.began_on == datetime(2026, 5, 14, tzinfo=UTC).date()


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=3653)], ids=str)
@pytest.mark.parametrize("own_phone", ["", "y"])
def test_a_clock_put_back_revives_no_session(
    app: Flask, sign_in: SignIn, clock: Clock, *, back: timedelta, own_phone: str
) -> None:
    """SE-03: one that was over stays over, and one that goes on is not made longer."""
    client = app.test_client()
    sign_in(client, make_member(app), is_own_phone=own_phone)
    clock.shift(timedelta(days=31) if own_phone else timedelta(minutes=40))
    assert not is_in(client)
    clock.move_to(NOW - back)
    assert not is_in(client)
    sign_in(client, make_member(app))
    assert is_in(client), "and signing in goes on working"


@pytest.mark.parametrize(
    "then",
    [
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(2028, 2, 29, tzinfo=UTC),
        datetime(2096, 1, 1, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_clock_put_forward_breaks_nothing(
    app: Flask, client: FlaskClient, sign_in: SignIn, *, clock: Clock, then: datetime
) -> None:
    """SE-03."""
    sign_in(client, make_member(app))
    clock.move_to(then)
    assert not is_in(client)
    sign_in(client, make_member(app))
    assert is_in(client)


@pytest.mark.parametrize("zone", ZONES)
def test_summer_time_ends_no_session(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """C1: times are kept in UTC, whatever the computer's zone does on that night."""
    monkeypatch.setenv("TZ", zone)
    client = app.test_client()
    for night in (datetime(2026, 3, 29, 0, 45, tzinfo=UTC), datetime(2026, 10, 25, 0, 45, tzinfo=UTC)):
        with time_machine.travel(night, tick=False) as clock:
            sign_in(client, make_member(app))
            clock.shift(timedelta(minutes=25))
            assert is_in(client)
            clock.shift(timedelta(minutes=31))
            assert not is_in(client)


def test_a_new_secret_key_lets_those_in_who_hold_the_old_one(
    make_app: Callable[[Settings], Flask], settings: Settings, sign_in: SignIn
) -> None:
    """CF-02: keys can be changed without signing everybody out."""
    app = make_app(settings)
    client = app.test_client()
    sign_in(client, make_member(app))
    changed = dataclasses.replace(settings, secret_key="k" * 40, old_secret_keys=(settings.secret_key,))
    assert is_in(copied(make_app(changed), client))
    forgotten = dataclasses.replace(settings, secret_key="k" * 40)
    assert not is_in(copied(make_app(forgotten), client))
