"""Today: one button that says where one stopped, and what it says when there is nothing to go on with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compiled import DUAL_POWER, in_turkish, make_course, make_module, passage_id
from tests.conftest import SignIn
from tests.factories import make_member, publish_course
from tests.forms import send
from tests.statements import statements


def test_a_stranger_is_led_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


@pytest.mark.usefixtures("nadia")
def test_an_empty_place_says_what_will_be_here(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "No courses yet" in page
    assert "Continue reading" not in page


@pytest.mark.usefixtures("nadia")
def test_a_new_member_starts_with_the_first_module(app: Flask, client: FlaskClient) -> None:
    needs_the_other = replace(make_course("april"), needs=("revolution",))
    publish_course(app, needs_the_other, make_course("revolution"))
    page = client.get("/").text
    assert "Start here" in page
    assert "Not begun yet." in page
    assert 'href="/courses/revolution/module-1">Start reading<' in page
    assert "Choose another course" in page


@pytest.mark.usefixtures("nadia")
def test_it_says_where_one_stopped(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=2))
    place = passage_id(DUAL_POWER[1])
    send(client, "/courses/revolution/module-2/place", passage=place)
    page = client.get("/").text
    assert f'href="/courses/revolution/module-2#{place}">Continue reading<' in page
    assert DUAL_POWER[1] in page
    assert "About 7 minutes are left." in page
    assert "You have begun it." in page
    assert 'href="/search?course=revolution">Search in this course<' in page
    assert 'href="/courses/revolution/module-2">Start of the module<' in page


@pytest.mark.usefixtures("nadia")
def test_after_a_module_the_next_one_waits(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=3))
    send(client, "/courses/revolution/module-1/place", passage=passage_id(DUAL_POWER[1]))
    send(client, "/courses/revolution/module-1/completion")
    page = client.get("/").text
    assert 'href="/courses/revolution/module-2">Continue reading<' in page
    assert "1 of 3 modules read." in page


@pytest.mark.usefixtures("nadia")
def test_a_module_that_was_passed_over_comes_after_the_last(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=3))
    send(client, "/courses/revolution/module-3/completion")
    assert 'href="/courses/revolution/module-1">Continue reading<' in client.get("/").text


@pytest.mark.usefixtures("nadia")
def test_it_is_the_course_in_which_one_read_last(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("april"), make_course("revolution"))
    send(client, "/courses/april/module-1/place", passage=passage_id(DUAL_POWER[0]))
    send(client, "/courses/revolution/module-1/completion")
    assert 'href="/courses/revolution/module-2">Continue reading<' in client.get("/").text
    send(client, "/courses/april/module-1/place", passage=passage_id(DUAL_POWER[0]))
    assert "/courses/april/module-1#" in client.get("/").text


@pytest.mark.usefixtures("nadia")
def test_a_place_whose_words_were_edited_stays(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power")]))
    send(client, "/courses/revolution/dual-power/place", passage=passage_id(DUAL_POWER[2]))
    reworded = (DUAL_POWER[0], DUAL_POWER[1], "The war went on and on.", DUAL_POWER[3])
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=reworded)]))
    page = client.get("/").text
    assert f"#{passage_id(DUAL_POWER[2])}" in page
    assert "You stopped at <b>“" in page
    assert "The war went on and on." in page


@pytest.mark.usefixtures("nadia")
def test_a_place_whose_words_are_gone_becomes_the_nearest_before(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power")]))
    send(client, "/courses/revolution/dual-power/place", passage=passage_id(DUAL_POWER[2]))
    cut = (DUAL_POWER[0], DUAL_POWER[1], DUAL_POWER[3])
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=cut)]))
    page = client.get("/").text
    assert f"#{passage_id(DUAL_POWER[1])}" in page
    assert "the paragraph where you stopped is gone. The nearest is" in page


@pytest.mark.usefixtures("nadia")
def test_a_place_in_a_text_written_anew_becomes_its_start(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power")]))
    send(client, "/courses/revolution/dual-power/place", passage=passage_id(DUAL_POWER[2]))
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=("All of it new.",))]))
    page = client.get("/").text
    assert f'href="/courses/revolution/dual-power#{passage_id("All of it new.")}">Continue reading<' in page
    assert "the paragraph where you stopped is gone" in page


@pytest.mark.usefixtures("nadia")
def test_a_module_that_was_taken_out_is_passed_over(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("april"), make_module("october", number=2)]))
    send(client, "/courses/revolution/april/place", passage=passage_id(DUAL_POWER[2]))
    publish_course(app, make_course(modules=[make_module("october")]))
    assert 'href="/courses/revolution/october">Continue reading<' in client.get("/").text


@pytest.mark.usefixtures("nadia")
def test_a_place_in_a_translation_leads_back_to_it(app: Flask, client: FlaskClient) -> None:
    publish_course(app, in_turkish(make_course(modules=1)))
    place = passage_id("Hiçbiri yönetemiyordu.")
    send(client, "/courses/revolution/module-1/place", passage=place)
    page = client.get("/").text
    assert f'href="/courses/revolution/module-1?lang=tr#{place}"' in page
    assert "İki iktidar" in page


@pytest.mark.usefixtures("nadia")
def test_between_courses_it_offers_the_others(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("april", modules=1), make_course("revolution", modules=1))
    send(client, "/courses/revolution/module-1/completion")
    page = client.get("/").text
    assert "What shall we read next?" in page
    assert 'href="/courses/april"' in page
    send(client, "/courses/april/module-1/completion")
    assert "That was everything there is here." in client.get("/").text


def test_one_member_sees_nothing_of_another(app: Flask, sign_in: SignIn) -> None:
    publish_course(app, make_course(modules=2))
    nadia, tomas = app.test_client(), app.test_client()
    sign_in(nadia, make_member(app, name="Nadia"))
    sign_in(tomas, make_member(app, name="Tomás"))
    send(nadia, "/courses/revolution/module-2/place", passage=passage_id(DUAL_POWER[1]))
    assert "Start here" in tomas.get("/").text


@pytest.mark.usefixtures("nadia")
def test_it_costs_the_same_with_many_courses(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("revolution", modules=3))
    send(client, "/courses/revolution/module-1/place", passage=passage_id(DUAL_POWER[1]))
    with statements(app) as with_one:
        client.get("/")
    publish_course(app, *(make_course(f"course-{number}", modules=2) for number in range(20)))
    with statements(app) as with_many:
        client.get("/")
    assert len(with_one) == len(with_many) == 6
