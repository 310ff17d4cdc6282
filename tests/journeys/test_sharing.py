"""Copying and sharing an invitation: buttons where the browser can do it, and none where it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from studyhub.organisation.models import RoleKind
from tests import browser
from tests.factories import PASSPHRASE, make_branch, make_instance, make_member, put_in

pytestmark = pytest.mark.browser
Visit = Callable[..., browser.Visitor]
HELD = """navigator.share = what => { window.shared = what; return window.answer || Promise.resolve(); };
Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => {
    window.copied = text; return window.fails ? Promise.reject(new Error('no')) : Promise.resolve(); } } });"""
NEITHER = "delete Navigator.prototype.share; delete Navigator.prototype.clipboard;"


@pytest.fixture
def branch(app: Flask) -> str:
    """A branch that Iain organises; its path."""
    make_instance(app)
    slug = make_branch(app)
    put_in(app, slug, make_member(app, name="Iain", sign_in_name="iain"), RoleKind.ORGANISER)
    return f"/branches/{slug}"


def make(visitor: browser.Visitor, branch: str, kind: str) -> Page:
    """Sign in as Iain and make an invitation; its page stays open."""
    page = visitor.open("/sign-in")
    page.fill("#sign_in_name", "iain")
    page.fill("#passphrase", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.open(f"{branch}/invitations/new-{kind}")
    page.get_by_role("button", name=re.compile("^Make the")).click()
    expect(page.get_by_label("The address", exact=True)).to_be_visible()
    return page


def test_a_link_is_copied_and_shared(branch: str, visit: Visit) -> None:
    phone = visit()
    phone.context.add_init_script(HELD)
    page = make(phone, branch, "link")
    address = page.get_by_label("The address", exact=True).input_value()
    page.get_by_role("button", name=re.compile("Copy.*The address")).click()
    expect(page.locator("[data-give] [role=status]")).to_have_text("Copied")
    assert page.evaluate("copied") == address
    page.get_by_role("button", name=re.compile("Share.*The address")).click()
    expect(page.locator("[data-give] [role=status]")).to_have_text("")
    assert page.evaluate("shared") == {"url": address}, "the address alone: no title tells what it is for"
    assert phone.axe() == []
    assert phone.sideways() == 0


def test_the_words_of_a_poster_are_copied_and_cannot_be_shared_as_an_address(
    branch: str, visit: Visit
) -> None:
    phone = visit()
    phone.context.add_init_script(HELD)
    page = make(phone, branch, "poster")
    page.get_by_role("button", name=re.compile("Copy.*The words")).click()
    assert page.evaluate("copied") == page.locator("#words").inner_text()
    expect(page.get_by_role("button", name=re.compile("Share.*The words"))).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Share.*The address"))).to_be_visible()


def test_what_does_not_work_is_said_and_what_was_called_off_is_not(branch: str, visit: Visit) -> None:
    phone = visit()
    phone.context.add_init_script(HELD)
    page = make(phone, branch, "link")
    said = page.locator("[data-give] [role=status]")
    page.evaluate("fails = true")
    page.get_by_role("button", name=re.compile("Copy.*The address")).click()
    expect(said).to_contain_text("That did not work here.")
    page.evaluate(
        "() => { answer = Promise.reject(new DOMException('closed', 'AbortError')); answer.catch(() => {}); }"
    )
    page.get_by_role("button", name=re.compile("Share.*The address")).click()
    expect(said).to_have_text("")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_no_button_shows_that_could_do_nothing(branch: str, visit: Visit, *, has_scripts: bool) -> None:
    phone = visit(java_script_enabled=has_scripts)
    phone.context.add_init_script(NEITHER)
    page = make(phone, branch, "poster")
    expect(page.get_by_role("button", name=re.compile("Copy|Share"))).to_have_count(0)
