"""HD-01, HD-02: the same strict headers on every answer, whatever went wrong."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.app import create_app
from studyhub.settings import Settings

POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'"
)


@pytest.fixture(params=["/help", "/nothing/here", "405", "413", "400"])
def headers(request: pytest.FixtureRequest, client: FlaskClient) -> dict[str, str]:
    """The headers of a good answer and of each kind of refusal."""
    answers = {
        "405": lambda: client.delete("/help"),
        "413": lambda: client.post("/help", data=b"x" * 2_000_000),
        "400": lambda: client.get("/help?q=%FF"),
    }
    answer = answers.get(request.param, lambda: client.get(request.param))()
    return dict(answer.headers)


def test_every_answer_carries_the_policy(headers: dict[str, str]) -> None:
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "web-share=(self)" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


def test_strict_transport_is_asked_for_over_https_alone(client: FlaskClient, settings: Settings) -> None:
    assert "Strict-Transport-Security" not in client.get("/help").headers
    public = create_app(dataclasses.replace(settings, address="https://study.example.org"))
    answer = public.test_client().get("/help", base_url="https://study.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_fault_of_ours_keeps_headers_and_tells_nothing(app: Flask) -> None:
    """LG-04: a generic page, with the policy, and nothing of the fault in it."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.before_request
    def fail() -> None:
        raise ZeroDivisionError

    answer = app.test_client().get("/help")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "ZeroDivision" not in answer.text
    assert "Something went wrong here, not on your side" in answer.text
