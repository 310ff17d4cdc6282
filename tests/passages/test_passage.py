"""The page of a passage: its words in context, a link that lasts, and how to cite it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compiled import DUAL_POWER, in_turkish, make_course, make_module, passage_id
from tests.factories import make_instance, publish_course
from tests.statements import statements

SECOND = f"/courses/revolution/module-1/passages/{passage_id(DUAL_POWER[1])}"


@pytest.mark.usefixtures("nadia")
def test_it_shows_the_passage_between_its_neighbours(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    page = client.get(SECOND).text
    assert "<h1>Paragraph 2</h1>" in page
    assert f'<div class="prose here"><p>{DUAL_POWER[1]}</p></div>' in page
    assert DUAL_POWER[0] in page
    assert DUAL_POWER[2] in page
    assert DUAL_POWER[3] not in page
    assert f'href="/courses/revolution/module-1#{passage_id(DUAL_POWER[1])}"' in page


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize(("at", "neighbours"), [(0, (1,)), (3, (2,))])
def test_the_first_and_the_last_have_one_neighbour(
    app: Flask, client: FlaskClient, at: int, neighbours: tuple[int, ...]
) -> None:
    publish_course(app, make_course())
    page = client.get(f"/courses/revolution/module-1/passages/{passage_id(DUAL_POWER[at])}").text
    assert [other for other, text in enumerate(DUAL_POWER) if text in page and other != at] == [*neighbours]


@pytest.mark.usefixtures("nadia")
def test_it_gives_a_link_and_three_citations_with_edition_and_day(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    page = client.get(SECOND).text
    where = f"http://localhost{SECOND}"
    assert f">{where}</p>" in page
    for citation in (
        f"Education committee, “Module 1”, module 1 of “The revolution”, edition 1 (1 May 2026), paragraph 2, {where}",
        f"Education committee (2026) Module 1. In: The revolution, edition 1 of 1 May 2026, module 1, paragraph 2. {where}",
        f"Education committee. “Module 1.” The revolution, edition 1, 1 May 2026, module 1, par. 2. {where}",
    ):
        assert f">{citation}</p>" in page


@pytest.mark.usefixtures("nadia")
def test_a_course_without_authors_is_cited_by_its_title(app: Flask, client: FlaskClient) -> None:
    publish_course(app, replace(make_course(), authors=()))
    page = client.get(SECOND).text
    assert ">“Module 1”, module 1 of" in page
    assert ">(2026) Module 1. In:" in page
    assert ">“Module 1.” The revolution" in page


@pytest.mark.usefixtures("nadia")
def test_every_paragraph_of_a_module_leads_to_its_page(app: Flask, client: FlaskClient) -> None:
    publish_course(app, in_turkish(make_course()))
    page = client.get("/courses/revolution/module-1").text
    assert page.count('class="mark no-print"') == len(DUAL_POWER)
    assert f'href="{SECOND}"' in page
    turkish = client.get("/courses/revolution/module-1?lang=tr").text
    there = f"/courses/revolution/module-1/passages/{passage_id('Hiçbiri yönetemiyordu.')}?lang=tr"
    assert f'href="{there}"' in turkish
    assert "mark no-print" not in client.get("/courses/revolution/editions/1/module-1").text


@pytest.mark.usefixtures("nadia")
def test_the_keyboard_goes_from_part_to_part_and_finds_every_paragraph_at_its_end(
    app: Flask, client: FlaskClient
) -> None:
    publish_course(app, in_turkish(make_course()))
    page = client.get("/courses/revolution/module-1").text
    assert page.count('tabindex="-1" aria-hidden="true"') == len(DUAL_POWER)
    assert 'href="/courses/revolution/module-1/passages#first">Link to a paragraph' in page
    with statements(app) as asked:
        found = client.get("/courses/revolution/module-1/passages").text
    assert 'id="first"' in found
    assert all(f"/passages/{passage_id(text)}" in found for text in DUAL_POWER)
    assert len(asked) == 2, asked
    turkish = client.get("/courses/revolution/module-1/passages?lang=tr").text
    assert f'/passages/{passage_id("Hiçbiri yönetemiyordu.")}?lang=tr"' in turkish


@pytest.mark.usefixtures("nadia")
def test_a_passage_of_a_translation_is_found_without_saying_its_language(
    app: Flask, client: FlaskClient
) -> None:
    publish_course(app, in_turkish(make_course()))
    key = passage_id("Hiçbiri yönetemiyordu.")
    page = client.get(f"/courses/revolution/module-1/passages/{key}").text
    assert 'lang="tr"' in page
    assert f'href="/courses/revolution/module-1?lang=tr#{key}"' in page
    assert "module 1 of “Devrim”" in page


@pytest.mark.usefixtures("nadia")
def test_a_passage_that_is_gone_is_shown_as_it_was_and_leads_to_the_nearest(
    app: Flask, client: FlaskClient
) -> None:
    publish_course(app, make_course(modules=[make_module("module-1")]))
    shorter = make_module("module-1", paragraphs=(DUAL_POWER[0], *DUAL_POWER[2:]))
    publish_course(app, make_course(modules=[shorter]), today=date(2026, 6, 1))
    page = client.get(SECOND).text
    assert "It stands here as it was in edition 1, of 1 May 2026." in page
    assert f'<div class="prose here"><p>{DUAL_POWER[1]}</p></div>' in page
    assert f'href="/courses/revolution/editions/1/module-1#{passage_id(DUAL_POWER[1])}"' in page
    assert f'href="/courses/revolution/module-1/passages/{passage_id(DUAL_POWER[0])}"' in page
    assert "Keep my place here" not in page


@pytest.mark.usefixtures("nadia")
def test_a_passage_of_a_module_that_is_gone_is_still_shown(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course(modules=[make_module("module-1")]))
    publish_course(app, make_course(modules=[make_module("module-2")]))
    page = client.get(SECOND).text
    assert DUAL_POWER[1] in page
    assert "The nearest paragraph" not in page


@pytest.mark.usefixtures("nadia")
@pytest.mark.parametrize("key", ["p-00000000", "x", "~", passage_id("Somewhere else.")])
def test_what_no_edition_has_is_not_found(app: Flask, client: FlaskClient, key: str) -> None:
    publish_course(
        app, make_course(modules=[make_module("module-1"), make_module("other", paragraphs=("Else.",))])
    )
    assert client.get(f"/courses/revolution/module-1/passages/{key}").status_code == 404
    other = passage_id("Else.")
    assert client.get(f"/courses/revolution/module-1/passages/{other}").status_code == 404


@pytest.mark.usefixtures("nadia")
def test_it_costs_three_statements_and_four_where_the_passage_is_gone(
    app: Flask, client: FlaskClient
) -> None:
    publish_course(app, make_course())
    with statements(app) as ran:
        assert client.get(SECOND).status_code == 200
    assert len(ran) == 3, ran
    publish_course(app, make_course(modules=[make_module("module-1", paragraphs=("All new.",))]))
    with statements(app) as ran:
        assert client.get(SECOND).status_code == 200
    assert len(ran) == 4, ran


def test_a_guest_sees_it_without_a_form(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, make_course())
    page = client.get(SECOND).text
    assert DUAL_POWER[1] in page
    assert "<form" not in page


@pytest.mark.usefixtures("nadia")
def test_a_member_keeps_their_place_from_here(app: Flask, client: FlaskClient) -> None:
    publish_course(app, make_course())
    assert f'name="passage" value="{passage_id(DUAL_POWER[1])}"' in client.get(SECOND).text
