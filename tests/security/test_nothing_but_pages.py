"""CF-03: what programs leave lying about on other servers is not to be had here."""

from __future__ import annotations

import pytest
from flask import Flask

ELSEWHERE = (
    "/.git/config",
    "/.env",
    "/.well-known/",
    "/console",
    "/debug",
    "/metrics",
    "/server-status",
    "/openapi.json",
    "/static/",
    "/static/css/",
    "/static/../studyhub.sqlite",
    "/static/..%2fstudyhub.sqlite",
    "/static/%2e%2e/secret-key",
    "/studyhub.sqlite",
    "/secret-key",
    "/backups/",
    "/courses/..%2f..%2fsecret-key",
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_it_is_as_any_address_that_is_not_there(app: Flask, address: str) -> None:
    answer = app.test_client().get(address)
    is_asked = answer.headers.get("Location", "").startswith("/sign-in?next=")
    assert answer.status_code == 404 or (answer.status_code == 303 and is_asked)
    assert len(answer.data) < 5_000


def test_nothing_helps_whoever_writes_programs(app: Flask) -> None:
    assert not app.debug
    assert not app.testing
    assert app.config["PROPAGATE_EXCEPTIONS"] is None
