"""AU-11: ten codes on paper, each of which opens once; they lead to a new passphrase and to nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from studyhub.accounts.actions import hash_of
from studyhub.accounts.models import AuthSession, Member
from studyhub.accounts.passphrases import words
from studyhub.db import db
from studyhub.ways_in.actions import make_recovery_codes, spend_recovery_code
from studyhub.ways_in.models import WORDS_OF_A_CODE, RecoveryCode, recovery_code_of
from tests.databases import NOW
from tests.factories import make_member
from tests.forms import post_form, send
from tests.security.everything import contents
from tests.statements import statements

SignIn = Callable[..., TestResponse]
CODE = re.compile(r"<li><b>([a-z-]+)</b></li>")
NEW = "copper-window-salad-meadow"


def codes_for(app: Flask, member: Member) -> list[str]:
    """Make codes as the page does, without the page."""
    with app.app_context():
        codes = make_recovery_codes(member.id, today=NOW.date())
        db.session.commit()
    return codes


def recover(client: FlaskClient, name: str, code: str) -> TestResponse:
    """Send the form for a recovery code."""
    return post_form(client, "/sign-in/recovery", sign_in_name=name, code=code)


def test_the_codes_are_shown_once_and_kept_as_hashes(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """AU-11: ten, of 64 bits and more each."""
    sign_in(client, make_member(app))
    page = send(client, "/you/ways-in/codes")
    codes = CODE.findall(page.text)
    assert len(set(codes)) == 10
    assert len(words()) ** WORDS_OF_A_CODE > 2**64
    assert all(len(code.split("-")) == WORDS_OF_A_CODE for code in codes)
    assert page.headers["Cache-Control"] == "no-store"
    rows = repr(contents(app))
    assert not any(code in rows for code in codes)
    assert all(hash_of(code) in rows for code in codes)
    assert "You have 10 left" in client.get("/you/ways-in").text
    assert not CODE.findall(client.get("/you/ways-in").text)


def test_new_codes_void_the_old_ones(app: Flask) -> None:
    """AU-11."""
    member = make_member(app)
    (old, *_others), (new, *_more) = codes_for(app, member), codes_for(app, member)
    assert recover(app.test_client(), member.sign_in_name, old).status_code == 422
    assert recover(app.test_client(), member.sign_in_name, new).status_code == 303


def test_a_code_leads_to_a_new_passphrase_and_then_in(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """AU-11: what was signed in before is signed out, and the pages tell of it (AU-12)."""
    member, elsewhere = make_member(app), app.test_client()
    sign_in(elsewhere, member)
    code = codes_for(app, member)[0]
    answer = recover(client, member.sign_in_name.upper(), code.replace("-", "  ").upper())
    assert answer.headers["Location"] == "/sign-in/new-passphrase"
    answer = post_form(client, "/sign-in/new-passphrase", passphrase=NEW)
    assert answer.headers["Location"] == "/you/ways-in"
    assert "Your passphrase was changed on" in client.get("/").text
    assert "You have 9 left" in client.get("/you/ways-in").text
    assert elsewhere.get("/you").status_code == 303
    assert sign_in(app.test_client(), member, passphrase=NEW).status_code == 303
    assert sign_in(app.test_client(), member).status_code == 422
    send(client, "/you/ways-in/passphrase/seen", next="/you")
    assert "was changed" not in client.get("/you").text


def test_a_code_works_once(app: Flask) -> None:
    """AU-11."""
    member = make_member(app)
    code = codes_for(app, member)[0]
    assert recover(app.test_client(), member.sign_in_name, code).status_code == 303
    assert recover(app.test_client(), member.sign_in_name, code).status_code == 422


def test_of_sixteen_at_once_one_code_lets_one_in(app: Flask) -> None:
    """AU-11: using it up is one statement."""
    member = make_member(app)
    code = codes_for(app, member)[0]

    def spend(_: int) -> bool:
        with app.app_context():
            was_right = spend_recovery_code(member.id, code)
            db.session.commit()
        return was_right

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(spend, range(16))).count(True) == 1


def test_a_code_is_for_its_owner_alone(app: Flask, client: FlaskClient) -> None:
    member, other = make_member(app), make_member(app, name="Vera")
    code = codes_for(app, member)[0]
    assert recover(client, other.sign_in_name, code).status_code == 422
    assert recover(client, member.sign_in_name, code).status_code == 303, "and it was not used up by that"


def test_codes_and_passphrases_count_in_one_bucket(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """AU-05: five and five are ten."""
    member = make_member(app)
    code = codes_for(app, member)[0]
    for _ in range(5):
        recover(client, member.sign_in_name, "not-a-code")
        post_form(client, "/sign-in", sign_in_name=member.sign_in_name, passphrase="not-the-right-one")
    assert sign_in(client, member).status_code == 422
    assert recover(client, member.sign_in_name, code).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(RecoveryCode.id).where(RecoveryCode.code_hash == hash_of(code)))


def test_every_failure_looks_and_costs_the_same(app: Flask, client: FlaskClient) -> None:
    """AU-04: unknown, wrong, used, too often, no possible name."""
    member, flooded = make_member(app), make_member(app, name="Vera")
    used, good = codes_for(app, member)[0], codes_for(app, flooded)[0]
    recover(app.test_client(), member.sign_in_name, used)
    for _ in range(10):
        recover(app.test_client(), flooded.sign_in_name, "wrong")
    seen = set()
    for name, code in (
        (member.sign_in_name, "wrong"),
        (member.sign_in_name, used),
        (flooded.sign_in_name, good),
        ("nobody-at-all", good),
        ("аdmin", "x" * 150),
    ):
        client.get("/sign-in/recovery")
        with statements(app) as ran:
            answer = recover(client, name, code)
        text = re.sub(r'value="[^"]*"', "", answer.text)
        seen.add((answer.status_code, text, repr(sorted(answer.headers.keys())), tuple(ran)))
    assert len(seen) == 1


def test_whoever_is_on_the_way_in_reaches_only_the_next_step(app: Flask, client: FlaskClient) -> None:
    """AZ-15."""
    member = make_member(app)
    recover(client, member.sign_in_name, codes_for(app, member)[0])
    for address in ("/", "/you", "/you/ways-in", "/confirm", "/no-such-page"):
        assert "/sign-in" in client.get(address).headers["Location"]
    assert client.get("/sign-in/new-passphrase").status_code == 200
    assert app.test_client().get("/sign-in/new-passphrase").headers["Location"] == "/sign-in"
    with app.app_context():
        assert db.session.scalars(select(AuthSession)).all() == []


@pytest.mark.parametrize("shift", [timedelta(minutes=16), timedelta(minutes=-1)], ids=str)
def test_the_way_in_closes_after_a_while(
    app: Flask, client: FlaskClient, clock: object, shift: timedelta
) -> None:
    """AZ-15; and a clock put back opens nothing (SE-03)."""
    member = make_member(app)
    recover(client, member.sign_in_name, codes_for(app, member)[0])
    clock.shift(shift)  # type: ignore[attr-defined]  # time_machine's
    assert client.get("/sign-in/new-passphrase").headers["Location"] == "/sign-in"


def test_a_passphrase_that_was_changed_meanwhile_closes_the_way_in(app: Flask, client: FlaskClient) -> None:
    """AU-07's kin: of two on the way in, the first who chooses ends the other's."""
    member = make_member(app)
    one, two, *_ = codes_for(app, member)
    second = app.test_client()
    recover(client, member.sign_in_name, one)
    recover(second, member.sign_in_name, two)
    post_form(client, "/sign-in/new-passphrase", passphrase=NEW)
    assert send(second, "/sign-in/new-passphrase", passphrase=NEW).headers["Location"] == "/sign-in"
    assert client.get("/you").status_code == 200


def test_a_weak_passphrase_is_refused_with_a_reason(app: Flask, client: FlaskClient) -> None:
    """AU-02: the words of the person are no secret, either."""
    member = make_member(app, sign_in_name="nadia-of-leith")
    recover(client, member.sign_in_name, codes_for(app, member)[0])
    for weak, reason in (("short", "at least 12"), ("nadia-of-leith", "first that a stranger would try")):
        page = post_form(client, "/sign-in/new-passphrase", passphrase=weak)
        assert page.status_code == 422
        assert reason in page.text


@pytest.mark.parametrize("typed", ["Acorn  acre-ACTOR", " acorn, acre. actor\n", "acorn–acre_actor"])
def test_a_code_may_be_typed_as_one_hears_it(typed: str) -> None:
    assert recovery_code_of(typed) == "acorn-acre-actor"
