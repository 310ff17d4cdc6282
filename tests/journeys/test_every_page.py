"""Every page, as everyone who may open it: nothing is out of reach, cut off, unreadable, heavy, or from elsewhere
(HD-04).
"""

from __future__ import annotations

import brotli
import pytest
from playwright.sync_api import Page

from tests.browser import COLOURS, DESK, PHONE, SMALLEST, Visitor
from tests.journeys import checks
from tests.journeys.conftest import Walk
from tests.journeys.world import EMPTY_PAGES, PAGES, World

pytestmark = pytest.mark.browser
VISITS = [
    pytest.param(
        who, address, is_empty, id=f"{who}{'-in-an-empty-place' if is_empty else ''}-{address.split('=')[0]}"
    )
    for pages, is_empty in ((PAGES, False), (EMPTY_PAGES, True))
    for who, addresses in pages.items()
    for address in addresses
]
KB = 1024


def test_no_page_is_left_out(world: World) -> None:
    adapter = world.app.url_map.bind("localhost")
    opened = {
        adapter.match(address.partition("?")[0])[0]
        for pages in (PAGES, EMPTY_PAGES)
        for addresses in pages.values()
        for address in addresses
        if address != "/no-such-page"
    }
    files = {f"exports.{what}_{kind}" for what in ("course", "module") for kind in ("epub", "markdown")}
    no_pages = {
        "meetings.calendar",
        "packs.plain",
        "web.health",
        "web.robots",
        "keeping.worker",
        "static",
        "courses.picture",
        "invitations.picture",
        *files,
    }
    pages = {rule.endpoint for rule in world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - opened - no_pages == set()


@pytest.mark.parametrize(("who", "address", "is_empty"), VISITS)
def test_a_page_is_open_to_everyone(walk: Walk, who: str, address: str, *, is_empty: bool) -> None:
    """On a phone that comes for the first time, at a desk, in four themes, with large letters and wide spaces."""
    visitor = walk(who, is_empty=is_empty, bypass_csp=True)  # axe is put into the page
    page = visitor.open(address)
    too_much = too_much_of(page)
    if set(too_much) == {
        "shift"
    }:  # a busy machine draws a page in two goes; what moves by itself moves each time
        too_much = too_much_of(visitor.open(address))
    assert too_much == {}
    assert page.locator("h1").count() == 1
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert visitor.sideways() == 0
        assert checks.faults_of_focus(page) == []
        assert faults_in_themes(visitor) == []
    page.set_viewport_size({"width": SMALLEST["width"], "height": SMALLEST["height"]})
    for style in ("", checks.LARGE, checks.SPACED):
        tag = page.add_style_tag(content=style or "/* as it is */")
        assert (style, visitor.sideways()) == (style, 0)
        assert (style, checks.lost(page)) == (style, [])
        tag.evaluate("tag => tag.remove()")
    _leave(visitor)


@pytest.mark.parametrize(("who", "address", "is_empty"), VISITS)
def test_a_page_needs_no_script(walk: Walk, who: str, address: str, *, is_empty: bool) -> None:
    """HD-03."""
    visitor = walk(who, is_empty=is_empty, java_script_enabled=False)
    page = visitor.open(address)
    assert page.locator("main h1").is_visible()
    assert checks.faults_without_scripts(page) == []
    _leave(visitor)


def faults_in_themes(visitor: Visitor) -> list[tuple[str, str]]:
    """Return what axe finds wrong: everything in one theme, and in the others what a theme changes."""
    first, *others = checks.THEMES
    checks.set_theme(visitor.page, first)
    found = [(first, fault) for fault in visitor.axe()]
    for theme in others:
        checks.set_theme(visitor.page, theme)
        found += [(theme, fault) for fault in visitor.axe(COLOURS)]
    return found


def too_much_of(page: Page) -> dict[str, float]:
    """Return what there is more of than a page may have."""
    weight = checks.weight_of(page)
    has_text = page.locator(".prose").count() > 0
    texts = page.locator(".reader, .booklet > .chapter").count()  # each is as long as a module
    weight["html"] = len(brotli.compress(page.content().encode(), quality=5))  # as a proxy sends it
    limits = {
        "html": (35 * texts or 8) * KB,
        "style": 10 * KB,
        "script": 5 * KB,
        "fonts": (200 if has_text else 60) * KB,
        "requests": 12,
        "shift": 0.01,
        "elements": 4000 * texts or 1500,
    }
    return {kind: weight[kind] for kind, most in limits.items() if weight[kind] > most}


def _leave(visitor: Visitor) -> None:
    visitor.expect("404 (NOT FOUND)")
    visitor.expect("422 (UNPROCESSABLE ENTITY)")
    wrongs = visitor.wrongs
    visitor.context.close()
    assert wrongs == []
