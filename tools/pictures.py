"""Take the README's pictures of a running StudyHub: `python -m tools.pictures`. Look at them before you commit."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from studyhub.web.assets import STATIC, collect
from tests import browser
from tests.journeys.world import MODULE, World, make_world

PICTURES = Path(__file__).resolve().parent.parent / "docs/images"
DESK = {"width": 1080, "height": 860}


def main() -> None:
    """Write what a member sees of a module at a desk, and of Today on a phone."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        world = make_world(place, collect(STATIC, place / "collected").folder.parent)
        chromium = browser.launch(playwright)
        with browser.serving(world.app) as site:
            take(chromium, world, f"{site}{MODULE}", name="module", viewport=DESK)
            take(chromium, world, f"{site}/", name="today", viewport=browser.PHONE)
        chromium.close()


def take(chromium: Browser, world: World, address: str, *, name: str, viewport: dict[str, int]) -> None:
    """Write one picture of what the member of the tests' world sees."""
    context = chromium.new_context(viewport=viewport, reduced_motion="reduce")  # type: ignore[arg-type]  # a dict of two
    cookies = (world.client_of("member")._cookies or {}).values()  # noqa: SLF001 - the test client has no other way
    context.add_cookies([{"name": one.key, "value": one.value, "url": address} for one in cookies])
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
