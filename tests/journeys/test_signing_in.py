"""From the printed address to a place of one's own, out and in again, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from pyotp import TOTP

from studyhub.accounts.actions import end_sessions_of
from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.organisation.policy import setup_code
from studyhub.web import clock
from tests.browser import DESK, PHONE, SMALLEST, Visitor
from tests.factories import PASSPHRASE, make_instance, make_member

pytestmark = pytest.mark.browser
DEVICES: list[dict[str, Any]] = [
    {"viewport": PHONE},
    {"viewport": SMALLEST, "java_script_enabled": False},
    {"viewport": DESK},
]


def fill_in(page: Page, **fields: str) -> None:
    """Fill in the form of the page and press its button."""
    for name, text in fields.items():
        page.fill(f"#{name}", text)
    page.click("main form button")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("device", DEVICES, ids=["phone", "smallest-without-scripts", "desk"])
def test_somebody_begins_here_and_comes_back(
    app: Flask, visit: Callable[..., Visitor], device: dict[str, Any]
) -> None:
    visitor = visit(**device)
    page = visitor.open(f"/setup?code={setup_code(app.config['SECRET_KEY'])}")
    offered = page.inner_text(".card b")
    fill_in(page, place="Tuesday readers", name="Nadia", sign_in_name="Nadia", passphrase=offered)
    page = visitor.open("/admin/place")
    phone = TOTP((page.text_content("details b") or "").replace(" ", ""))
    assert visitor.sideways() == 0
    fill_in(page, code=phone.at(clock.now()))
    page = visitor.open("/you")
    assert visitor.sideways() == 0
    page.click("text=Sign out")
    page.wait_for_url("**/signed-out")
    page.click("text=Sign in again")
    fill_in(page, sign_in_name="nadia", passphrase=offered)
    fill_in(
        page, code=phone.at(clock.now() + timedelta(seconds=30))
    )  # no code works twice, and the next one is taken already
    assert "/sign-in" not in page.url
    visitor.open("/admin/place")
    assert page.input_value("#name") == "Tuesday readers"
    visitor.expect("Clear-Site-Data", "404")  # Chromium tells what it has cleared; there are no courses here


@pytest.mark.parametrize("viewport", [PHONE, DESK, SMALLEST], ids=["phone", "desk", "smallest"])
def test_the_pages_of_beginning_are_accessible(
    app: Flask, visit: Callable[..., Visitor], viewport: dict[str, int]
) -> None:
    visitor = visit(viewport=viewport, bypass_csp=True)  # axe is put into the page by the test
    page = visitor.open(f"/setup?code={setup_code(app.config['SECRET_KEY'])}")
    for passphrase in ("", "short"):
        assert (visitor.sideways(), visitor.axe()) == (0, [])
        fill_in(page, passphrase=passphrase)
    assert page.evaluate("document.activeElement.id") == "errors", "those who listen hear first what is wrong"
    visitor.expect("422")


def test_what_was_typed_outlives_the_session(app: Flask, visit: Callable[..., Visitor]) -> None:
    """Nothing typed is ever lost: the settings of the place, sent after the session had ended."""
    make_instance(app)
    member = make_member(app, is_administrator=True)
    visitor = visit(viewport=PHONE, java_script_enabled=False)
    page = visitor.open("/sign-in?next=/admin/place")
    fill_in(page, sign_in_name=member.sign_in_name, passphrase=PASSPHRASE)
    with app.app_context():
        end_sessions_of(db.session.get_one(Member, member.id))
        db.session.commit()
    fill_in(page, name="The readers of Tuesday evening")
    assert "What you typed is kept" in page.inner_text("main")
    fill_in(page, sign_in_name=member.sign_in_name, passphrase=PASSPHRASE)
    assert page.input_value("textarea") == "The readers of Tuesday evening"
    page.click("text=Send it now")
    page.wait_for_url("**/admin/place?saved=yes")
    assert page.input_value("#name") == "The readers of Tuesday evening"
    visitor.expect("403")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripted", "plain"])
def test_a_plain_tab_stays_plain_when_signing_out_has_cleared_the_cookies(
    app: Flask, visit: Callable[..., Visitor], *, has_scripts: bool
) -> None:
    make_instance(app)
    member = make_member(app)
    visitor = visit(viewport=PHONE, java_script_enabled=has_scripts)
    page = visitor.open("/sign-in?next=/settings/reading")
    assert page.title() != "Study"
    fill_in(page, sign_in_name=member.sign_in_name, passphrase=PASSPHRASE)
    page.check("input[name=tab][value=plain]")
    page.click("main form button")
    visitor.open("/you")
    page.click("text=Sign out")
    page.wait_for_url("**/signed-out?tab=plain")
    for address in ("/signed-out", "/sign-in", "/sign-in?next=/nothing"):
        visitor.open(address)
        assert page.title() == "Study", address
        assert "icon-plain." in str(page.get_attribute("link[rel=icon]", "href")), address
    assert {cookie["name"] for cookie in visitor.context.cookies()} == {"tab", "session"}
    visitor.expect("Clear-Site-Data")
