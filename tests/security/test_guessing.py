"""AU-04 to AU-06: guessing is slow, tells nothing, and locks nobody out."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from limits import RateLimitItemPerMinute
from werkzeug.test import TestResponse

from studyhub.accounts.limits import AttemptsStorage, SignInLimits
from studyhub.accounts.passphrases import Passphrases
from studyhub.db import db
from tests.factories import make_member
from tests.forms import post_form, send
from tests.security.everything import contents
from tests.statements import statements

SignIn = Callable[..., TestResponse]
WRONG = "not-the-right-passphrase"


@pytest.fixture
def limits(app: Flask) -> SignInLimits:
    """The limits as they are, on the database of the test."""
    with app.app_context():
        return SignInLimits(db.engine, "a key")


def guess(client: FlaskClient, name: str) -> TestResponse:
    """Try a wrong passphrase."""
    return post_form(client, "/sign-in", sign_in_name=name, passphrase=WRONG)


def test_every_failure_looks_and_costs_the_same(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AU-04: unknown, wrong, too often, no possible name: same answer, same statements, one hash each."""
    member, flooded = make_member(app), make_member(app, name="Vera")
    for _ in range(10):
        guess(app.test_client(), flooded.sign_in_name)
    hashed: list[str] = []
    check_plainly = Passphrases._fits

    def check(self: Passphrases, passphrase_hash: str, passphrase: str) -> bool:
        hashed.append(passphrase_hash)
        return check_plainly(self, passphrase_hash, passphrase)

    monkeypatch.setattr(Passphrases, "_fits", check)
    seen = set()
    for name in (member.sign_in_name, flooded.sign_in_name, "nobody-at-all", "аdmin", "x" * 5000):
        client.get("/sign-in")
        hashed.clear()
        with statements(app) as ran:
            answer = guess(client, name)
        text = re.sub(r'value="[^"]*"', "", answer.text)
        seen.add((answer.status_code, text, repr(sorted(answer.headers.keys())), tuple(ran), len(hashed)))
    assert len(seen) == 1
    assert seen.pop()[4] == 1


def test_the_right_passphrase_does_not_help_once_it_was_tried_too_often(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """AU-05: ten in five minutes; and then the window opens again."""
    member = make_member(app)
    with time_machine.travel("2026-05-14T19:00:00Z", tick=False) as clock:
        for _ in range(10):
            assert guess(client, member.sign_in_name).status_code == 422
        assert sign_in(client, member).status_code == 422
        clock.shift(timedelta(minutes=5))
        assert sign_in(client, member).status_code == 303


def test_getting_in_forgives_the_tries_before(app: Flask, sign_in: SignIn) -> None:
    member = make_member(app)
    for _ in range(3):
        for _ in range(9):
            guess(app.test_client(), member.sign_in_name)
        assert sign_in(app.test_client(), member).status_code == 303


def test_a_flood_does_not_lock_the_owner_out_of_a_known_device(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """AU-06: on a device where she has signed in before, her own ten tries count."""
    member = make_member(app)
    sign_in(client, member)
    with client.session_transaction() as cookie:
        cookie.pop("_user_id")  # the session is over, the mark of the device is not
    for _ in range(20):
        guess(app.test_client(), member.sign_in_name)
    assert sign_in(app.test_client(), member).status_code == 422, "elsewhere it is closed"
    assert sign_in(client, member).status_code == 303


def test_a_known_device_has_ten_tries_as_well(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """AU-06: whoever finds the device cannot guess without end."""
    member = make_member(app)
    sign_in(client, member)
    with client.session_transaction() as cookie:
        cookie.pop("_user_id")
    for _ in range(10):
        guess(client, member.sign_in_name)
    assert sign_in(client, member).status_code == 422


def test_a_device_is_known_for_its_owner_alone(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """AU-06: with an account of one's own, one cannot get a second ten for another's."""
    victim = make_member(app)
    sign_in(client, make_member(app, name="Mallory"))
    for _ in range(10):
        send(client, "/sign-in", sign_in_name=victim.sign_in_name, passphrase=WRONG)
    with client.session_transaction() as cookie:
        cookie.pop("_user_id")
    assert sign_in(client, victim).status_code == 422


@pytest.mark.parametrize("mark", ["", "made-up", "WyJhIiwiYiJd.x"])
def test_a_mark_that_somebody_made_up_counts_for_nothing(app: Flask, client: FlaskClient, mark: str) -> None:
    client.set_cookie("device", mark)
    assert guess(client, make_member(app).sign_in_name).status_code == 422
    assert len(contents(app)["attempts"]) == 2, "the account's count and everybody's"


def test_all_together_have_a_limit_too(limits: SignInLimits) -> None:
    """AU-05: a thousand in five minutes, over all names; tried here with twenty."""
    few = SignInLimits(limits.engine, "a key", overall=RateLimitItemPerMinute(20, 5))
    assert [few.allow(f"name-{number}", None) for number in range(25)] == [True] * 20 + [False] * 5
    assert few.allow("name-1", "her own phone"), "known devices do not suffer from it"


def test_made_up_names_do_not_fill_the_database(app: Flask, limits: SignInLimits) -> None:
    """DS-07's kin: beyond the limit for all, no further row; and counts that are over go with the next sign-in."""
    few = SignInLimits(limits.engine, "a key", overall=RateLimitItemPerMinute(20, 5))
    with time_machine.travel("2026-05-14T19:00:00Z", tick=False) as clock:
        for number in range(50):
            few.allow(f"name-{number}", None)
        assert len(contents(app)["attempts"]) == 21
        clock.shift(301)
        few.allow("nadia", None)
        few.forgive("nadia", None)
        assert len(contents(app)["attempts"]) == 1


def test_the_limits_are_those_that_were_decided(limits: SignInLimits) -> None:
    """AU-05."""
    assert (limits.per_account.amount, limits.per_account.get_expiry()) == (10, 300)
    assert (limits.overall.amount, limits.overall.get_expiry()) == (1000, 300)


def test_the_count_is_exact_under_sixteen_threads(limits: SignInLimits) -> None:
    """AU-05, DS-07: of 160 tries at the same moment, ten are within the limit."""
    with ThreadPoolExecutor(16) as threads:
        allowed = list(threads.map(lambda _: limits.allow("nadia", None), range(160)))
    assert allowed.count(True) == 10


def test_counts_name_nobody(app: Flask, client: FlaskClient) -> None:
    """AU-05: keyed hashes, so that a copy of the database does not tell who exists or was tried."""
    guess(client, "nadia-of-leith")
    rows = contents(app)["attempts"]
    assert len(rows) == 2
    assert "nadia" not in repr(rows)
    assert all(re.fullmatch("[0-9a-f]{64}", str(row[0])) for row in rows)


def test_a_clock_put_back_locks_nobody_out(limits: SignInLimits) -> None:
    """SE-03's kin: a span that was begun in a wrong future begins anew."""
    with time_machine.travel("2036-01-01T00:00:00Z", tick=False):
        for _ in range(10):
            limits.allow("nadia", None)
        assert not limits.allow("nadia", None)
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        assert limits.allow("nadia", None)


def test_the_storage_does_what_the_library_asks_of_one(limits: SignInLimits) -> None:
    storage = AttemptsStorage(limits.engine)
    with time_machine.travel("2026-05-14T19:00:00Z", tick=False) as clock:
        assert storage.get("key") == 0
        assert [storage.incr("key", 60) for _ in range(3)] == [1, 2, 3]
        assert storage.get("key") == 3
        assert storage.get_expiry("key") == datetime(2026, 5, 14, 19, 1, tzinfo=UTC).timestamp()
        assert storage.check()
        clock.shift(61)
        assert storage.get("key") == 0
        assert storage.reset() == 1
        storage.incr("key", 60)
        storage.clear("key")
        assert storage.get("key") == 0
