"""Join by a link, ask by a poster, become an organiser, be removed: in a real browser on a phone, with and without scripts."""

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


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phones(request: pytest.FixtureRequest, visit: Visit) -> Callable[[], browser.Visitor]:
    """Make phones, with and without scripts."""
    return lambda: visit(java_script_enabled=request.param)


@pytest.fixture
def branch(app: Flask) -> str:
    """A branch that Iain organises; its path."""
    make_instance(app)
    slug = make_branch(app)
    put_in(app, slug, make_member(app, name="Iain", sign_in_name="iain"), RoleKind.ORGANISER)
    return f"/branches/{slug}"


def sign_in(phone: browser.Visitor, name: str) -> Page:
    """Sign in on a phone."""
    page = phone.open("/sign-in")
    page.fill("#sign_in_name", name)
    page.fill("#passphrase", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def begin(page: Page, *, name: str, button: str) -> None:
    """Fill in the two pages of an invitation."""
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_role("button", name=button).click()
    page.get_by_label("Your sign-in name").fill(name.lower())
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name=re.compile("Begin|Ask to join")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("recovery codes")
    page.get_by_role("link", name="I have them on paper").click()


def test_join_by_link(branch: str, phones: Callable[[], browser.Visitor]) -> None:
    organiser, newcomer = phones(), phones()
    page = sign_in(organiser, "iain")
    organiser.open(f"{branch}/invitations/new-link")
    page.get_by_label("Say that it comes from me").check()
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("The address").input_value()
    theirs = newcomer.open(address.partition("/j/")[1] + address.partition("/j/")[2])
    expect(theirs.get_by_text("Iain invited you")).to_be_visible()
    begin(theirs, name="Nadia", button="Join")
    newcomer.open("/you")
    theirs.get_by_role("link", name="Leith").click()
    expect(theirs.get_by_role("heading", name="Leith")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Nadia")).to_be_visible()


def test_ask_by_poster(branch: str, phones: Callable[[], browser.Visitor]) -> None:
    organiser, asker = phones(), phones()
    page = sign_in(organiser, "iain")
    organiser.open(f"{branch}/invitations/new-poster")
    page.get_by_role("button", name="Make the poster").click()
    words = page.locator("b[data-from=chance]").inner_text()
    theirs = asker.open(f"/j/{words.upper()}")
    begin(theirs, name="Nadia", button="Ask to join")
    expect(theirs.get_by_role("heading", name="You have asked to join")).to_be_visible()
    organiser.open(f"{branch}/asking")
    page.get_by_role("button", name=re.compile("Yes.*Nadia")).click()
    expect(page.locator(".notice")).to_contain_text("They are in")
    theirs.get_by_role("link", name="Look again").click()
    asker.open(branch)
    expect(theirs.get_by_role("heading", name="Leith")).to_be_visible()


def test_become_an_organiser_and_be_removed(
    app: Flask, branch: str, phones: Callable[[], browser.Visitor]
) -> None:
    put_in(app, branch.rpartition("/")[2], make_member(app, name="Nadia", sign_in_name="nadia"))
    organiser, member = phones(), phones()
    page, theirs = sign_in(organiser, "iain"), sign_in(member, "nadia")
    member.open(branch)
    expect(theirs.get_by_role("link", name="Invite somebody")).to_have_count(0)
    organiser.open(f"{branch}/people")
    page.get_by_role("link", name="Nadia").click()
    page.get_by_role("link", name="Make them an organiser").click()
    page.get_by_role("button", name="Make them an organiser").click()
    expect(page.locator(".notice")).to_contain_text("They organise this branch")
    theirs.reload()
    expect(theirs.get_by_role("link", name="Invite somebody")).to_be_visible()
    page.get_by_role("link", name="Remove them from the branch").click()
    page.get_by_role("button", name="Remove them").click()
    expect(page.locator(".notice")).to_contain_text("Removed.")
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Nothing here")).to_be_visible()
    member.wrongs.clear()  # the browser's own word for a 404 that is meant
