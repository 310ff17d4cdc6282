"""Nothing runs off the page: narrow screens, text of twice the size, words and names without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser import DESK, PHONE, SMALLEST, Visitor
from tests.compiled import make_course, make_module
from tests.factories import PASSPHRASE, make_instance, make_member, publish_course
from tests.journeys.test_signing_in import fill_in

pytestmark = pytest.mark.browser
ENDLESS = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PAGES = [
    "/",
    "/courses",
    "/courses/revolution",
    "/courses/revolution/module",
    "/you",
    "/privacy",
    "/admin/place",
]


@pytest.mark.parametrize(
    ("viewport", "size"), [(SMALLEST, 100), (PHONE, 200), (DESK, 200)], ids=["smallest", "phone", "desk"]
)
def test_nothing_runs_off_the_page(
    app: Flask, visit: Callable[..., Visitor], viewport: dict[str, int], size: int
) -> None:
    make_instance(app)
    module = make_module("module", title=f"{ENDLESS} for the patient")
    publish_course(app, make_course("revolution", title=ENDLESS, modules=[module]))
    member = make_member(app, name=f"Aleksandra {ENDLESS}"[:60], sign_in_name="nadia", is_administrator=True)
    visitor = visit(viewport=viewport)
    fill_in(visitor.open("/sign-in"), sign_in_name=member.sign_in_name, passphrase=PASSPHRASE)
    for address in PAGES:
        page = visitor.open(address)
        page.evaluate("size => document.documentElement.style.fontSize = size + '%'", size)
        assert (address, visitor.sideways()) == (address, 0)


def test_the_ring_around_a_link_of_the_contents_is_whole(app: Flask, visit: Callable[..., Visitor]) -> None:
    """The contents scroll by themselves, and cut off whatever reaches beyond them."""
    make_instance(app, guests_may_read=True)
    publish_course(app, make_course())
    page = visit(viewport=DESK).open("/courses/revolution/module-1")
    page.keyboard.press("Tab")
    page.locator(".side a").first.focus()
    offset = page.evaluate("getComputedStyle(document.activeElement).outlineOffset")
    assert offset == "-3px"
