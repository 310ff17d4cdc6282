"""What a proxy says of a request (CS-09): heard as often as there are proxies, and otherwise not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, request

from studyhub.app import create_app
from studyhub.settings import Settings
from studyhub.web.access import may

FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "study.example.org",
    "X-Forwarded-Proto": "https",
}


def app_behind(proxies: int, settings: Settings) -> Flask:
    """Make an app that stands behind so many proxies and tells what it believes of a request."""
    app = create_app(replace(settings, address="https://study.example.org", proxies=proxies))
    app.add_url_rule("/seen", "seen", may("enter")(lambda: f"{request.remote_addr} {request.url}"))
    return app


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [(0, "127.0.0.1 http://study.example.org/seen"), (1, "203.0.113.9 https://study.example.org/seen")],
)
def test_forwarded_headers_are_heard_from_known_proxies_only(
    proxies: int, seen: str, settings: Settings
) -> None:
    client = app_behind(proxies, settings).test_client()
    answer = client.get("/seen", headers={**FORGED, "Host": "study.example.org"})
    assert answer.text == seen


def test_a_forged_host_does_not_open_another_door(settings: Settings) -> None:
    client = app_behind(0, settings).test_client()
    assert client.get("/seen", headers={**FORGED, "Host": "elsewhere.example"}).status_code == 400


def test_one_who_adds_a_hop_of_their_own_is_not_believed(settings: Settings) -> None:
    client = app_behind(1, settings).test_client()
    forged = {"Host": "study.example.org", "X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert client.get("/seen", headers=forged).text.startswith("203.0.113.9 ")
