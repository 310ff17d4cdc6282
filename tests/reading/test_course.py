"""The page of a course: its modules, their state in words, what it is about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compiled import DUAL_POWER, SECRET, in_turkish, make_course, passage_id
from tests.factories import make_instance, publish_course
from tests.forms import send
from tests.statements import statements


def test_a_stranger_is_led_to_sign_in_whether_it_exists_or_not(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("revolution"))
    there, not_there = client.get("/courses/revolution"), client.get("/courses/nowhere")
    assert there.status_code == not_there.status_code == 303
    assert there.location.replace("revolution", "nowhere") == not_there.location


@pytest.mark.usefixtures("nadia")
def test_a_course_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/courses/nowhere").status_code == 404


def test_a_guest_sees_modules_without_marks(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, make_course("revolution"))
    page = client.get("/courses/revolution").text
    assert 'href="/courses/revolution/module-2"' in page
    assert "Not read yet" not in page
    assert 'method="post"' not in page


@pytest.mark.usefixtures("nadia")
def test_it_says_what_the_course_is_and_how_long_it_takes(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("theses"), replace(make_course("revolution"), needs=("theses", "gone")))
    page = client.get("/courses/revolution").text
    assert "3 modules, about 30 minutes in all" in page
    assert "The main readings take about 1 hour more." in page
    for said in ("Say what module-1 is about.", "Education committee", "CC-BY-SA-4.0", "The theses"):
        assert said in page
    assert "For whom the revolution is." in page
    assert "1, published on 1 May 2026" in page
    assert SECRET not in page


@pytest.mark.usefixtures("nadia")
def test_each_module_says_in_words_how_far_one_is(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("revolution", modules=4))
    send(client, "/courses/revolution/module-1/completion")
    send(client, "/courses/revolution/module-2/place", passage=passage_id(DUAL_POWER[1]))
    send(client, "/courses/revolution/module-3/readings/module-3-main/completion")
    page = client.get("/courses/revolution").text
    states = [page.partition(f'id="state-{number}">')[2].partition("<")[0] for number in range(1, 5)]
    assert states == ["Read", "Started", "Started", "Not read yet"]
    assert "Continue with module 2" in page
    assert page.count("Mark as not read") == 1


@pytest.mark.usefixtures("nadia")
def test_it_goes_on_where_today_goes_on_though_a_module_before_is_not_read(
    app: Flask, client: FlaskClient
) -> None:
    publish_course(app, make_course("revolution", modules=3))
    for number in (1, 2):
        send(client, f"/courses/revolution/module-{number}/place", passage=passage_id(DUAL_POWER[1]))
    on_the_course, today = client.get("/courses/revolution").text, client.get("/").text
    assert "Continue with module 2" in on_the_course
    assert "/courses/revolution/module-2" in today
    assert "/courses/revolution/module-1" not in today.partition("Continue reading")[0].partition("<main")[2]


@pytest.mark.usefixtures("nadia")
def test_it_is_there_in_its_languages(app: Flask, client: FlaskClient) -> None:
    publish_course(app, in_turkish(make_course(modules=2)))
    page = client.get("/courses/revolution?lang=tr").text
    assert page.startswith('<!doctype html>\n<html lang="en-GB"')  # the interface stays in its own language
    assert '<h1 lang="tr" dir="ltr"><bdi data-from="course">Devrim</bdi></h1>' in page
    assert "İki iktidar" in page
    assert 'href="/courses/revolution/module-1?lang=tr"' in page
    assert "Türkçe" in client.get("/courses/revolution").text
    assert '<html lang="en-GB" dir="ltr"' in page, "the page itself speaks the language of the interface"


@pytest.mark.usefixtures("nadia")
def test_an_unknown_language_falls_back(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    assert "The revolution" in client.get("/courses/revolution?lang=%3Cx%3E").text


@pytest.mark.usefixtures("nadia")
def test_fifty_modules_cost_what_five_do(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course("short", modules=5), make_course("long", modules=50))
    with statements(app) as with_five:
        client.get("/courses/short")
    with statements(app) as with_fifty:
        client.get("/courses/long")
    assert len(with_five) == len(with_fifty) == 3


@pytest.mark.usefixtures("nadia")
def test_a_translation_into_the_language_of_the_interface_comes_before_the_original(
    app: Flask, client: FlaskClient
) -> None:
    english = make_course("revolution", modules=1)
    own = replace(english.modules[0], language="tr")
    original = replace(english, language="tr", title="Devrim", modules=(own,), translations=(english,))
    publish_course(app, original)
    assert "The revolution" in client.get("/courses/revolution").text
    assert "Devrim" in client.get("/courses/revolution?lang=tr").text
