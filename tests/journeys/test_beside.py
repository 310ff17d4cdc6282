"""Notes and explanations: beside the text where there is room, behind their paragraph on a phone, a list in print."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from tests.browser import COLOURS, DESK, PHONE
from tests.journeys import checks
from tests.journeys.conftest import Walk
from tests.journeys.world import MODULE, OTHER_SCRIPTS

pytestmark = pytest.mark.browser


def test_on_a_phone_a_note_opens_behind_its_paragraph_and_closes_again(walk: Walk) -> None:
    page = walk("member", viewport=PHONE, java_script_enabled=False).open(MODULE)
    note, reference = page.locator("#note-1"), page.locator("#fnref-1 a")
    assert not note.is_visible()
    assert page.locator("#fn-1").is_visible()
    reference.click()
    assert note.is_visible()
    assert _is_in_view(reference)
    note.get_by_role("link", name="Back to the text from note 1").click()
    assert not note.is_visible()
    page.context.close()


def test_on_a_phone_a_person_is_explained_where_one_taps(walk: Walk) -> None:
    page = walk("member", viewport=PHONE, java_script_enabled=False).open(MODULE)
    name = page.locator(".prose a.gloss").first
    name.click()
    told = page.locator(".beside:target")
    assert "Priest who founded" in told.inner_text()
    assert _is_in_view(name)
    assert _is_in_view(told)
    page.context.close()


@pytest.mark.parametrize("address", [MODULE, *OTHER_SCRIPTS])
def test_on_a_desk_each_note_stands_beside_its_paragraph_and_nowhere_else(walk: Walk, address: str) -> None:
    page = walk("member", viewport=DESK, java_script_enabled=False).open(address)
    notes = page.locator(".noted > .beside.always").all()
    lowest = 0.0
    for note in notes:
        paragraph, box = note.locator("xpath=../*[1]").bounding_box(), note.bounding_box()
        assert paragraph is not None
        assert box is not None
        assert box["x"] >= paragraph["x"] + paragraph["width"] or box["x"] + box["width"] <= paragraph["x"]
        assert box["y"] >= max(paragraph["y"] - 1, lowest)
        lowest = box["y"] + box["height"]
    assert bool(notes) == (page.locator(".fn").count() > 0)
    assert not page.locator("#notes").is_visible()
    page.context.close()


def test_on_a_desk_a_person_is_explained_beside_the_text_which_stays_where_it_is(walk: Walk) -> None:
    page = walk("member", viewport=DESK, java_script_enabled=False).open(MODULE)
    paragraphs = page.locator(".prose > *")
    before = [one.bounding_box() for one in paragraphs.all()]
    at = page.evaluate("scrollY")
    name = page.locator(".prose p[id] > a.gloss").nth(1)
    name.click()
    told, text = page.locator(".beside:target").bounding_box(), page.locator(".prose").first.bounding_box()
    assert told is not None
    assert text is not None
    assert told["x"] >= text["x"] + text["width"]
    assert _is_in_view(name)
    page.evaluate("at => scrollTo(0, at)", at)
    assert [one.bounding_box() for one in paragraphs.all()] == before
    page.context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("kind", ["fn", "gloss"])
def test_what_is_opened_can_be_read_by_everyone(walk: Walk, viewport: dict[str, int], kind: str) -> None:
    visitor = walk("member", viewport=viewport, bypass_csp=True)  # axe is put into the page
    visitor.open(MODULE).locator(f".prose a.{kind}").first.click()
    assert visitor.page.locator(".beside:target").is_visible()
    assert visitor.axe() == []
    for theme in checks.THEMES:
        checks.set_theme(visitor.page, theme)
        assert [(theme, fault) for fault in visitor.axe(COLOURS)] == []
    visitor.context.close()


def test_in_print_the_notes_are_a_list(walk: Walk) -> None:
    page = walk("member", viewport=DESK).open(MODULE)
    page.emulate_media(media="print")
    assert page.locator("#fn-1").is_visible()
    assert not page.locator(".beside:visible").count()
    page.context.close()


def _is_in_view(one: Locator) -> bool:
    box, size = one.bounding_box(), one.page.viewport_size
    return box is not None and size is not None and 0 <= box["y"] <= size["height"] - 20
