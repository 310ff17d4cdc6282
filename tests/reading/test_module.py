"""The page of a module, as it is stored, with the reader's own marks."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compiled import DUAL_POWER, SECRET, in_turkish, make_course, make_module, passage_id
from tests.factories import make_instance, publish_course
from tests.forms import send
from tests.statements import statements


def test_a_stranger_is_led_to_sign_in_whether_it_exists_or_not(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    there = client.get("/courses/revolution/module-1")
    not_there = client.get("/courses/revolution/module-9")
    assert there.status_code == not_there.status_code == 303
    assert there.location.replace("module-1", "module-9") == not_there.location


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize(
    "address",
    [
        "/courses/revolution/nowhere",
        "/courses/nowhere/module-1",
        "/courses/revolution/editions/7/module-1",
        "/courses/revolution/editions/99999999999999999999/module-1",
        "/courses/revolution/editions/1/nowhere",
        "/courses/revolution/" + "x" * 5000,
    ],
)
def test_what_is_not_there_is_not_found(app: Flask, client: FlaskClient, address: str) -> None:
    publish_course(app, make_course())
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("nadia")
def test_it_shows_the_text_and_nothing_for_organisers(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    answer = client.get("/courses/revolution/module-2")
    assert answer.text.count("<h1") == 1
    for said in (*DUAL_POWER, "Who governed?", "A point.", "Trotsky", "Why we read module-2."):
        assert said in answer.text
    assert SECRET not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("nadia")
def test_it_leads_to_the_modules_before_and_after(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    page = client.get("/courses/revolution/module-2").text
    assert 'href="/courses/revolution/module-1" rel="prev"' in page
    assert 'href="/courses/revolution/module-3" rel="next"' in page
    assert 'rel="prev"' not in client.get("/courses/revolution/module-1").text
    assert 'rel="next"' not in client.get("/courses/revolution/module-3").text


@pytest.mark.usefixtures("nadia")
def test_it_costs_three_statements(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=20))
    send(client, "/courses/revolution/module-1/completion")
    send(client, "/courses/revolution/module-2/place", passage=passage_id(DUAL_POWER[1]))
    with statements(app) as ran:
        assert client.get("/courses/revolution/module-2").status_code == 200
    assert len(ran) == 3, ran


@pytest.mark.usefixtures("nadia")
def test_it_shows_what_one_has_done(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    assert "Mark as read and go on" in client.get("/courses/revolution/module-1").text
    assert "Mark as read<" in client.get("/courses/revolution/module-3").text
    send(client, "/courses/revolution/module-1/completion")
    send(client, "/courses/revolution/module-1/readings/module-1-main/completion")
    send(client, "/courses/revolution/module-1/place", passage=passage_id(DUAL_POWER[1]))
    page = client.get("/courses/revolution/module-1").text
    assert "You have read this module" in page
    assert page.count("data-say>Read<") == page.count("I have read this") == 1
    assert f'href="#{passage_id(DUAL_POWER[1])}">Go to where you stopped<' in page
    assert "About 7 minutes are left from there." in page


@pytest.mark.usefixtures("nadia")
def test_a_place_that_is_not_in_this_text_is_not_offered(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power")]))
    send(client, "/courses/revolution/dual-power/place", passage=passage_id(DUAL_POWER[1]))
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=("All of it new.",))]))
    assert "Go to where you stopped" not in client.get("/courses/revolution/dual-power").text


@pytest.mark.usefixtures("nadia")
def test_each_part_ends_with_a_button_that_keeps_the_place(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    page = client.get("/courses/revolution/module-1").text
    assert page.count("Keep my place here") == 1
    assert f'name="passage" value="{passage_id(DUAL_POWER[2])}"' in page
    assert 'data-place="/courses/revolution/module-1/place?edition=1"' in page


def test_a_guest_reads_without_forms(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, make_course())
    with statements(app) as ran:
        answer = client.get("/courses/revolution/module-1")
    assert DUAL_POWER[0] in answer.text
    assert "<form" not in answer.text
    assert "data-place" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert len(ran) == 2


@pytest.mark.usefixtures("nadia")
def test_an_old_edition_says_which_it_is(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("april", title="April")]))
    publish_course(app, make_course(modules=[make_module("april", title="The theses of April")]))
    old = client.get("/courses/revolution/editions/1/april").text
    assert "This is edition 1, of 1 May 2026." in old
    assert "The theses of April" not in old
    assert 'href="/courses/revolution/april">Read the latest edition<' in old
    assert "<form" not in old
    latest = client.get("/courses/revolution/editions/2/april").text
    assert "This is edition 2, of 1 May 2026." in latest
    assert "It is the latest." in latest
    assert "This is edition" not in client.get("/courses/revolution/april").text


@pytest.mark.usefixtures("nadia")
def test_an_old_edition_of_a_module_that_is_gone_leads_to_the_course(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("april")]))
    publish_course(app, make_course(modules=[make_module("october")]))
    assert client.get("/courses/revolution/april").status_code == 404
    old = client.get("/courses/revolution/editions/1/april").text
    assert "The latest edition no longer has this module." in old
    assert (
        'href="/courses/revolution/april"' not in old.partition("The latest edition")[2].partition("</p>")[0]
    )


@pytest.mark.usefixtures("nadia")
def test_it_is_shown_in_the_language_asked_for(app: Flask, client: FlaskClient) -> None:
    publish_course(app, in_turkish(make_course(modules=2)))
    turkish = client.get("/courses/revolution/module-1?lang=tr").text
    assert "Hiçbiri yönetemiyordu." in turkish
    assert 'class="prose" lang="tr" dir="ltr"' in turkish
    assert 'href="/courses/revolution/module-2?lang=tr" rel="next"' in turkish
    english = client.get("/courses/revolution/module-1").text
    assert DUAL_POWER[0] in english
    assert (
        'href="/courses/revolution/module-1?lang=tr" lang="tr" hreflang="tr" data-from="language">Türkçe<'
        in english
    )


@pytest.mark.usefixtures("nadia")
def test_a_module_without_a_translation_says_so(app: Flask, client: FlaskClient) -> None:
    publish_course(app, in_turkish(make_course(modules=2)))
    page = client.get("/courses/revolution/module-2?lang=tr").text
    assert "This module is not there in Türkçe yet." in page
    assert DUAL_POWER[0] in page
