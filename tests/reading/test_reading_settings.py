"""/settings/reading: on the account, or in a cookie for whoever is not signed in; applied by the server."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from tests.conftest import SignIn
from tests.factories import make_member
from tests.forms import post_form, send
from tests.security.everything import furnish, walk

PAGE = "/settings/reading"
NIGHT = {
    "theme": "night",
    "size": "4",
    "spacing": "loose",
    "typeface": "sans",
    "hyphens": "off",
    "paragraphs": "spaced",
    "fonts": "device",
    "tab": "page",
}


def test_a_strangers_choice_is_kept_in_a_cookie_and_applied(client: FlaskClient) -> None:
    answer = post_form(client, PAGE, **NIGHT)
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = client.get(answer.headers["Location"]).text
    assert 'data-theme="night" data-size="4" data-spacing="loose"' in page
    assert "Your reading settings are saved." in page


def test_a_members_choice_follows_them_to_another_device(
    app: Flask, sign_in: Callable[[FlaskClient, Member], None]
) -> None:
    member = make_member(app)
    phone, desk = app.test_client(), app.test_client()
    sign_in(phone, member)
    sign_in(desk, member)
    assert post_form(phone, PAGE, **NIGHT).status_code == 303
    assert 'data-theme="night"' in desk.get("/help").text


def test_a_choice_that_there_is_not_is_refused(client: FlaskClient) -> None:
    answer = post_form(client, PAGE, **{**NIGHT, "theme": "plaid"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'data-theme="auto"' in client.get("/help").text


def test_it_leads_back_to_the_page_one_came_from(
    app: Flask, client: FlaskClient, sign_in: Callable[[FlaskClient, Member], None]
) -> None:
    sign_in(client, make_member(app))
    assert 'href="/settings/reading?back=%2Fhelp%3Fpart%3Dtwo"' in client.get("/help?part=two").text
    link = 'href="/help?part=two">Back to where you were<'
    assert link in client.get(f"{PAGE}?back=/help%3Fpart%3Dtwo").text
    saved = post_form(client, f"{PAGE}?back=/help%3Fpart%3Dtwo", **NIGHT)
    assert link in client.get(saved.headers["Location"]).text


def test_it_leads_to_no_other_site(client: FlaskClient) -> None:
    for address in ("https://evil.example", "//evil.example", "/%2Fevil.example"):
        assert "evil.example" not in client.get(PAGE, query_string={"back": address}).text


def test_a_plain_tab_says_on_every_page_that_one_studies_and_no_more(
    app: Flask, sign_in: Callable[[FlaskClient, Member], None]
) -> None:
    furnish(app)
    client = app.test_client()
    sign_in(client, make_member(app, is_administrator=True))
    post_form(client, PAGE, **{**NIGHT, "tab": "plain"})
    pages = [
        answer
        for answer in walk(app, client).values()
        if answer.mimetype == "text/html" and answer.status_code not in range(300, 400)
    ]
    titles = {title for answer in pages for title in re.findall(r"<title>(.*?)</title>", answer.text)}
    icons = {
        icon
        for answer in pages
        for icon in re.findall(r'<link rel="icon" href="/static/(.*?)\.', answer.text)
    }
    assert (titles, icons) == ({"Study", "Empty page"}, {"icon-plain"})


def test_a_plain_tab_lasts_past_signing_out_on_the_device_where_it_was_chosen(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, make_member(app))
    saved = post_form(client, PAGE, **{**NIGHT, "tab": "plain"})
    assert [cookie for cookie in saved.headers.getlist("Set-Cookie") if cookie.startswith("tab=plain;")]
    out = send(client, "/sign-out")
    for name in ("session", "device", "tab"):  # as Clear-Site-Data does
        client.delete_cookie(name)
    assert is_plain(client.get(out.headers["Location"]).text)
    assert is_plain(client.get("/sign-in").text)
    client.get("/signed-out")
    assert is_plain(client.get("/sign-in").text), "nor does looking at it again undo it"
    assert is_plain(client.post("/help").text), "an error"


def test_a_plain_tab_comes_to_the_next_device_with_signing_in(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    member = make_member(app)
    sign_in(client, member)
    post_form(client, PAGE, **{**NIGHT, "tab": "plain"})
    other = app.test_client()
    assert not is_plain(other.get("/sign-in").text)
    sign_in(other, member)
    cookie = other.get_cookie("tab")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("plain", True, "Lax")


def test_who_wants_the_page_in_the_tab_again_gets_it_and_nothing_stays(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(client, make_member(app))
    for tab in ("plain", "page"):
        post_form(client, PAGE, **{**NIGHT, "tab": tab})
    assert client.get_cookie("tab") is None
    out = send(client, "/sign-out")
    assert out.headers["Location"] == "/signed-out"
    assert not is_plain(client.get("/sign-in").text)


def is_plain(page: str) -> bool:
    return "<title>Study</title>" in page and "icon-plain." in page
