"""A reader with an old phone on a slow line: to the end of the second module, and on with it elsewhere.

The pictures it takes lie in STUDYHUB_TEST_PICTURES, where that names a folder, for people to look at.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import browser
from tests.browser import PHONE, Visitor
from tests.factories import PASSPHRASE
from tests.journeys.world import make_world

pytestmark = pytest.mark.browser
FEBRUARY = "/courses/russian-revolution/february"
SLOW_3G = {
    "offline": False,
    "latency": 400,  # ms
    "downloadThroughput": 400_000 / 8,  # bytes a second
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4  # times, than the processor of this computer
LONGEST_WAIT = 2_000  # ms from the tap to the text
MOST_SENT = 250_000  # bytes of the module and all that belongs to it; this server sends pages uncompressed
LARGEST = """() => new Promise(resolve => new PerformanceObserver(list =>
  resolve(Math.max(...list.getEntries().map(one => one.startTime)))).observe({type: 'largest-contentful-paint', buffered: true}))"""
SENT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


def test_a_reader_with_an_old_phone(chromium: Browser, tmp_path: Path, static_files: Path) -> None:
    world = make_world(tmp_path, static_files)
    name = world.people["newcomer"].sign_in_name
    pictures = Path(os.environ.get("STUDYHUB_TEST_PICTURES") or tmp_path / "pictures")
    pictures.mkdir(parents=True, exist_ok=True)
    with browser.serving(world.app) as site:
        phone = Visitor(site, _old_phone(chromium))
        _on_a_slow_line(phone)
        page = _sign_in(phone, name)
        page.screenshot(path=pictures / "1-today.png")
        _open_the_second_module(phone)
        page.screenshot(path=pictures / "2-module.png")
        assert page.evaluate(LARGEST) <= LONGEST_WAIT
        assert page.evaluate(SENT) <= MOST_SENT

        elsewhere = Visitor(site, _old_phone(chromium))
        _sign_in(elsewhere, name)
        elsewhere.open(FEBRUARY)

        _read_to_the_end(page)
        _look_up_two_people(page, pictures)
        _is_led_on_at_the_second_device(elsewhere.page, pictures)
        _mark_as_read(page, pictures)
        _search(phone, pictures)
        for visitor in (phone, elsewhere):
            visitor.expect(
                "was preloaded"
            )  # a font that comes late is kept for the next page, which Chromium mentions
            assert visitor.sideways() == 0
            assert visitor.wrongs == []
            visitor.context.close()


def _old_phone(chromium: Browser) -> BrowserContext:
    return chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")  # type: ignore[arg-type]  # a plain dict is what its type says


def _on_a_slow_line(visitor: Visitor) -> None:
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _sign_in(visitor: Visitor, name: str) -> Page:
    page = visitor.open("/sign-in")
    page.fill("#sign_in_name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.click("main form button")
    page.wait_for_url(f"{visitor.site}/")
    page.get_by_role("heading", level=1).wait_for()
    return page


def _open_the_second_module(visitor: Visitor) -> None:
    page = visitor.open("/courses/russian-revolution")
    page.locator(f'.modules a[href="{FEBRUARY}"]').tap()
    page.wait_for_url(f"**{FEBRUARY}")
    page.wait_for_load_state("networkidle")
    assert page.locator(".prose p").first.is_visible()
    assert page.locator(".mark").first.is_hidden(), "on a phone the text is calm"


def _read_to_the_end(page: Page) -> None:
    last = page.locator('.prose [id^="p-"]').last
    _scroll_to(page, str(last.get_attribute("id")))


def _scroll_to(page: Page, passage: str) -> None:
    """Scroll there as a reader does, and have the place sent as when the screen goes dark."""
    page.evaluate("scrollBy(0, 200)")
    page.wait_for_timeout(500)
    page.locator(f"#{passage}").scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    with page.expect_response("**/place?*"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")


def _look_up_two_people(page: Page, pictures: Path) -> None:
    for number, name in enumerate(("Lenin", "Kerensky"), start=3):
        page.locator(".prose p[id] > a.gloss").filter(has_text=name).first.tap()
        told = page.locator(".beside:target")
        told.wait_for()
        assert name in told.inner_text()
        page.screenshot(path=pictures / f"{number}-{name.lower()}.png")


def _is_led_on_at_the_second_device(page: Page, pictures: Path) -> None:
    _scroll_to(page, str(page.locator('.prose [id^="p-"]').nth(4).get_attribute("id")))
    notice = page.locator(".further")
    notice.wait_for()
    assert "You were further on another device." in notice.inner_text()
    page.screenshot(path=pictures / "5-further.png")
    before = page.evaluate("scrollY")
    notice.get_by_role("link", name="Go there").tap()
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > before


def _mark_as_read(page: Page, pictures: Path) -> None:
    end = page.get_by_role("button", name="Mark as read and go on")
    end.scroll_into_view_if_needed()
    page.screenshot(path=pictures / "6-end.png")
    end.tap()
    page.wait_for_url("**/courses/russian-revolution/dual-power")
    page.get_by_text("Marked as read.").wait_for()
    page.screenshot(path=pictures / "7-read.png")


def _search(visitor: Visitor, pictures: Path) -> None:
    page = visitor.open("/search")
    page.get_by_role("searchbox").fill("thrown a throne 304 years")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/search?*")
    found = page.locator(f'main a[href^="{FEBRUARY}"]')
    found.first.wait_for()
    page.screenshot(path=pictures / "8-search.png")
