"""Taking data away, deleting one's account, leaving quickly: in a real browser, with scripts and without."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from studyhub.accounts.models import Member
from tests.browser import PHONE, SMALLEST, Visitor
from tests.compiled import make_course
from tests.factories import PASSPHRASE, make_instance, make_member, publish_course

pytestmark = pytest.mark.browser
PHONES: list[dict[str, Any]] = [{"viewport": PHONE}, {"viewport": SMALLEST, "java_script_enabled": False}]
on_a_phone = pytest.mark.parametrize("device", PHONES, ids=["with-scripts", "without-scripts"])
Visit = Callable[..., Visitor]
CLEARED = "Clear-Site-Data"  # Chromium tells what it has cleared


@pytest.fixture
def nadia(app: Flask) -> Member:
    """A member of a place with a course."""
    make_instance(app)
    publish_course(app, make_course())
    return make_member(app, name="Nadia", sign_in_name="nadia")


def sign_in(visitor: Visitor, member: Member, *, then: str) -> Page:
    page = visitor.open(f"/sign-in?next={then}")
    page.fill("#sign_in_name", member.sign_in_name)
    page.fill("#passphrase", PASSPHRASE)
    page.click("main form button")
    page.wait_for_url(f"**{then}")
    return page


@on_a_phone
def test_somebody_looks_at_what_is_kept_and_takes_it_along(
    visit: Visit, nadia: Member, device: dict[str, Any], tmp_path: Path
) -> None:
    visitor = visit(**device, accept_downloads=True)
    page = sign_in(visitor, nadia, then="/you")
    page.click("text=See it, or take it with you")
    page.wait_for_url("**/you/data")
    assert page.inner_text("h1") == "What we keep about you"
    assert visitor.sideways() == 0
    with page.expect_download() as waiting:
        page.click("text=Get a copy")
    copy = waiting.value
    assert copy.suggested_filename == "my-data.zip"
    copy.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        (account,) = json.loads(archive.read("my-data.json"))["tables"]["member"]["rows"]
    assert account["sign_in_name"] == "nadia"


@on_a_phone
def test_somebody_deletes_their_account(visit: Visit, nadia: Member, device: dict[str, Any]) -> None:
    visitor = visit(**device)
    page = sign_in(visitor, nadia, then="/you/data")
    page.get_by_role("link", name="Delete your account").click()
    page.wait_for_url("**/you/delete")
    assert page.inner_text("h1") == "Delete your account"
    assert visitor.sideways() == 0
    page.fill("#typed", "somebody")
    page.click("text=Delete everything about me")
    assert "This is not your sign-in name" in page.inner_text("main")
    page.fill("#typed", "nadia")
    page.click("text=Delete everything about me")
    page.wait_for_url("**/goodbye")
    assert "Your account is deleted" in page.inner_text("h1")
    visitor.open("/you")
    assert "/sign-in" in page.url
    page.fill("#sign_in_name", "nadia")
    page.fill("#passphrase", PASSPHRASE)
    page.click("main form button")
    assert "do not match" in page.inner_text("main")
    visitor.expect("422", CLEARED)


@on_a_phone
def test_somebody_leaves_quickly(visit: Visit, nadia: Member, device: dict[str, Any]) -> None:
    visitor = visit(**device)
    page = sign_in(visitor, nadia, then="/settings/safety")
    page.check("#leave")
    page.click("text=Save")
    page.wait_for_url("**/settings/safety?saved=yes")
    visitor.open("/you")
    assert visitor.sideways() == 0
    page.mouse.wheel(0, 5000)
    assert page.locator("form.leave button").is_visible(), "it stays in sight"
    page.click("text=Leave quickly")
    page.wait_for_url("**/blank")
    assert page.title() == "Empty page"
    page.go_back()
    assert page.locator("h1").inner_text() == "Sign in"
    visitor.expect(CLEARED)


def test_three_times_escape_leaves_too(visit: Visit, nadia: Member) -> None:
    visitor = visit(viewport=PHONE)
    page = sign_in(visitor, nadia, then="/settings/safety")
    page.check("#leave")
    page.click("text=Save")
    page.wait_for_url("**/settings/safety?saved=yes")
    visitor.open("/you")
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    assert page.url.endswith("/you"), "twice is by mistake"
    page.keyboard.press("Escape")
    page.wait_for_url("**/blank")
    visitor.expect(CLEARED)


def test_with_the_way_out_a_page_is_as_open_as_without(visit: Visit, nadia: Member) -> None:
    visitor = visit(viewport=SMALLEST, bypass_csp=True)  # axe is put into the page
    page = sign_in(visitor, nadia, then="/settings/safety")
    page.check("#leave")
    page.click("text=Save")
    page.wait_for_url("**/settings/safety?saved=yes")
    for path in ("/you", "/courses/revolution"):
        visitor.open(path)
        assert visitor.axe() == []
        assert visitor.sideways() == 0
