"""DS-01, IN-02, HD-01, CS-02: requests that no browser of ours would send are refused, cheaply and alike."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.settings import Settings
from studyhub.web.assets import PREFIX
from studyhub.web.headers import fixed_headers
from tests.factories import PASSPHRASE, make_member
from tests.forms import send

HTTPS = "https://study.example.org"


@pytest.mark.parametrize("origin", ["http://[", "http://]:80", "\u00ff", "https://localhost", ""])
def test_an_origin_that_is_none_of_ours_is_refused_and_no_fault(client: FlaskClient, origin: str) -> None:
    """CS-02, IN-02: nor is one that nobody can take apart."""
    assert client.post("/help", headers={"Origin": origin}).status_code == 400


@pytest.mark.parametrize("value", ["1|\u00e9", "x", "|", "1|" + "0" * 128])
def test_a_cookie_that_only_the_library_knows_is_passed_over(client: FlaskClient, value: str) -> None:
    """IN-02: Flask-Login would look for one of its own."""
    assert client.get("/courses", headers={"Cookie": f"remember_token={value}"}).status_code == 303


def test_over_https_a_page_without_it_is_another_site(
    make_app: Callable[[Settings], Flask], settings: Settings
) -> None:
    """CS-02: who can change what comes over plain http must not send forms from there; with or without a proxy."""
    public = make_app(dataclasses.replace(settings, address=HTTPS))
    for base in (HTTPS, HTTPS.replace("https", "http")):
        page = public.test_client()
        assert page.post("/help", base_url=base, headers={"Origin": HTTPS}).status_code == 403
        assert (
            page.post("/help", base_url=base, headers={"Origin": "http://study.example.org"}).status_code
            == 400
        )


def test_a_very_long_address_is_refused(client: FlaskClient) -> None:
    """DS-01."""
    assert client.get("/help?" + "q" * 8_000).status_code == 200
    assert client.get("/help?" + "q" * 9_000).status_code == 414
    assert client.get("/" + "q" * 9_000).status_code == 414


def test_very_long_headers_are_refused(client: FlaskClient) -> None:
    """DS-01: one long, or many short."""
    assert client.get("/help", headers={"X-Long": "x" * 15_000}).status_code == 200
    assert client.get("/help", headers={"X-Long": "x" * 17_000}).status_code == 431
    assert client.get("/help", headers={f"X-{number}": "x" * 90 for number in range(200)}).status_code == 431


def test_a_passphrase_of_half_a_million_accents_costs_no_more_than_another(
    app: Flask, client: FlaskClient
) -> None:
    """DS-01: composing such a text takes minutes, and nobody could do anything else meanwhile."""
    member = make_member(app)
    began = time.monotonic()
    answer = send(
        client, "/sign-in", sign_in_name=member.sign_in_name, passphrase="a" + "\u0301\u0327" * 80_000
    )
    assert answer.status_code == 422
    assert time.monotonic() - began < 1
    assert (
        send(client, "/sign-in", sign_in_name=member.sign_in_name, passphrase=PASSPHRASE).status_code == 303
    )


def test_refusals_at_static_files_carry_the_headers(client: FlaskClient) -> None:
    """HD-01."""
    page = client.get("/help").text
    sheet = PREFIX + page.partition(f'href="{PREFIX}')[2].partition('"')[0]
    whole = client.get(sheet)
    answers = [
        whole,
        client.post(sheet),
        client.get(sheet, headers={"Range": "bytes=99999999-"}),
        client.get(sheet, headers={"If-None-Match": whole.headers["ETag"]}),
    ]
    assert [answer.status_code for answer in answers] == [200, 405, 416, 304]
    expected = fixed_headers(is_public=False)
    for answer in answers:
        answer.close()
        assert {name: answer.headers.getlist(name) for name in expected} == {
            name: [value] for name, value in expected.items()
        }
