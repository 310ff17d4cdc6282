"""Pictures: of their own type, kept by the browser, open to whoever may read."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.compiler.model import Image
from tests.compiled import make_course
from tests.conftest import SignIn
from tests.factories import make_member, publish_course

MAP = b"a map"
SHA256 = hashlib.sha256(MAP).hexdigest()
ADDRESS = f"/courses/revolution/images/{SHA256}.png"


@pytest.fixture(autouse=True)
def _course(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(MAP)
    image = Image(SHA256, "image/png", str(path))
    publish_course(app, replace(make_course("revolution"), images=(image,)), make_course("theses"))


@pytest.fixture
def nadia(app: Flask, client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """A browser in which Nadia is signed in."""
    sign_in(client, make_member(app, name="Nadia"))
    return client


def test_a_stranger_is_led_to_sign_in(client: FlaskClient) -> None:
    assert client.get(ADDRESS).status_code == 303


def test_a_member_sees_it_and_never_asks_again(nadia: FlaskClient) -> None:
    answer = nadia.get(ADDRESS)
    assert (answer.data, answer.mimetype) == (MAP, "image/png")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert nadia.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "address", [f"/courses/theses/images/{SHA256}.png", f"/courses/revolution/images/{'0' * 64}.png"]
)
def test_a_picture_that_is_not_there_is_not_found(nadia: FlaskClient, address: str) -> None:
    assert nadia.get(address).status_code == 404
