"""Looking for a half-remembered sentence, on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser import PHONE, Visitor
from tests.compiled import make_course, make_module, passage_id
from tests.factories import make_instance, publish_course

pytestmark = pytest.mark.browser
BREAD = "Bread was dear, and the women stood in the queue from four in the morning."


@pytest.mark.parametrize("scripts", [True, False])
def test_a_half_remembered_sentence_leads_to_its_passage(
    app: Flask, visit: Callable[..., Visitor], *, scripts: bool
) -> None:
    make_instance(app, guests_may_read=True)
    others = [f"Nothing of note happened on day {number}." for number in range(60)]
    publish_course(app, make_course(modules=[make_module("queues", paragraphs=[*others, BREAD])]))
    page = visit(java_script_enabled=scripts).open("/courses/revolution")
    page.get_by_role("searchbox", name="Search in this course").fill(
        "women queueing for dear bread all morning"
    )
    page.get_by_role("button", name="Search").click()
    assert page.get_by_text("No passage has all these words. These have most of them.").is_visible()
    page.get_by_text("stood in the").first.click(force=True)  # the words are no link, but lead there
    key = passage_id(BREAD)
    page.wait_for_url(f"**/courses/revolution/queues#{key}")
    top = page.locator(f"#{key}").evaluate("one => one.getBoundingClientRect().top")
    assert 0 <= top < PHONE["height"]
