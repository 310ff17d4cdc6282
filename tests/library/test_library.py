"""Pages of people, terms and works: what is known of each, and where it is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.compiler.model import Course, Depth, Facilitation, GlossaryEntry, Reading
from tests.compiled import in_turkish, make_course, make_module
from tests.factories import make_instance, publish_course
from tests.statements import statements

GAPON = GlossaryEntry("person", "gapon", "Georgy Gapon", "A priest.", "Sablinsky, 1976", "1870–1906")
SOVIET = GlossaryEntry("term", "soviet", "soviet", "A council.", "Anweiler, 1958")


@pytest.mark.usefixtures("nadia")
def test_a_person_is_told_of_with_the_source_and_every_module_that_leads_there(
    app: Flask, client: FlaskClient
) -> None:
    publish_course(app, _course("revolution", GAPON, SOVIET), _course("war", GAPON))
    page = client.get("/people/gapon").text
    assert "Georgy Gapon</bdi></h1>" in page
    for said in ("1870–1906", "A priest.", "Sablinsky, 1976", "The revolution", "The war"):
        assert said in page
    for course in ("revolution", "war"):
        assert f'href="/courses/{course}/module-1#g-person-gapon-named"' in page
    assert "module-2" not in page


@pytest.mark.usefixtures("nadia")
def test_a_term_has_a_page_and_is_no_person(app: Flask, client: FlaskClient) -> None:
    publish_course(app, _course("revolution", SOVIET))
    assert "A council." in client.get("/terms/soviet").text
    assert client.get("/people/soviet").status_code == 404
    assert client.get("/works/soviet").status_code == 404


@pytest.mark.usefixtures("nadia")
def test_a_work_says_what_of_it_is_set_where(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=2))
    page = client.get("/works/history").text
    assert "A History</bdi></h1>" in page
    assert "Trotsky" in page
    assert page.count('href="/courses/revolution/module-1#readings"') == 1
    assert page.count("ch. 11") == 4
    assert "leaves this site" not in page


@pytest.mark.usefixtures("nadia")
def test_a_work_that_can_be_read_elsewhere_says_that_this_leaves_the_site(
    app: Flask, client: FlaskClient
) -> None:
    reading = Reading("far", "far", "Far", "", "", "", Depth.MAIN, 5, "https://example.org/far")
    publish_course(app, make_course(modules=[replace(make_module("one"), readings=(reading,))]))
    page = client.get("/works/far").text
    assert 'rel="noreferrer" href="https://example.org/far"' in page
    assert "leaves this site" in page


@pytest.mark.usefixtures("nadia")
def test_only_the_latest_edition_counts(app: Flask, client: FlaskClient) -> None:
    publish_course(app, _course("revolution", GAPON))
    publish_course(app, _course("revolution", replace(GAPON, text="A priest and a leader.")))
    page = client.get("/people/gapon").text
    assert "A priest and a leader." in page
    assert page.count("#g-person-gapon-named") == 1
    publish_course(app, _course("revolution", SOVIET))
    assert client.get("/people/gapon").status_code == 404


@pytest.mark.usefixtures("nadia")
def test_it_is_shown_in_the_language_asked_for(app: Flask, client: FlaskClient) -> None:
    course = in_turkish(_course("revolution", GAPON))
    turkish = replace(GAPON, text="Bir papaz.")
    translation = course.translations[0]
    translated = replace(translation, modules=(replace(translation.modules[0], glossary=(turkish,)),))
    publish_course(app, replace(course, translations=(translated,)))
    assert "A priest." in client.get("/people/gapon").text
    page = client.get("/people/gapon?lang=tr").text
    assert "Bir papaz." in page
    assert 'href="/courses/revolution/module-1?lang=tr#g-person-gapon-named"' in page
    assert page.count("#g-person-gapon-named") == 1


@pytest.mark.usefixtures("nadia")
def test_what_organisers_alone_meet_has_no_page(app: Flask, client: FlaskClient) -> None:
    module = replace(make_module("one"), facilitation=Facilitation(glossary=(GAPON,)))
    publish_course(app, make_course(modules=[module]))
    assert client.get("/people/gapon").status_code == 404


@pytest.mark.usefixtures("nadia")
def test_a_module_leads_to_these_pages_and_an_old_edition_does_not(app: Flask, client: FlaskClient) -> None:
    publish_course(app, _course("revolution", GAPON, SOVIET))
    page = client.get("/courses/revolution/module-1").text
    for there in ("/people/gapon", "/terms/soviet", "/works/history"):
        assert f'href="{there}"' in page
    assert 'href="/people/gapon"' not in client.get("/courses/revolution/editions/1/module-1").text


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize("address", ["/people/gapon", "/terms/soviet", "/works/history"])
def test_each_costs_two_statements(app: Flask, client: FlaskClient, address: str) -> None:
    publish_course(app, *(_course(f"course-{number}", GAPON, SOVIET) for number in range(5)))
    with statements(app) as ran:
        assert client.get(address).status_code == 200
    assert len(ran) == 2, ran


def test_a_stranger_signs_in_first_and_a_guest_may_look(app: Flask, client: FlaskClient) -> None:
    publish_course(app, _course("revolution", GAPON))
    assert client.get("/people/gapon").status_code == client.get("/people/nobody").status_code == 303
    make_instance(app, guests_may_read=True)
    assert client.get("/people/gapon").status_code == 200


def _course(slug: str, *entries: GlossaryEntry) -> Course:
    course = make_course(slug, modules=2)
    first, *others = course.modules
    return replace(course, modules=(replace(first, glossary=entries), *others))
