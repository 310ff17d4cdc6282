"""Reading on two devices: the further place is kept, and offered as a link; nothing jumps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import browser
from tests.journeys.world import MODULE, make_world

pytestmark = pytest.mark.browser


def test_who_was_further_on_another_device_is_told_and_led_there(
    chromium: Browser, tmp_path: Path, static_files: Path
) -> None:
    world = make_world(tmp_path, static_files)
    with browser.serving(world.app) as site:
        desk, phone = (_open(chromium, world.client_of("newcomer")._cookies, site) for _ in range(2))
        passages = desk.page.locator('.prose [id^="p-"]')
        far, near = passages.nth(20).get_attribute("id"), passages.nth(4).get_attribute("id")
        _read_to(phone.page, str(far))
        _read_to(desk.page, str(near))
        notice = desk.page.locator(".further")
        assert notice.is_visible()
        at = desk.page.evaluate("scrollY")
        desk.page.wait_for_timeout(300)
        assert desk.page.evaluate("scrollY") == at
        notice.get_by_role("link", name="Go there").click()
        assert desk.page.evaluate("location.hash").startswith("#p-")
        assert desk.page.evaluate("scrollY") > at
        again = phone.open(MODULE)
        assert again.locator(".resume a").get_attribute("href") != f"#{near}"
        for visitor in (desk, phone):
            assert visitor.wrongs == []
            visitor.context.close()


def _open(chromium: Browser, cookies: object, site: str) -> browser.Visitor:
    assert isinstance(cookies, dict)
    given: dict[str, Any] = {"viewport": browser.PHONE, "reduced_motion": "reduce"}
    context = chromium.new_context(**given)
    context.add_cookies([{"name": one.key, "value": one.value, "url": site} for one in cookies.values()])
    visitor = browser.Visitor(site, context)
    visitor.open(MODULE)
    return visitor


def _read_to(page: Page, passage: str) -> None:
    """Scroll there as a reader does, and have the place sent as when one leaves the page for a moment."""
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(200)
    page.locator(f"#{passage}").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    with page.expect_response("**/place?*"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(200)
