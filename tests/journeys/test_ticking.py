"""The buttons of a module: one form carries them all, with scripts and without."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Walk
from tests.journeys.world import OTHER_SCRIPTS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripted", "plain"])
def test_a_reading_is_ticked_and_unticked(walk: Walk, *, has_scripts: bool) -> None:
    visitor = walk("member", java_script_enabled=has_scripts)
    page = visitor.open("/courses/russian-revolution/dual-power")
    reading = page.locator(".readings > li").first
    reading.get_by_role("button", name=re.compile("I have read this")).click()
    reading.get_by_text("Read", exact=True).wait_for()
    undo = reading.get_by_role("button", name=re.compile("Mark as not read"))
    if has_scripts:  # the page stayed, the button has the focus still, and what happened is said
        assert undo.evaluate("button => button === document.activeElement")
        page.locator('body > [role="status"]', has_text="Read").wait_for(state="attached")
    undo.click()
    reading.get_by_role("button", name=re.compile("I have read this")).wait_for()
    assert visitor.wrongs == []
    visitor.context.close()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripted", "plain"])
def test_a_module_is_marked_and_taken_back(walk: Walk, *, has_scripts: bool) -> None:
    visitor = walk("newcomer", java_script_enabled=has_scripts)
    page = visitor.open(OTHER_SCRIPTS[1])
    page.get_by_role("button", name="Mark as read").click()
    page.get_by_text("Marked as read.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Marked as not read.").wait_for()
    assert visitor.wrongs == []
    visitor.context.close()
