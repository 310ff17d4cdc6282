"""Losing the phone, losing the passphrase, another device: in a real browser, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pyotp import TOTP

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.organisation.models import RoleKind
from studyhub.ways_in.actions import make_recovery_codes
from studyhub.web import clock
from tests.browser import Visitor
from tests.factories import PASSPHRASE, make_branch, make_instance, make_member, put_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
Phones = Callable[[], Visitor]
NEW = "copper-window-salad-meadow"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phones(request: pytest.FixtureRequest, visit: Visit) -> Phones:
    """Make phones, with and without scripts."""
    return lambda: visit(java_script_enabled=request.param)


@pytest.fixture
def nadia(app: Flask) -> Member:
    """A member of a branch that Iain organises."""
    make_instance(app)
    slug = make_branch(app)
    put_in(app, slug, make_member(app, name="Iain", sign_in_name="iain"), RoleKind.ORGANISER)
    member = make_member(app, name="Nadia", sign_in_name="nadia")
    put_in(app, slug, member)
    return member


def sign_in(phone: Visitor, name: str, passphrase: str = PASSPHRASE) -> Page:
    """Sign in on a phone."""
    page = phone.open("/sign-in")
    page.fill("#sign_in_name", name)
    page.fill("#passphrase", passphrase)
    page.get_by_role("button", name="Sign in").click()
    return page


def choose(page: Page, passphrase: str) -> None:
    """Choose a new passphrase, and be in."""
    page.get_by_label("Your new passphrase").fill(passphrase)
    page.get_by_role("button").last.click()
    expect(page.get_by_text("Your passphrase was changed")).to_be_visible()


def test_lose_the_phone(phones: Phones, nadia: Member) -> None:
    """She signs out the lost one from another, by the list of devices."""
    lost, computer = phones(), phones()
    theirs = sign_in(lost, nadia.sign_in_name)
    page = sign_in(computer, nadia.sign_in_name)
    computer.open("/you")
    page.get_by_role("link", name="Your phones and computers").click()
    expect(page.get_by_text("This is the one you are using.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Sign out there")).click()
    expect(page.get_by_role("button", name=re.compile("Sign out there"))).to_have_count(0)
    lost.open("/you")
    expect(theirs.get_by_role("button", name="Sign in")).to_be_visible()
    assert computer.sideways() == 0
    lost.expect("Clear-Site-Data")  # Chromium tells what it has cleared on the lost phone


def test_lose_the_phone_that_shows_the_digits(app: Flask, phones: Phones, nadia: Member) -> None:
    """A recovery code stands for the authenticator; then the authenticator is set up on a new phone."""
    with app.app_context():
        code, *_ = make_recovery_codes(nadia.id, today=clock.today())
        db.session.commit()
    phone = phones()
    page = sign_in(phone, nadia.sign_in_name)
    _set_up(phone, page)
    phone.context.clear_cookies()
    page = sign_in(phone, nadia.sign_in_name)
    page.get_by_label(re.compile("digits", re.IGNORECASE)).fill(code)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/")
    phone.open("/you/ways-in")
    page.get_by_role("link", name="Set it up on another phone").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _set_up(phone: Visitor, page: Page) -> None:
    phone.open("/you/ways-in/authenticator")
    secret = (page.locator("details [data-from=chance]").text_content() or "").replace(" ", "")
    page.get_by_label(re.compile("digits", re.IGNORECASE)).fill(TOTP(secret).at(clock.now()))
    page.get_by_role("button").last.click()
    expect(page.get_by_role("button", name="Turn it off")).to_be_visible()


def test_lose_the_passphrase_and_have_codes(app: Flask, phones: Phones, nadia: Member) -> None:
    with app.app_context():
        code, *_ = make_recovery_codes(nadia.id, today=clock.today())
        db.session.commit()
    phone = phones()
    page = phone.open("/sign-in")
    page.get_by_role("link", name="I have lost my passphrase").click()
    page.fill("#sign_in_name", nadia.sign_in_name)
    page.fill("#code", code)
    page.get_by_role("button").last.click()
    choose(page, NEW)
    assert phone.sideways() == 0


def test_lose_the_passphrase_and_have_no_codes(phones: Phones, nadia: Member) -> None:
    """Her organiser opens the way, in the room; she chooses."""
    organiser, phone = phones(), phones()
    page = sign_in(organiser, "iain")
    page.get_by_role("link", name="You", exact=True).first.click()
    page.get_by_role("link", name="Leith").click()
    page.get_by_role("link", name="Who is in this branch").click()
    page.get_by_role("link", name=nadia.name).click()
    page.get_by_role("button", name="Open a way to a new passphrase").click()
    address = page.locator("b[data-from=chance]").inner_text()
    assert organiser.sideways() == 0
    theirs = phone.open("/reset/" + address.rpartition("/")[2])
    theirs.get_by_label("Your sign-in name").fill(nadia.sign_in_name)
    theirs.get_by_role("button", name="Go on").click()
    choose(theirs, NEW)


def test_sign_in_on_another_device(phones: Phones, nadia: Member) -> None:
    phone, computer = phones(), phones()
    page = sign_in(phone, nadia.sign_in_name)
    phone.open("/you/devices")
    page.get_by_role("button", name="Sign in on another one").click()
    address = page.locator("b[data-from=chance]").inner_text()
    expect(page.get_by_role("img", name=re.compile("square"))).to_be_visible()
    theirs = computer.open("/d/" + address.rpartition("/")[2])
    theirs.get_by_role("button", name="Sign in here").click()
    computer.open("/you")
    expect(theirs.get_by_role("heading", name="You", exact=True)).to_be_visible()
