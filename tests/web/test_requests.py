"""IN-02, CS-02, CS-07, CS-08: what is refused before any view is asked."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

BROKEN = ["/help?q=%FF", "/help?q=%00", "/help?%C3%28=1", "/help?a=%F8%88%80%80%80"]
BROKEN_PATHS = ["/\xff", "/\xed\xa0\x80", "/a\0b"]  # as a server hands them over: each byte a character


@pytest.mark.parametrize("address", BROKEN)
def test_broken_bytes_are_refused(client: FlaskClient, address: str) -> None:
    """IN-02."""
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("path", BROKEN_PATHS)
def test_a_path_of_broken_bytes_is_refused(client: FlaskClient, path: str) -> None:
    """IN-02."""
    assert client.get("/help", environ_overrides={"PATH_INFO": path}).status_code == 400


def test_a_form_field_with_nul_is_refused(client: FlaskClient) -> None:
    """IN-02."""
    assert client.post("/help", data={"name": "a\0b"}).status_code == 400


def test_a_field_sent_twice_is_refused(client: FlaskClient) -> None:
    """CS-07."""
    assert client.post("/help", data={"name": ["a", "b"]}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_another_site_is_refused(client: FlaskClient, site: str) -> None:
    """CS-02."""
    assert client.post("/help", headers={"Sec-Fetch-Site": site}).status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_a_form_from_another_origin_is_refused(client: FlaskClient, origin: str) -> None:
    """CS-02."""
    assert client.post("/help", headers={"Origin": origin}).status_code == 400


def test_a_host_that_is_not_ours_is_refused(client: FlaskClient) -> None:
    """CS-08."""
    assert client.get("/help", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "FOO"])
def test_unknown_methods_are_refused(client: FlaskClient, method: str) -> None:
    """CS-07."""
    answer = client.open("/help", method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
