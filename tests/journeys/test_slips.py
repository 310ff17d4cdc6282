"""Slips on a phone, on a desk and on paper: the page that is shown once has no other test that opens it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdf
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from studyhub.organisation.models import RoleKind
from tests import browser
from tests.factories import PASSPHRASE, make_branch, make_instance, make_member, put_in

pytestmark = pytest.mark.browser
Visit = Callable[..., browser.Visitor]
A_SHEET = 8
NAMES = ["Wolfeschlegelsteinhausenbergerdorffvoralternwaren y Santos", "Ayşe", "فاطمة", "李小红"]


@pytest.fixture
def branch(app: Flask) -> str:
    """A branch that Iain organises; its path."""
    make_instance(app)
    slug = make_branch(app)
    put_in(app, slug, make_member(app, name="Iain", sign_in_name="iain"), RoleKind.ORGANISER)
    return f"/branches/{slug}"


def make(visitor: browser.Visitor, branch: str, names: list[str]) -> Page:
    """Sign in as Iain and make slips."""
    page = visitor.open("/sign-in")
    page.fill("#sign_in_name", "iain")
    page.fill("#passphrase", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.open(f"{branch}/invitations/slips")
    page.get_by_label("The names, one on each line").fill("\n".join(names))
    page.get_by_role("button", name="Make the slips").click()
    expect(page.get_by_role("heading", name="Slips to cut out")).to_be_visible()
    return page


@pytest.mark.parametrize("has_scripts", [True, False])
def test_slips_are_made_on_the_smallest_phone(branch: str, visit: Visit, *, has_scripts: bool) -> None:
    phone = visit(viewport=browser.SMALLEST, java_script_enabled=has_scripts)
    page = make(phone, branch, NAMES)
    expect(page.get_by_role("img", name=re.compile("QR code"))).to_have_count(len(NAMES))
    if has_scripts:
        assert phone.sideways() == 0
        assert phone.axe() == []


def test_eight_fit_on_a_sheet_of_a4(branch: str, visit: Visit) -> None:
    desk = visit(viewport=browser.DESK)
    page = make(desk, branch, [*NAMES, *(f"N{at}" for at in range(2 * A_SHEET - len(NAMES)))])
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [text.extract_text().count("For you alone") for text in printed.pages] == [A_SHEET, A_SHEET]
