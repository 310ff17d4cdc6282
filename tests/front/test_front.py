"""The front page: off unless written, harmless whatever is written, and silent about everything else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.audit.queries import every_entry
from studyhub.compiler.page_text import page_html
from studyhub.db import db
from studyhub.joining.actions import NewInvitation, invite
from studyhub.joining.codes import code_of
from studyhub.joining.models import POSTER
from studyhub.organisation.models import LONGEST_FRONT, Instance
from tests import browser
from tests.compiled import make_course
from tests.conftest import SECRET_KEY, SignIn
from tests.factories import (
    BY_THE_OPERATOR,
    branch_called,
    make_branch,
    make_instance,
    make_member,
    publish_course,
)
from tests.forms import post_form

TEXT = "We read on **Tuesdays**.\n\n## Where\n\nIn the [library](https://library.example).\n\n- tea\n- books"
Visit = Callable[..., browser.Visitor]


@pytest.fixture
def place(app: Flask) -> Flask:
    """A place with a course and a branch."""
    make_instance(app)
    publish_course(app, make_course())
    return app


@pytest.fixture
def administrator(place: Flask, sign_in: SignIn) -> FlaskClient:
    """Somebody who looks after the whole."""
    client = place.test_client()
    sign_in(client, make_member(place, is_administrator=True))
    return client


def write(client: FlaskClient, text: str = TEXT, title: str = "The Tuesday readers", **more: str) -> int:
    """Write the front page, as an administrator does; shown, unless something else is said."""
    said = {"shows_front": "y", **more}
    return post_form(
        client, "/admin/front", front_title=title, front_text=text, **{k: v for k, v in said.items() if v}
    ).status_code


def test_without_one_strangers_are_asked_to_sign_in(place: Flask, administrator: FlaskClient) -> None:
    """PR-05."""
    assert place.test_client().get("/").headers["Location"] == "/sign-in"
    assert write(administrator, shows_front="") == 303
    assert place.test_client().get("/").headers["Location"] == "/sign-in"


def test_strangers_see_what_was_written_and_members_do_not(place: Flask, administrator: FlaskClient) -> None:
    assert write(administrator) == 303
    page = place.test_client().get("/")
    assert page.status_code == 200
    for part in ("The Tuesday readers", "<strong>Tuesdays</strong>", "<h3>Where</h3>", "<li>tea</li>"):
        assert part in page.text
    assert 'href="/sign-in"' in page.text
    assert "The Tuesday readers" not in administrator.get("/").text
    assert place.test_client().get("/courses").status_code == 303, "all else is closed as before"


def test_courses_stand_there_only_where_guests_may_read_them(
    place: Flask, administrator: FlaskClient
) -> None:
    write(administrator)
    assert "/courses/revolution" not in place.test_client().get("/").text
    with place.app_context():
        db.session.get_one(Instance, 1).guests_may_read = True
        db.session.commit()
    assert "/courses/revolution" in place.test_client().get("/").text


def test_one_asks_to_join_by_the_link_of_a_poster(place: Flask, administrator: FlaskClient) -> None:
    slug, salt = make_branch(place, name="Leith"), "c3" * 16
    with place.app_context():
        invite(
            NewInvitation(POSTER, salt), branch_called(slug), secret_key=SECRET_KEY, deciding=BY_THE_OPERATOR
        )
        db.session.commit()
    address = f"/j/{code_of(POSTER, salt, secret_key=SECRET_KEY)}"
    write(administrator, f"[Ask to join]({address})")
    stranger = place.test_client()
    page = stranger.get("/").text
    assert f'href="{address}"' in page
    assert "Leith" not in page
    assert stranger.get(address).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](//elsewhere.example)",
        "![x](https://elsewhere.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "<style>* { display: none }</style>",
        '<a href="/x" style="color: red" onclick="x()">x</a>',
    ],
)
def test_nothing_written_there_runs_or_is_loaded(text: str) -> None:
    """XS-01: as in courses."""
    html = page_html(text)
    assert not any(bad in html for bad in ("<script", "<img", "<style", "javascript:", 'href="//', "<a "))


@pytest.mark.parametrize(
    "text", ["> " * 3_000 + "a", "- " * 3_000 + "a", "[" * LONGEST_FRONT, "*" * LONGEST_FRONT]
)
def test_a_text_that_keeps_a_parser_busy_ends(text: str, administrator: FlaskClient) -> None:
    """DS-03."""
    assert write(administrator, text) in {303, 422}


def test_what_is_wrong_is_said_and_what_was_typed_stays(administrator: FlaskClient) -> None:
    answer = post_form(
        administrator, "/admin/front", shows_front="y", front_title="", front_text="a" * (LONGEST_FRONT + 1)
    )
    assert answer.status_code == 422
    assert "Give the page a heading" in answer.text
    assert "Give a text of at most 10000 letters" in answer.text
    assert "a" * (LONGEST_FRONT + 1) in answer.text


def test_it_is_one_row_of_the_audit_and_twice_is_once(place: Flask, administrator: FlaskClient) -> None:
    """LG-01."""
    assert write(administrator) == write(administrator) == 303
    with place.app_context():
        acts = [entry.act for entry in every_entry(limit=10)]
    assert acts.count("front-changed") == 1
    assert "it is shown" in administrator.get("/admin/log").text


@pytest.mark.browser
@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_it_is_read_on_a_phone(
    place: Flask, administrator: FlaskClient, visit: Visit, *, java_script_enabled: bool
) -> None:
    write(administrator, TEXT + "\n\n" + "Wolfeschlegelsteinhausenbergerdorff" * 3)
    with place.app_context():
        db.session.get_one(Instance, 1).guests_may_read = True
        db.session.commit()
    visitor = visit(
        java_script_enabled=java_script_enabled, viewport=browser.SMALLEST, bypass_csp=java_script_enabled
    )
    page = visitor.open("/")
    assert page.locator("h1").inner_text() == "The Tuesday readers"
    assert visitor.sideways() == 0
    assert not java_script_enabled or visitor.axe() == []
    page.get_by_role("link", name="Sign in").last.click()
    page.wait_for_url("**/sign-in")
