"""Keep my place: by a button, or by the script as one reads."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from studyhub.db import db
from studyhub.progress.models import Place
from tests.compiled import DUAL_POWER, make_course, make_module, passage_id
from tests.conftest import SignIn
from tests.factories import make_member, publish_course
from tests.forms import own_token, send

PLACE = "/courses/revolution/module-1/place"
FIRST, SECOND, THIRD, FOURTH = map(passage_id, DUAL_POWER)


@pytest.fixture(autouse=True)
def _course(app: Flask) -> None:
    publish_course(app, make_course(modules=2))


def test_a_stranger_is_shown_the_sign_in_form(app: Flask, client: FlaskClient) -> None:
    assert "Sign in" in send(client, PLACE, passage=FIRST).text
    assert places(app) == []


@pytest.mark.usefixtures("nadia")
def test_the_button_comes_back_to_the_passage(app: Flask, client: FlaskClient) -> None:
    answer = send(client, PLACE, passage=SECOND)
    assert (answer.status_code, answer.location) == (303, f"/courses/revolution/module-1#{SECOND}")
    assert places(app) == [("module-1", SECOND, 1)]


@pytest.mark.usefixtures("nadia")
def test_without_scripts_too_the_further_of_two_places_stays_until_the_reader_says_otherwise(
    app: Flask, client: FlaskClient
) -> None:
    send(client, PLACE, passage=THIRD)  # on another device, after this page was opened
    answer = send(client, PLACE, passage=FIRST, known="")
    assert (answer.status_code, answer.location) == (303, f"/courses/revolution/module-1?at={FIRST}#further")
    assert places(app) == [("module-1", THIRD, 1)]
    page = client.get(answer.location or "").text
    assert "You were further on another device, and that place is kept." in page
    assert f'<a href="#{THIRD}">Go there</a>' in page
    assert f'name="known" value="{THIRD}"' in page
    send(client, PLACE, passage=FIRST, known=THIRD)
    assert places(app) == [("module-1", FIRST, 1)]
    assert 'id="further"' not in client.get(answer.location or "").text


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize("header", [{"X-Part": "place"}, {"Sec-Fetch-Mode": "cors"}])
def test_the_script_gets_no_page(app: Flask, client: FlaskClient, header: dict[str, str]) -> None:
    with client.session_transaction():
        pass
    client.environ_base.update(
        {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in header.items()}
    )
    answer = send(client, PLACE, passage=SECOND)
    assert (answer.status_code, answer.text) == (204, "")
    assert places(app) == [("module-1", SECOND, 1)]


@pytest.mark.usefixtures("nadia")
def test_there_is_one_place_in_a_module_and_the_last_counts(app: Flask, client: FlaskClient) -> None:
    for module, passage in (
        ("module-1", FIRST),
        ("module-2", FIRST),
        ("module-1", SECOND),
        ("module-1", SECOND),
    ):
        send(client, f"/courses/revolution/{module}/place", passage=passage)
    assert places(app) == [("module-1", SECOND, 3), ("module-2", FIRST, 2)]


@pytest.mark.usefixtures("nadia")
def test_a_place_further_on_that_this_page_did_not_know_is_kept_and_named(
    app: Flask, client: FlaskClient
) -> None:
    send(client, PLACE, passage=THIRD)  # on the phone, while the desk still knows of the first
    fields = {"csrf_token": own_token(client), "passage": SECOND, "known": FIRST}
    answer = client.post(PLACE, data=fields, headers={"X-Part": "place"})
    assert (answer.status_code, answer.text) == (200, THIRD)
    assert places(app) == [("module-1", THIRD, 1)]


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize(("passage", "known"), [("SECOND", "THIRD"), ("FOURTH", "FIRST"), ("THIRD", "FIRST")])
def test_a_place_is_kept_where_it_was_known_or_is_further(
    app: Flask, client: FlaskClient, passage: str, known: str
) -> None:
    send(client, PLACE, passage=THIRD)
    names = {"FIRST": FIRST, "SECOND": SECOND, "THIRD": THIRD, "FOURTH": FOURTH}
    answer = send(client, PLACE, passage=names[passage], known=names[known])
    assert answer.status_code == 303
    assert places(app) == [("module-1", names[passage], 1)]


@pytest.mark.usefixtures("nadia")
def test_the_first_place_is_kept_whatever_the_page_knew(app: Flask, client: FlaskClient) -> None:
    assert send(client, PLACE, passage=FIRST, known="").status_code == 303
    assert places(app) == [("module-1", FIRST, 1)]


@pytest.mark.usefixtures("nadia")
def test_a_place_that_the_text_no_longer_has_holds_back_nothing(app: Flask, client: FlaskClient) -> None:
    send(client, PLACE, passage=THIRD)
    publish_course(app, make_course(modules=[make_module("module-1", paragraphs=DUAL_POWER[:2])]))
    assert send(client, PLACE, passage=FIRST, known="").status_code == 303


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize("passage", ["p-nowhere", "", "x" * 500, "s1'; --"])
def test_only_a_passage_of_the_module_can_be_a_place(app: Flask, client: FlaskClient, passage: str) -> None:
    assert send(client, PLACE, passage=passage).status_code == 404
    assert places(app) == []


@pytest.mark.usefixtures("nadia")
def test_a_passage_of_an_older_edition_can(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("module-1", paragraphs=("All of it new.",))]))
    assert send(client, PLACE, passage=SECOND).status_code == 303


@pytest.mark.usefixtures("nadia")
def test_a_passage_of_another_module_cannot(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("theses", modules=[make_module("april", paragraphs=("Bread.",))]))
    assert send(client, PLACE, passage=passage_id("Bread.")).status_code == 404


@pytest.mark.usefixtures("nadia")
def test_each_member_has_a_place_of_their_own(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    tomas = app.test_client()
    sign_in(tomas, make_member(app, name="Tomás"))
    send(client, PLACE, passage=FIRST)
    send(tomas, PLACE, passage=SECOND)
    assert places(app) == [("module-1", FIRST, 1), ("module-1", SECOND, 1)]


def places(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        rows = db.session.scalars(select(Place).order_by(Place.module, Place.member_id))
        return [(row.module, row.passage, row.turn) for row in rows]
