"""IN-02, IN-04, XS-05: values that nobody should send, in every place of every address and form."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.compiled import make_course
from tests.factories import make_branch, make_instance, make_member, publish_course, put_in
from tests.forms import own_token
from tests.security.everything import PARAMETER, Person, rules, walk

BROKEN = tuple(
    quote_from_bytes(value)
    for value in (
        b"\x00", b"a\x00b", b"\xff", b"\xfe\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf5\x80\x80\x80",
        b"\x80", b"\xe2\x82", b"\xf0\x9f\x98", b"\xc3\x28", b"..%2f", b"..", b"%2e%2e", b"\x1b[31m", b"\r\nX: y",
        b"\n", b"\t", b"\x7f", b"'", b'"', b"' OR 1=1 --", b"%", b"_", b"*", b"\\", b"{{7*7}}", b"${7*7}", b"<svg>",
        "\u202e".encode(), "\u200b".encode(), "\ufeff".encode(), "\U0010ffff".encode(), "İ".encode(), "ß".encode(),
        b"9" * 30, b"-1", b"1e400", b"x" * 3_000,
    )
)  # fmt: skip
SVG, SUM = '"><svg/onload=alert(1)>', "{{7*7}}"
NUMBER = re.compile(r"<int[^>]*>")


def test_there_are_forty_of_them() -> None:
    assert len(set(BROKEN)) == 40


def with_value(rule: Rule, value: str) -> str:
    """Return an address of a route with the value in place of each parameter."""
    return PARAMETER.sub(lambda _found: value, rule.rule)


# an administrator reaches what members reach, and a guest's pages are among theirs
@pytest.mark.parametrize("anybody", ["stranger", "administrator"], indirect=True)
def test_no_address_breaks_on_broken_values(app: Flask, anybody: Person) -> None:
    """IN-02: in the path and in the query of every route, for everybody: an answer below 500."""
    addresses = {
        address
        for rule in rules(app, "GET")
        for value in BROKEN
        for address in (
            with_value(rule, value),
            f"{with_value(rule, '7')}?page={value}&q={value}&lang={value}",
        )
    }
    faults = {
        address: answer.status_code
        for address in sorted(addresses)
        if (answer := anybody.client.get(address)).status_code >= 500
    }
    assert faults == {}


def test_no_form_breaks_on_broken_values(app: Flask, administrator: Person) -> None:
    """IN-02: in every field that any of our forms has; a token goes along, or nothing would read them."""
    names = sorted(
        set(
            re.findall(
                r'\bname="([a-z_0-9-]+)"',
                "".join(
                    page.text
                    for page in walk(app, administrator.client).values()
                    if page.mimetype == "text/html"
                ),
            )
        )
    )
    assert len(names) > 5
    for rule in rules(app, "POST"):
        if rule.rule == "/sign-out":
            continue
        for value in BROKEN[:36]:
            typed = "&".join(f"{name}={value}" for name in names if name != "csrf_token")
            answer = administrator.client.post(
                with_value(rule, "7"),
                data=f"csrf_token={own_token(administrator.client)}&{typed}",
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code < 500, f"{rule} {value}"


@pytest.mark.parametrize("number", [2**31, 2**63 - 1, 2**63, 10**30, 0])
def test_a_number_beyond_the_database_is_not_there(app: Flask, administrator: Person, number: int) -> None:
    """IN-04: on both databases 404, never a fault."""
    numbered = [rule for rule in rules(app, "GET") if NUMBER.search(rule.rule)]
    assert numbered
    for rule in numbered:
        address = PARAMETER.sub("no-such-thing", NUMBER.sub(str(number), rule.rule))
        assert administrator.client.get(address).status_code in {303, 404}, address


def test_what_people_are_called_is_never_markup(app: Flask, sign_in: object) -> None:
    """XS-05: names of people, of branches and of the place, a course's title; on every page of every role."""
    make_instance(app, name=f"{SVG}{SUM}", guests_may_read=True)
    publish_course(app, make_course(title=f"{SVG}{SUM}"))
    slug = make_branch(app, name=f"{SVG}{SUM}")
    member = make_member(app, name=f"{SVG}{SUM}", sign_in_name="vera", is_administrator=True)
    put_in(app, slug, member)
    client = app.test_client()
    assert callable(sign_in)
    sign_in(client, member)
    pages = [page for page in walk(app, client).values() if page.mimetype == "text/html"]
    assert sum("&lt;svg/onload" in page.text for page in pages) > 5
    assert not any("<svg/onload" in page.text or "49&lt;" in page.text for page in pages)
    assert any(SUM in page.text for page in pages)
