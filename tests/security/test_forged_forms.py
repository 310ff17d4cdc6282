"""CS-01, CS-02: a form counts only when it comes from a page that we gave to this person, in this session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.web.access import act_of
from tests.factories import make_member
from tests.forms import own_token
from tests.security.everything import Person, address, contents, rules

Token = Callable[[Flask, FlaskClient], dict[str, str]]
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
]


def missing(_app: Flask, _client: FlaskClient) -> dict[str, str]:
    return {}


def empty(_app: Flask, _client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": ""}


def made_up(_app: Flask, _client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": "IjAwMDAwMDAwMDAwMDAwMDAwMDAwIg.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"}


def of_another_person(app: Flask, _client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": own_token(app.test_client())}


def of_an_earlier_session(app: Flask, client: FlaskClient) -> dict[str, str]:
    """A token of this same browser, from before it was signed in anew."""
    token = own_token(client)
    member = make_member(app)
    client.post(
        "/sign-in",
        data={
            "csrf_token": token,
            "sign_in_name": member.sign_in_name,
            "passphrase": "lantern-orchard-pebble-thistle",
        },
    )
    return {"csrf_token": token}


@pytest.mark.parametrize(
    "token",
    [missing, empty, made_up, of_another_person, of_an_earlier_session],
    ids=lambda token: token.__name__,
)
def test_a_form_without_a_token_of_this_session_is_refused(app: Flask, anybody: Person, token: Token) -> None:
    """CS-01: 400, and nothing is changed; strangers get the sign-in page where they may do nothing anyway."""
    fields = token(app, anybody.client)
    before = contents(app)
    for rule in rules(app, "POST"):
        answer = anybody.client.post(address(rule), data=fields)
        assert answer.status_code in refusals(app, anybody, rule.endpoint), rule
        assert contents(app) == before, rule


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_from_elsewhere_is_refused_even_with_a_token(
    app: Flask, anybody: Person, headers: dict[str, str]
) -> None:
    """CS-02."""
    fields = {"csrf_token": own_token(anybody.client)}
    before = contents(app)
    for rule in rules(app, "POST"):
        answer = anybody.client.post(address(rule), data=fields, headers=headers)
        assert answer.status_code == 400, rule
    assert contents(app) == before


def test_a_token_of_this_session_is_taken(administrator: Person) -> None:
    """The tests above would pass if everything were refused; so this must not be."""
    token = own_token(administrator.client)
    answer = administrator.client.post("/admin/place", data={"csrf_token": token, "name": "Tuesday readers"})
    assert answer.status_code == 303


def refusals(app: Flask, somebody: Person, endpoint: str) -> set[int]:
    """Return how a forged form may be answered: 400, or as this person is answered at such addresses anyway."""
    with app.test_request_context():
        act = act_of(endpoint)
    signed_in = "_user_id" in _cookie(somebody.client)
    if not signed_in:
        return {400} if act.is_for_everybody else {400, 403}
    return {400, 404} if not act.is_for_everybody_signed_in else {400}


def _cookie(client: FlaskClient) -> dict[str, object]:
    with client.session_transaction() as cookie:
        return dict(cookie)
