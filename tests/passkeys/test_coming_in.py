"""Signing in, confirming and the second step by a passkey; and everything that must not work."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from studyhub.accounts.actions import end_sessions_of
from studyhub.accounts.limits import OVERALL, SignInLimits, keyed_hash
from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.organisation.models import RoleKind
from studyhub.passkeys.actions import spend_challenge
from studyhub.passkeys.answers import read_answer, read_new_key
from studyhub.passkeys.site import Site
from studyhub.ways_in.models import ChallengePurpose
from studyhub.ways_in.queries import count_without_second_factor
from studyhub.web import clock as our_clock
from tests.databases import NOW
from tests.factories import PASSPHRASE, make_branch, make_instance, make_member, put_in
from tests.forms import post_form, send
from tests.passkeys.conftest import SignIn, add, asked, come_in, is_in
from tests.passkeys.phone import Phone
from tests.security.everything import contents
from tests.ways_in.test_recovery_codes import codes_for, recover

Clock = time_machine.Traveller


def is_refused(answer: TestResponse) -> bool:
    """Say whether somebody was not let in."""
    return answer.status_code == 422 and "did not let you in" in answer.text


def test_a_passkey_lets_one_in_without_a_name(client: FlaskClient, phone: Phone) -> None:
    assert come_in(client, phone).headers["Location"] == "/help"
    assert client.get("/you/delete").status_code == 200, "and that was fresh, and both factors"
    assert contents(client.application)["passkey_challenge"] == []


def test_it_can_be_used_again_and_again(app: Flask, phone: Phone) -> None:
    for _ in range(12):
        assert come_in(app.test_client(), phone).status_code == 303


def test_a_phone_that_does_not_count_is_let_in(app: Flask, phone: Phone) -> None:
    """Those that copy their passkeys to other devices always say none."""
    for _ in range(2):
        phone.keys[0].count = -1
        assert come_in(app.test_client(), phone).status_code == 303


def test_who_asks_learns_of_nobody(app: Flask, phone: Phone) -> None:
    """AU-04: strangers are told of no passkey."""
    assert phone.keys
    told = asked(app.test_client(), "/sign-in/passkey/asked")["get"]
    assert told["allowCredentials"] == []
    assert told["userVerification"] == "required"


Wrong = Callable[[Phone], Any]
MAKE_WRONG: dict[str, tuple[Wrong, dict[str, Any]]] = {
    "a page elsewhere": (lambda phone: setattr(phone, "origin", "https://evil.example"), {}),
    "https instead of http": (lambda phone: setattr(phone, "origin", "https://localhost"), {}),
    "another port": (lambda phone: setattr(phone, "origin", "http://localhost:8080"), {}),
    "another host": (lambda phone: setattr(phone, "host", "evil.example"), {}),
    "not opened by its owner": (lambda phone: setattr(phone, "is_opened", False), {}),
    "a count that fell": (lambda phone: setattr(phone.keys[0], "count", 3), {}),
    "a count that stood still": (lambda phone: setattr(phone.keys[0], "count", 4), {}),
    "another challenge": (lambda _: None, {"challenge": "A" * 43}),
    "made for something else": (lambda _: None, {"type": "webauthn.create"}),
    "another owner": (lambda _: None, {"owner_handle": "A" * 43}),
    "no owner": (lambda _: None, {"owner_handle": None}),
}


@pytest.mark.parametrize(("make_wrong", "unlike"), MAKE_WRONG.values(), ids=list(MAKE_WRONG))
def test_what_is_not_right_lets_nobody_in(
    app: Flask, phone: Phone, *, make_wrong: Wrong, unlike: dict[str, Any]
) -> None:
    phone.keys[0].count = 4
    assert come_in(app.test_client(), phone).status_code == 303  # the fifth time
    make_wrong(phone)
    before = contents(app)["passkey"]
    client = app.test_client()
    assert is_refused(come_in(client, phone, **unlike))
    assert not is_in(client)
    assert contents(app)["passkey"] == before


def test_another_key_lets_nobody_in(client: FlaskClient, phone: Phone) -> None:
    other = Phone()
    other.make({"create": {"pubKeyCredParams": [{"alg": -7}], "user": {"id": "AAAA"}, "challenge": "A"}})
    assert is_refused(come_in(client, phone, key=other.keys[0]))


def test_every_way_of_failing_looks_the_same(app: Flask, phone: Phone) -> None:
    """AU-04: an unknown passkey, a wrong signature, nonsense, nothing at all, an old challenge."""
    stranger = Phone()
    stranger.make({"create": {"pubKeyCredParams": [{"alg": -7}], "user": {"id": "AAAA"}, "challenge": "A"}})
    client = app.test_client()
    answers = [
        come_in(client, stranger),
        come_in(client, phone, key=stranger.keys[0]),
        come_in(client, phone, challenge="A" * 43),
        *(send(client, "/sign-in/passkey", passkey=text, next="/help") for text in ("", "{}", "[]", "no")),
    ]
    pages = {re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}
    assert len(pages) == 1
    assert {answer.status_code for answer in answers} == {422}


def test_an_answer_works_once(app: Flask, client: FlaskClient, phone: Phone) -> None:
    answer = phone.sign(asked(client, "/sign-in/passkey/asked"))
    with client.session_transaction() as cookie:
        planted = dict(cookie)
    assert send(client, "/sign-in/passkey", passkey=answer).status_code == 303
    phone.keys[0].count = 0
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie.update(planted)
    assert is_refused(send(other, "/sign-in/passkey", passkey=answer)), "not even with the cookie of before"


def test_a_failed_try_uses_the_challenge_up(client: FlaskClient, phone: Phone) -> None:
    options = asked(client, "/sign-in/passkey/asked")
    send(client, "/sign-in/passkey", passkey="{}")
    assert is_refused(send(client, "/sign-in/passkey", passkey=phone.sign(options)))


def test_an_answer_of_one_browser_is_worth_nothing_in_another(
    app: Flask, client: FlaskClient, phone: Phone
) -> None:
    """Nobody is signed in as somebody else by an answer that was slipped to them."""
    answer = phone.sign(asked(client, "/sign-in/passkey/asked"))
    other = app.test_client()
    asked(other, "/sign-in/passkey/asked")
    assert is_refused(send(other, "/sign-in/passkey", passkey=answer))


def test_a_challenge_lasts_three_minutes(client: FlaskClient, phone: Phone, clock: Clock) -> None:
    options = asked(client, "/sign-in/passkey/asked")
    clock.shift(timedelta(minutes=3))
    assert is_refused(send(client, "/sign-in/passkey", passkey=phone.sign(options)))


def test_of_sixteen_at_once_one_answers_a_challenge(app: Flask, client: FlaskClient) -> None:
    options = asked(client, "/sign-in/passkey/asked")

    def spend(_: int) -> bool:
        with app.app_context():
            is_open = spend_challenge(
                options["get"]["challenge"], ChallengePurpose.SIGN_IN, member_id=None, now=our_clock.now()
            )
            db.session.commit()
            return is_open

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(spend, range(16))).count(True) == 1


def test_a_challenge_for_one_thing_is_worth_nothing_for_another(
    app: Flask, phone: Phone, clock: Clock
) -> None:
    client = app.test_client()
    come_in(client, phone)
    clock.shift(timedelta(minutes=11))
    answer = phone.sign(asked(client, "/sign-in/passkey/asked"))
    assert send(client, "/confirm/passkey", passkey=answer).status_code == 422
    answer = phone.sign(asked(client, "/confirm/passkey/asked"))
    assert is_refused(send(client, "/sign-in/passkey", passkey=answer))


def test_tries_with_a_passkey_count_as_any_other(app: Flask, nadia: Member, phone: Phone) -> None:
    """AU-05: one bucket for the account, whichever way in is tried; AU-06: the owner's own device has its own."""
    client = app.test_client()
    for _ in range(10):
        come_in(client, phone, challenge="A" * 43)
    assert is_refused(come_in(client, phone))
    wrong = post_form(client, "/sign-in", sign_in_name=nadia.sign_in_name, passphrase=PASSPHRASE)
    assert wrong.status_code == 422


def test_asking_has_its_own_limit(app: Flask, nadia: Member, sign_in: SignIn) -> None:
    """AU-06, DS-01: who asks without end fills no table, and keeps nobody from signing in."""
    client, key = app.test_client(), app.config["SECRET_KEY"]
    with app.app_context():
        SignInLimits(db.engine, key)._counter().hit(OVERALL, keyed_hash(key, "asked of passkeys"), cost=999)
    assert send(client, "/sign-in/passkey/asked").status_code == 200
    assert send(client, "/sign-in/passkey/asked").status_code == 429
    assert len(contents(app)["passkey_challenge"]) == 1
    assert sign_in(client, nadia).status_code == 303


def test_what_is_over_goes_with_the_next(app: Flask, clock: Clock) -> None:
    """PR-02."""
    for _ in range(3):
        asked(app.test_client(), "/sign-in/passkey/asked")
    clock.shift(timedelta(minutes=4))
    asked(app.test_client(), "/sign-in/passkey/asked")
    assert len(contents(app)["passkey_challenge"]) == 1


def test_without_a_token_nothing_is_asked(client: FlaskClient) -> None:
    """CS-01."""
    assert client.post("/sign-in/passkey/asked").status_code == 400
    assert client.get("/sign-in/passkey/asked").headers["Location"].startswith("/sign-in?next=")


def test_a_passkey_confirms_that_it_is_still_them(app: Flask, phone: Phone, clock: Clock) -> None:
    """AU-12."""
    client = app.test_client()
    come_in(client, phone)
    clock.shift(timedelta(minutes=11))
    assert client.get("/you/delete").status_code == 303
    assert "/confirm/passkey/asked" in client.get("/confirm").text
    options = asked(client, "/confirm/passkey/asked")
    assert len(options["get"]["allowCredentials"]) == 1
    answer = phone.sign(options, owner_handle=None)
    assert send(client, "/confirm/passkey", passkey=answer, next="/you/delete").status_code == 303
    assert client.get("/you/delete").status_code == 200


def test_a_passkey_alone_changes_no_way_in(app: Flask, phone: Phone, clock: Clock) -> None:
    """AU-12: whoever took the phone, and saw how it is opened, shall not keep the account."""
    client, ways = app.test_client(), "/you/ways-in/passphrase"
    come_in(client, phone)
    assert client.get(ways).headers["Location"] == f"/confirm?next={ways}"
    assert "passkey" not in client.get(f"/confirm?next={ways}").text
    clock.shift(timedelta(minutes=11))
    send(client, "/confirm/passkey", passkey=phone.sign(asked(client, "/confirm/passkey/asked")))
    assert client.get("/you/delete").status_code == 200
    assert client.get(ways).status_code == 303
    send(client, "/confirm", passphrase=PASSPHRASE)
    assert client.get(ways).status_code == 200


def test_after_passphrase_and_passkey_ways_in_can_be_changed(
    app: Flask, nadia: Member, phone: Phone, *, sign_in: SignIn
) -> None:
    """AU-12."""
    client = app.test_client()
    sign_in(client, nadia)
    come_in(client, phone)
    assert client.get("/you/ways-in/passphrase").status_code == 200


def test_anothers_passkey_confirms_nothing(app: Flask, phone: Phone, sign_in: SignIn, clock: Clock) -> None:
    """AU-12: also where somebody else's phone is at hand."""
    client = app.test_client()
    sign_in(client, make_member(app, name="Mallory"))
    add(client, Phone())
    clock.shift(timedelta(minutes=11))
    for unlike in ({}, {"owner_handle": None}):
        answer = phone.sign(asked(client, "/confirm/passkey/asked"), **unlike)
        assert send(client, "/confirm/passkey", passkey=answer).status_code == 422
    assert client.get("/you/delete").status_code == 303


def test_the_passphrase_alone_does_not_open_an_account_with_a_passkey(
    app: Flask, nadia: Member, phone: Phone, sign_in: SignIn
) -> None:
    """AU-10: else whoever found out the passphrase would go round the passkey."""
    client = app.test_client()
    assert sign_in(client, nadia, next="/help").headers["Location"].startswith("/sign-in/code")
    page = client.get("/sign-in/code").text
    assert "Show your passkey" in page
    assert "six digits" not in page
    assert "only where scripts run" in page
    assert not is_in(client)
    assert send(client, "/sign-in/code", code="000000").status_code == 422
    assert come_in(client, phone).status_code == 303
    assert is_in(client)


def test_a_recovery_code_stands_for_a_lost_phone(
    app: Flask, nadia: Member, phone: Phone, sign_in: SignIn
) -> None:
    """AU-11."""
    assert phone.keys
    code = codes_for(app, nadia)[0]
    client = app.test_client()
    sign_in(client, nadia)
    assert send(client, "/sign-in/code", code=code).status_code == 303
    assert is_in(client)


def test_who_lost_the_passphrase_shows_the_passkey_and_chooses_another(
    app: Flask, nadia: Member, phone: Phone
) -> None:
    """AU-10: a new passphrase needs the second factor, too."""
    client = app.test_client()
    recover(client, nadia.sign_in_name, codes_for(app, nadia)[0])
    assert client.get("/sign-in/new-passphrase").status_code == 303
    assert come_in(client, phone).headers["Location"] == "/sign-in/new-passphrase"
    changed = post_form(client, "/sign-in/new-passphrase", passphrase="copper-window-salad-meadow")
    assert changed.status_code == 303
    assert is_in(client)


def test_anothers_passkey_is_no_second_step(app: Flask, phone: Phone, sign_in: SignIn) -> None:
    """AU-10, AZ-15: it opens its own owner's account and no other."""
    victim, client, theirs = make_member(app, name="Vera"), app.test_client(), app.test_client()
    sign_in(theirs, victim)
    add(theirs, Phone())
    sign_in(client, victim)
    come_in(client, phone)
    assert victim.sign_in_name not in client.get("/you/ways-in").text
    recover(client, victim.sign_in_name, codes_for(app, victim)[0])
    assert come_in(client, phone).headers["Location"] == "/help", "not the way to her new passphrase"


def test_powers_come_back_with_a_passkey(app: Flask, nadia: Member, sign_in: SignIn) -> None:
    """AU-10: it is a second factor for the guard, and for the doctor."""
    make_instance(app, require_second_factor=True)
    branch = make_branch(app)
    put_in(app, branch, nadia, RoleKind.ORGANISER)
    client = app.test_client()
    sign_in(client, nadia)
    office = f"/branches/{branch}/people"
    with app.app_context():
        assert count_without_second_factor(NOW.date()) == 1
    assert client.get(office).status_code == 303
    add(client, Phone())
    assert client.get(office).status_code == 200
    with app.app_context():
        assert count_without_second_factor(NOW.date()) == 0


def test_where_somebody_stays_signed_in_they_said_so(app: Flask, phone: Phone) -> None:
    for ticked in ({}, {"is_own_phone": "y"}):
        client = app.test_client()
        answer = phone.sign(asked(client, "/sign-in/passkey/asked"))
        send(client, "/sign-in/passkey", passkey=answer, **ticked)
    kept = [row[4] for row in contents(app)["auth_session"]]
    assert (kept.count(True), kept.count(False)) == (1, 2), "the one on which it was added, and these two"


def test_what_was_typed_is_carried_along(
    app: Flask, client: FlaskClient, *, nadia: Member, phone: Phone
) -> None:
    come_in(client, phone)
    with app.app_context():
        end_sessions_of(db.session.get_one(Member, nadia.id))
        db.session.commit()
    asked_first = client.post("/answers", data={"answer": "Because they were hungry"})
    held = re.search(r'name="held"[^>]*value="([^"]+)"', asked_first.text)
    assert held
    answer = phone.sign(asked(client, "/sign-in/passkey/asked"))
    shown = send(client, "/sign-in/passkey", passkey=answer, held=held[1])
    assert "Because they were hungry" in shown.text


def test_the_database_does_not_tell_when_a_passkey_was_used(app: Flask, phone: Phone) -> None:
    """PR-04: the count of uses, and no time."""
    come_in(app.test_client(), phone)
    row = contents(app)["passkey"][0]
    assert NOW.date() in row
    assert not any(hasattr(value, "hour") for value in row)


def test_a_copy_of_the_database_lets_nobody_in(app: Flask, client: FlaskClient) -> None:
    """AU-07: of a challenge, its hash is kept."""
    options = asked(client, "/sign-in/passkey/asked")
    assert options["get"]["challenge"] not in repr(contents(app))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)


@given(
    JSON
    | st.fixed_dictionaries(
        {"id": st.text(), "rawId": st.text(), "type": st.just("public-key"), "response": JSON}
    )
)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_nonsense_is_no_answer(sent: object) -> None:
    """IN-03: whatever stands there, it is refused, and nothing breaks."""
    text = json.dumps(sent)
    assert read_answer(text) is None
    assert read_new_key(text, challenge="AAAA", site=Site("localhost", "http://localhost")) is None


def test_what_is_nested_too_deep_is_no_answer(client: FlaskClient) -> None:
    """IN-03."""
    for text in ("[" * 9000, '{"a":' * 4000, "\ud7ff" * 5000):
        assert is_refused(send(client, "/sign-in/passkey", passkey=text))
