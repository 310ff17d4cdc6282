"""Move branch: somebody goes over to another branch, and a branch goes to another section; on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from studyhub.accounts.models import Member
from studyhub.organisation.models import BranchKind, RoleKind
from tests import browser
from tests.factories import make_branch, make_instance, make_member, put_in
from tests.journeys.test_joining import sign_in

pytestmark = pytest.mark.browser
Visit = Callable[..., browser.Visitor]
Phones = Callable[[], browser.Visitor]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phones(request: pytest.FixtureRequest, visit: Visit) -> Phones:
    """Make phones, with and without scripts."""
    return lambda: visit(viewport=browser.PHONE, java_script_enabled=request.param)


@pytest.fixture
def nadia(app: Flask) -> Member:
    """A member of Leith, and of nothing else."""
    make_instance(app)
    return make_member(app, name="Nadia", sign_in_name="nadia")


def test_a_member_moves_from_one_branch_to_another(app: Flask, nadia: Member, phones: Phones) -> None:
    leith, govanhill = make_branch(app), make_branch(app, name="Govanhill")
    put_in(app, leith, make_member(app, name="Iain"), RoleKind.ORGANISER)
    put_in(app, leith, nadia)
    put_in(app, govanhill, make_member(app, name="Emre", sign_in_name="emre"), RoleKind.ORGANISER)
    organiser, member = phones(), phones()
    page, theirs = sign_in(organiser, "emre"), sign_in(member, "nadia")
    organiser.open(f"/branches/{govanhill}/invitations/new-link")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("The address").input_value()
    member.open(f"/j/{link.partition('/j/')[2]}")
    theirs.locator("main form button").first.click()
    member.open(f"/branches/{govanhill}")
    expect(theirs.get_by_role("heading", name="Govanhill")).to_be_visible()
    member.open(f"/branches/{leith}")
    theirs.get_by_role("link", name="Leave this branch").click()
    theirs.get_by_role("button", name="Leave this branch").click()
    expect(theirs.get_by_role("link", name="Govanhill")).to_be_visible()
    expect(theirs.get_by_role("link", name="Leith")).to_have_count(0)
    theirs.get_by_role("link", name="What was decided about you").click()
    expect(theirs.get_by_text("You left the branch")).to_be_visible()
    assert member.sideways() == 0
    organiser.open(f"/branches/{govanhill}/people")
    expect(page.get_by_role("link", name="Nadia")).to_be_visible()


def test_an_administrator_moves_a_branch_to_another_section(
    app: Flask, nadia: Member, phones: Phones
) -> None:
    scotland = make_branch(app, name="Scotland", kind=BranchKind.SECTION)
    england = make_branch(app, name="England", kind=BranchKind.SECTION)
    carlisle = make_branch(app, name="Carlisle", below=scotland)
    put_in(app, carlisle, nadia)
    put_in(app, scotland, make_member(app, name="Iain", sign_in_name="iain"), RoleKind.ADMINISTRATOR)
    make_member(app, name="Ayşe", sign_in_name="ayse", is_administrator=True)
    whole, section = phones(), phones()
    page, theirs = sign_in(whole, "ayse"), sign_in(section, "iain")
    section.open("/admin/branches")
    expect(theirs.get_by_role("link", name="Carlisle")).to_be_visible()
    whole.open("/you")
    page.get_by_role("link", name="Branches", exact=True).click()
    page.get_by_role("link", name="Carlisle").click()
    page.get_by_role("link", name="Move it").click()
    page.get_by_label("Below which branch?").select_option(england)
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".notice")).to_contain_text("Saved.")
    page.get_by_role("link", name=re.compile("Who was trusted")).click()
    expect(page.get_by_text("The branch was moved below")).to_be_visible()
    assert whole.sideways() == 0
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Branches")).to_be_visible()
    expect(theirs.get_by_role("link", name="Carlisle")).to_have_count(0)
    member = phones()
    their_own = sign_in(member, "nadia")
    member.open(f"/branches/{carlisle}")
    expect(their_own.get_by_role("heading", name="Carlisle")).to_be_visible()
