"""HD-01, HD-02, SE-04, SE-05: what goes along with every answer, whoever asks and whatever comes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from http.cookies import Morsel, SimpleCookie

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from studyhub.settings import Settings
from studyhub.web.headers import fixed_headers
from tests.factories import make_member
from tests.forms import own_token, send
from tests.security.everything import Person, address, contents, rules, walk

HTTPS = "https://study.example.org"
SignIn = Callable[..., TestResponse]


def answers(app: Flask, somebody: Person) -> dict[str, TestResponse]:
    """Collect good answers and every kind of refusal."""
    client = somebody.client
    odd = {
        "404": client.get("/no/such/page"),
        "405": client.open("/help", method="DELETE"),
        "413": client.post("/sign-in", data={"next": "x" * 2_000_000}),
        "400": client.get("/help?q=%FF"),
        "422": send(client, "/sign-in", sign_in_name="", passphrase=""),
        "forged": client.post("/sign-out"),
    }
    posts = {
        f"POST {rule}": send(client, address(rule)) for rule in rules(app, "POST") if rule.rule != "/sign-out"
    }
    return {**odd, **posts, **walk(app, client), "sign-out": send(client, "/sign-out")}


def test_every_answer_carries_the_headers(app: Flask, anybody: Person) -> None:
    """HD-01, HD-02."""
    expected = fixed_headers(is_public=False)
    for name, answer in answers(app, anybody).items():
        assert {key: answer.headers.get(key) for key in expected} == expected, name
        assert "Server" not in answer.headers, name


def test_the_odd_answers_are_what_they_are_called(app: Flask, anybody: Person) -> None:
    """Without this the test above might look at one kind of answer only."""
    found = answers(app, anybody)
    is_known = anybody.kind in {"member", "administrator"}
    codes = {name: found[name].status_code for name in ("404", "405", "413", "400", "422", "forged")}
    assert codes == {
        "404": 404 if is_known else 303,
        "405": 405,
        "413": 413,
        "400": 400,
        "422": 422,
        "forged": 400,
    }


def test_no_page_for_one_person_is_stored(app: Flask, anybody: Person) -> None:
    """SE-05: `no-store` and `Vary: Cookie`, except on files that are the same for everybody."""
    for name, answer in answers(app, anybody).items():
        if answer.mimetype == "text/html":
            assert answer.headers["Cache-Control"] == "no-store", name
            assert "Cookie" in answer.headers.get("Vary", ""), name


def test_signing_out_asks_the_browser_to_forget(administrator: Person) -> None:
    """SE-05."""
    answer = send(administrator.client, "/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_every_cookie_is_closed_to_scripts_and_other_sites(app: Flask, anybody: Person) -> None:
    """SE-04, over plain http on this computer alone: without what only https can have."""
    cookies = [cookie for answer in answers(app, anybody).values() for cookie in cookies_of(answer)]
    assert cookies
    for cookie in cookies:
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert not cookie["secure"]
        assert not cookie.key.startswith("__Host-")


@pytest.mark.parametrize("own_phone", ["", "y"])
def test_over_https_every_cookie_is_bound_to_this_host(
    make_app: Callable[[Settings], Flask], settings: Settings, own_phone: str
) -> None:
    """SE-04."""
    public = make_app(dataclasses.replace(settings, address=HTTPS))
    member = make_member(public)
    client = public.test_client()
    answer = client.post(
        "/sign-in",
        base_url=HTTPS,
        headers={"Origin": HTTPS},
        data={
            "csrf_token": own_token(client, HTTPS),
            "sign_in_name": member.sign_in_name,
            "passphrase": "lantern-orchard-pebble-thistle",
            "is_own_phone": own_phone,
        },
    )
    cookies = {cookie.key: cookie for cookie in cookies_of(answer)}
    assert set(cookies) == {"__Host-session", "__Host-device"}
    for cookie in cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert bool(cookie["max-age"] or cookie["expires"]) is bool(own_phone), (
            "only one's own phone remembers"
        )
        assert len(cookie.OutputString()) < 4096


def test_neither_address_nor_browser_is_kept(app: Flask, sign_in: SignIn) -> None:
    """PR-04: nothing in any table or cookie tells where from, with what or at what minute somebody signed in."""
    client = app.test_client()
    client.environ_base.update(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Marked Browser 7")
    sign_in(client, make_member(app))
    client.get("/help")
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_user_id", "_fresh", "seen", "confirmed", "csrf_token", "_permanent", "whose"}
    everything = repr(contents(app))
    assert "203.0.113.77" not in everything
    assert "Marked Browser" not in everything


def cookies_of(answer: TestResponse) -> list[Morsel[str]]:
    """Return the cookies that an answer sets; those it deletes count as well."""
    return [morsel for line in answer.headers.getlist("Set-Cookie") for morsel in SimpleCookie(line).values()]
