"""AU-09, AU-10: six digits from a phone as the second factor, which nothing goes round."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP, parse_uri
from werkzeug.test import TestResponse

from studyhub.accounts.actions import end_sessions_of
from studyhub.accounts.models import Member
from studyhub.accounts.passphrases import Cost, Passphrases
from studyhub.db import db
from studyhub.organisation.models import RoleKind
from studyhub.ways_in.actions import set_up_authenticator
from studyhub.ways_in.codes import address_of, new_secret
from studyhub.ways_in.models import digits_of
from studyhub.ways_in.proving import is_unused_code
from studyhub.web import clock as our_clock
from tests.databases import NOW
from tests.factories import PASSPHRASE, make_branch, make_instance, make_member, put_in
from tests.forms import post_form, send
from tests.security.everything import contents
from tests.ways_in.test_confirming import hidden
from tests.ways_in.test_recovery_codes import codes_for, recover

SignIn = Callable[..., TestResponse]
Clock = time_machine.Traveller
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
SHOWN = re.compile(r'<b data-from="chance">([A-Z2-7 ]+)</b>')


def give_authenticator(app: Flask, member: Member) -> TOTP:
    """Give a member an authenticator; returns the program on their phone."""
    secret = new_secret()
    with app.app_context():
        set_up_authenticator(member.id, secret, today=NOW.date())
        db.session.commit()
    return TOTP(secret)


def now_on(phone: TOTP) -> str:
    """Return the digits that a phone shows now."""
    return phone.at(our_clock.now())


@pytest.fixture
def nadia(app: Flask, clock: Clock) -> Member:  # noqa: ARG001 - the time stands still for her
    """A member."""
    return make_member(app)


@pytest.fixture
def phone(app: Flask, nadia: Member) -> TOTP:
    """Her phone."""
    return give_authenticator(app, nadia)


@pytest.fixture
def halfway(client: FlaskClient, nadia: Member, phone: TOTP, sign_in: SignIn) -> FlaskClient:  # noqa: ARG001 - she has one
    """Her browser, after the passphrase."""
    assert sign_in(client, nadia, next="/help").headers["Location"] == "/sign-in/code?next=/help"
    return client


def give(client: FlaskClient, code: str) -> TestResponse:
    """Fill in the second step."""
    return post_form(client, "/sign-in/code", code=code, next="/help")


def test_it_is_set_up_from_what_the_page_shows(
    app: Flask, client: FlaskClient, nadia: Member, sign_in: SignIn
) -> None:
    sign_in(client, nadia)
    page = client.get("/you/ways-in/authenticator")
    shown = SHOWN.search(page.text)
    assert shown
    phone = TOTP(shown[1].replace(" ", ""))
    offered = hidden(page, "offered")
    wrong = send(client, "/you/ways-in/authenticator", offered=offered, code="000000")
    assert wrong.status_code == 422
    assert shown[1] in wrong.text, "the same square stays while one tries"
    assert contents(app)["authenticator"] == []
    code = now_on(phone)
    assert send(client, "/you/ways-in/authenticator", offered=offered, code=code).status_code == 303
    assert "six digits from your phone" in client.get("/you/ways-in").text
    assert phone.secret not in client.get("/you/ways-in").text
    assert sign_in(app.test_client(), nadia).headers["Location"] == "/sign-in/code"


def test_a_secret_that_somebody_made_up_is_not_taken(
    app: Flask, client: FlaskClient, nadia: Member, sign_in: SignIn
) -> None:
    """AU-16: neither another's, nor one's own invention."""
    other = app.test_client()
    sign_in(other, make_member(app, name="Mallory"))
    sign_in(client, nadia)
    page = other.get("/you/ways-in/authenticator")
    shown = SHOWN.search(page.text)
    assert shown
    code = now_on(TOTP(shown[1].replace(" ", "")))
    for offered in (hidden(page, "offered"), "made-up"):
        answer = send(client, "/you/ways-in/authenticator", offered=offered, code=code)
        assert answer.status_code == 422


def test_what_the_program_shows_names_no_organisation(phone: TOTP) -> None:
    """PR-05."""
    read = parse_uri(address_of(phone.secret, "nadia"))
    assert (read.issuer, read.name, read.secret) == ("Study", "nadia", phone.secret)


def test_passphrase_and_digits_let_one_in(halfway: FlaskClient, phone: TOTP) -> None:
    assert halfway.get("/you").status_code == 303, "the passphrase alone does not"
    assert give(halfway, now_on(phone)).headers["Location"] == "/help"
    assert halfway.get("/you").status_code == 200
    assert halfway.get("/you/delete").status_code == 200, "and that was fresh"


@pytest.mark.parametrize(("shift", "status"), [(-60, 422), (-30, 303), (0, 303), (30, 303), (60, 422)])
def test_a_clock_may_be_half_a_minute_off(
    halfway: FlaskClient, phone: TOTP, *, shift: int, status: int
) -> None:
    """AU-09: one step either way."""
    code = phone.at(our_clock.now() + timedelta(seconds=shift))
    assert give(halfway, code).status_code == status


@pytest.mark.parametrize(
    "write", [str, lambda code: f" {code[:3]} {code[3:]} ", lambda code: code.translate(FULL_WIDTH)]
)
def test_no_code_works_twice(  # noqa: PLR0913 - by keyword
    app: Flask,
    halfway: FlaskClient,
    *,
    nadia: Member,
    phone: TOTP,
    sign_in: SignIn,
    write: Callable[[str], str],
) -> None:
    """AU-09: in another session, however it is written."""
    code = now_on(phone)
    assert give(halfway, code).status_code == 303
    other = app.test_client()
    sign_in(other, nadia)
    assert give(other, write(code)).status_code == 422


@pytest.mark.parametrize("typed", ["１２３４５６", "123 456", "١٢٣٤٥٦", "12-34.56", " 1 2 3 4 5 6\n"])
def test_digits_may_be_typed_as_one_likes(typed: str) -> None:
    """AU-09."""
    assert digits_of(typed) == "123456"


def test_of_sixteen_at_once_one_code_lets_one_in(app: Flask, nadia: Member, phone: TOTP) -> None:
    """AU-09."""
    code = now_on(phone)

    def use(_: int) -> bool:
        with app.test_request_context():
            return is_unused_code(code, phone.secret, owner=nadia.id)

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(use, range(16))).count(True) == 1


def test_the_right_passphrase_does_not_open_the_bucket_for_digits(
    app: Flask, nadia: Member, phone: TOTP, sign_in: SignIn
) -> None:
    """AU-05: whoever knows the passphrase cannot guess digits without end by giving it again and again."""
    client = app.test_client()
    for _ in range(5):
        sign_in(client, nadia)
        assert give(client, "000000").status_code == 422
    assert sign_in(client, nadia).status_code == 422
    with client.session_transaction() as cookie:
        assert "on_the_way_in" in cookie
    assert give(client, now_on(phone)).status_code == 422


def test_every_wrong_code_looks_the_same(halfway: FlaskClient, phone: TOTP) -> None:
    """AU-04: wrong, too short, no digits at all, used, or too often."""
    used = phone.at(our_clock.now() + timedelta(seconds=60))
    pages = {
        re.sub(r'value="[^"]*"', "", give(halfway, code).text)
        for code in ("000000", "1", "words instead of digits", used, *["111111"] * 6, now_on(phone))
    }
    assert len(pages) == 1


def test_half_way_in_one_reaches_only_the_second_step(app: Flask, halfway: FlaskClient) -> None:
    """AZ-15."""
    for address in ("/", "/you/ways-in", "/confirm", "/you/ways-in/authenticator", "/sign-in/new-passphrase"):
        assert "/sign-in" in halfway.get(address).headers["Location"]
    assert halfway.get("/sign-in/code").status_code == 200
    assert contents(app)["auth_session"] == []
    assert app.test_client().get("/sign-in/code").headers["Location"] == "/sign-in"


def test_a_recovery_code_stands_for_a_lost_phone(app: Flask, halfway: FlaskClient, nadia: Member) -> None:
    """AU-11: once."""
    code = codes_for(app, nadia)[0]
    assert give(halfway, code).status_code == 303
    assert halfway.get("/you").status_code == 200
    assert send(halfway, "/you/ways-in/authenticator/off").status_code == 303
    assert contents(app)["authenticator"] == []


def test_recovery_codes_do_not_stand_for_both(
    app: Flask, client: FlaskClient, *, nadia: Member, phone: TOTP
) -> None:
    """AU-10: whoever finds the paper has not found the account; a new passphrase needs the digits, too."""
    first, second, *_ = codes_for(app, nadia)
    assert recover(client, nadia.sign_in_name, first).headers["Location"] == "/sign-in/code"
    assert client.get("/sign-in/new-passphrase").headers["Location"] == "/sign-in"
    assert give(client, first).status_code == 422
    assert give(client, codes_for(app, nadia)[0]).status_code == 422, "nor do two: they are on one paper"
    assert "The paper alone is not enough" in client.get("/sign-in/code").text
    first, second, *_ = codes_for(app, nadia)
    assert give(client, now_on(phone)).headers["Location"] == "/sign-in/new-passphrase"
    other = app.test_client()
    recover(other, nadia.sign_in_name, second)
    assert other.get("/sign-in/new-passphrase").status_code == 303, "its own digits have to be given"
    assert (
        post_form(client, "/sign-in/new-passphrase", passphrase="copper-window-salad-meadow").status_code
        == 303
    )


def test_what_was_typed_is_carried_over_the_second_step(
    app: Flask, client: FlaskClient, *, nadia: Member, sign_in: SignIn
) -> None:
    sign_in(client, nadia)
    with app.app_context():
        end_sessions_of(db.session.get_one(Member, nadia.id))
        db.session.commit()
    phone = give_authenticator(app, nadia)
    asked = client.post("/answers", data={"answer": "Because they were hungry"})
    fields = {"held": hidden(asked, "held"), "sign_in_name": nadia.sign_in_name, "passphrase": PASSPHRASE}
    step = client.post("/sign-in", data={"csrf_token": hidden(asked, "csrf_token"), **fields})
    assert "The second step" in step.text
    sent = {"csrf_token": hidden(step, "csrf_token"), "held": hidden(step, "held"), "code": now_on(phone)}
    answer = client.post("/sign-in/code", data=sent)
    assert "Because they were hungry" in answer.text


def test_the_digits_confirm_in_place_of_the_passphrase(
    halfway: FlaskClient, phone: TOTP, clock: Clock
) -> None:
    """AU-12."""
    give(halfway, now_on(phone))
    clock.shift(timedelta(minutes=11))
    assert "authenticator" in halfway.get("/confirm").text
    assert send(halfway, "/confirm", code="000000").status_code == 422
    assert send(halfway, "/confirm", code=now_on(phone), next="/you/delete").status_code == 303
    assert halfway.get("/you/delete").status_code == 200


def test_the_digits_alone_change_no_way_in(halfway: FlaskClient, *, phone: TOTP, clock: Clock) -> None:
    """AU-12: they are on the phone itself; whoever took it would change the passphrase, and stay for good."""
    give(halfway, now_on(phone))
    clock.shift(timedelta(minutes=11))
    assert send(halfway, "/confirm", code=now_on(phone), next="/you/delete").status_code == 303
    assert halfway.get("/you/delete").status_code == 200
    for page in ("/you/ways-in/passphrase", "/you/ways-in/name", "/you/ways-in/authenticator"):
        asked = halfway.get(page).headers["Location"]
        assert asked == f"/confirm?next={page}"
        assert 'name="passphrase"' in halfway.get(asked).text
        assert 'name="code"' not in halfway.get(asked).text
    for act in ("/you/ways-in/codes", "/you/ways-in/authenticator/off", "/you/devices/another"):
        answer = send(halfway, act)
        assert answer.status_code == 403
        assert 'name="code"' not in answer.text
    send(halfway, "/confirm", passphrase=PASSPHRASE)
    assert halfway.get("/you/ways-in/passphrase").status_code == 200


def test_no_code_confirms_for_somebody_without_an_authenticator(
    client: FlaskClient, nadia: Member, *, sign_in: SignIn, clock: Clock
) -> None:
    sign_in(client, nadia)
    clock.shift(timedelta(minutes=11))
    for code in ("", "000000", TOTP(new_secret()).at(our_clock.now())):
        assert send(client, "/confirm", code=code).status_code == 422


def test_powers_rest_until_there_is_a_second_factor(
    app: Flask, client: FlaskClient, *, nadia: Member, sign_in: SignIn
) -> None:
    """AU-10: who is trusted with others is led to the page that sets one up; the rest of the place stays open."""
    make_instance(app, require_second_factor=True)
    branch = make_branch(app)
    put_in(app, branch, nadia, RoleKind.ORGANISER)
    sign_in(client, nadia)
    office = f"/branches/{branch}/people"
    assert client.get(office).headers["Location"] == "/you/ways-in/authenticator"
    assert "You are trusted with others" in client.get("/you/ways-in/authenticator").text
    assert client.get("/you").status_code == 200
    phone = give_authenticator(app, nadia)
    assert client.get(office).status_code == 200
    again = app.test_client()
    sign_in(again, nadia)
    give(again, now_on(phone))
    assert again.get(office).status_code == 200
    send(again, "/you/ways-in/authenticator/off")
    assert again.get(office).status_code == 303


def test_nobody_without_an_office_needs_one(
    client: FlaskClient, app: Flask, nadia: Member, *, sign_in: SignIn
) -> None:
    make_instance(app, require_second_factor=True)
    sign_in(client, nadia)
    assert "You are trusted" not in client.get("/you/ways-in/authenticator").text


def test_a_hash_made_too_cheaply_is_renewed_before_the_second_step(
    app: Flask, client: FlaskClient, *, nadia: Member, phone: TOTP, sign_in: SignIn
) -> None:
    """AU-03."""
    before = contents(app)["member"]
    app.extensions["passphrases"] = Passphrases(Cost(memory=16, passes=1))
    sign_in(client, nadia)
    assert contents(app)["member"] != before
    assert give(client, now_on(phone)).status_code == 303


def test_the_database_does_not_tell_when_digits_were_used(
    app: Flask, halfway: FlaskClient, phone: TOTP
) -> None:
    """PR-04: what was used is a keyed hash, which goes in two minutes."""
    give(halfway, now_on(phone))
    step = phone.timecode(our_clock.now())
    assert str(step) not in repr(contents(app))
