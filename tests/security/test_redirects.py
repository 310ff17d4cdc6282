"""CS-05: after signing in, one is led to an address of this site, whatever the link said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from studyhub.web.local_paths import is_local_path, local_path
from tests import browser
from tests.factories import PASSPHRASE, make_member

STARTS = [
    "//", "///", "////", "/\\", "\\", "\\\\", "/\\/", "\\/", "/\t/", "/\n/", "/\r/", "\t//", "\n//", " //", "/ /\\",
    "https:", "https:/", "https://", "HTTPS://", "http:", "http://", "http:///", "ftp://", "javascript:", "data:",
    "vbscript:", "//user@", "/%09/", "/%0a/", "/%5c", "%2f%2f", "/%2f", "/%2F/", "/\u200b/", "／／", "⁄⁄", "/.//",
    "/..//", "", "?", "#", "@", ":", ";//", "/\x00/", "/\x7f/", "/\x85/", "\ufeff//", "/\u2028/", "https:\\\\",
]  # fmt: skip
ENDS = ["evil.example", "evil.example/path", "evil.example:80/?q=1", "evil.example%2f..#a"]
NOT_OURS = sorted({start + end for start, end in product(STARTS, ENDS)})
OURS = [
    "/",
    "/help",
    "/courses/russia/one?part=2",
    "/courses/%D0%BC%D0%B8%D1%80",
    "/a?next=//evil.example",
    "/a:b",
    "/a@b",
]
SignIn = Callable[..., TestResponse]


def test_there_are_two_hundred_of_them() -> None:
    assert len(NOT_OURS) >= 200


@pytest.mark.parametrize("given_next", NOT_OURS, ids=ascii)
def test_nobody_is_led_away(given_next: str) -> None:
    """CS-05."""
    assert local_path(given_next) == "/"


@pytest.mark.parametrize("given_next", OURS)
def test_an_address_of_ours_is_kept(given_next: str) -> None:
    assert local_path(given_next) == given_next


@given(st.text(alphabet="/\\:@.%2f5cx\t\n ", max_size=12))
def test_whatever_is_taken_for_ours_begins_with_one_slash(text: str) -> None:
    """CS-05."""
    if is_local_path(text):
        assert text[0] == "/"
        assert text[1:2] not in {"/", "\\"}


def test_the_page_itself_keeps_to_it(app: Flask, sign_in: SignIn) -> None:
    """CS-05: before signing in, and for those who are signed in already."""
    client = app.test_client()
    answer = sign_in(client, make_member(app), next="//evil.example")
    assert answer.headers["Location"] == "/"
    assert client.get("/sign-in?next=//evil.example").headers["Location"] == "/"


@pytest.mark.browser
def test_a_real_browser_stays_here(app: Flask, visit: Callable[..., browser.Visitor]) -> None:
    """CS-05: what Chromium makes of the worst of them."""
    member = make_member(app)
    visitor = visit()
    visitor.open("/sign-in?next=/help")
    visitor.page.fill("#sign_in_name", member.sign_in_name)
    visitor.page.fill("#passphrase", PASSPHRASE)
    visitor.page.click("button")
    visitor.page.wait_for_url("**/help")
    for worst in NOT_OURS[::10]:
        visitor.page.goto(f"{visitor.site}/sign-in?next={quote(worst)}")
        assert visitor.page.url.startswith(visitor.site + "/"), worst
    visitor.expect("Failed to load")
