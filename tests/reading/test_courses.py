"""The catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compiled import make_course
from tests.factories import make_instance, publish_course
from tests.forms import send
from tests.statements import statements


def test_a_stranger_is_led_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/courses")
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")


def test_a_guest_sees_it_where_guests_may_read(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, make_course("revolution"))
    page = client.get("/courses")
    assert page.status_code == 200
    assert "The revolution" in page.text
    assert "read<" not in page.text


@pytest.mark.usefixtures("nadia")
def test_an_empty_catalogue_says_what_will_be_here(client: FlaskClient) -> None:
    assert "The courses that you can read will stand here." in client.get("/courses").text


@pytest.mark.usefixtures("nadia")
def test_it_begins_with_what_needs_no_other(app: Flask, client: FlaskClient) -> None:
    april = replace(make_course("april"), needs=("revolution",))
    publish_course(app, april, make_course("theses"), make_course("revolution"))
    page = client.get("/courses").text
    places = [page.index(f"/courses/{slug}") for slug in ("revolution", "theses", "april")]
    assert places == sorted(places)


@pytest.mark.usefixtures("nadia")
def test_it_says_how_much_there_is_and_how_much_one_has_read(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("revolution", modules=9))
    send(client, "/courses/revolution/module-1/completion")
    send(client, "/courses/revolution/module-2/completion")
    page = client.get("/courses").text
    assert "9 modules, about 1 and a half hours · 2 of 9 read" in page


@pytest.mark.usefixtures("nadia")
def test_a_module_that_was_taken_out_no_longer_counts(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("revolution", modules=3))
    for number in (1, 3):
        send(client, f"/courses/revolution/module-{number}/completion")
    publish_course(app, make_course("revolution", modules=2))
    assert "1 of 2 read" in client.get("/courses").text


@pytest.mark.usefixtures("nadia")
def test_fifty_courses_cost_what_five_do(app: Flask, client: FlaskClient) -> None:
    publish_course(app, *(make_course(f"course-{number}", modules=1) for number in range(5)))
    with statements(app) as with_five:
        client.get("/courses")
    publish_course(app, *(make_course(f"course-{number}", modules=1) for number in range(50)))
    with statements(app) as with_fifty:
        client.get("/courses")
    assert len(with_five) == len(with_fifty) == 3
