"""A phone with passkeys, in a real browser: adding one, coming in by it, confirming by it, losing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import CDPSession, Page, expect

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.ways_in.actions import make_recovery_codes
from studyhub.web import clock
from tests.browser import Visitor, serving
from tests.factories import PASSPHRASE, make_instance, make_member
from tests.journeys.test_ways_in import sign_in

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The app, served under a name: no passkey is tied to a number."""
    with serving(app) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def nadia(app: Flask) -> Member:
    """A member."""
    make_instance(app)
    return make_member(app, name="Nadia", sign_in_name="nadia")


class PhoneKeys:
    """What a phone has for its passkeys, and whether its owner opens it when it asks."""

    def __init__(self, phone: Visitor) -> None:
        self._wire: CDPSession = phone.context.new_cdp_session(phone.page)
        self._wire.send("WebAuthn.enable")
        made = self._wire.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
        self._id = made["authenticatorId"]
        self.opens(is_owner=True)

    def opens(self, *, is_owner: bool) -> None:
        """Let whoever holds the phone be its owner, or not."""
        self._wire.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": is_owner})

    def kept(self) -> list[dict[str, Any]]:
        """Return the passkeys that lie in the phone."""
        found = self._wire.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        kept: list[dict[str, Any]] = found["credentials"]
        return kept


def add_passkey(phone: Visitor) -> Page:
    """Add one, from the page of the ways in."""
    page = phone.open("/you/ways-in")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What do you call it?").fill("my phone")
    assert phone.sideways() == 0
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="my phone")).to_be_visible()
    return page


def test_a_passkey_from_the_first_day_to_the_last(visit: Visit, nadia: Member) -> None:
    phone = visit()
    keys = PhoneKeys(phone)
    sign_in(phone, nadia.sign_in_name)
    add_passkey(phone)
    assert phone.sideways() == 0
    (kept,) = keys.kept()
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    phone.context.clear_cookies()

    page = phone.open("/sign-in?next=/help")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{phone.site}/help")
    page = phone.open("/you/ways-in")
    page.get_by_role("button", name="Remove").click()
    page.get_by_label("Your passphrase").fill(PASSPHRASE)  # the passkey alone changes no way in
    page.get_by_role("button", name="Go on").click()
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name="my phone")).to_have_count(0)
    phone.context.clear_cookies()

    page = phone.open("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("did not let you in")
    assert phone.sideways() == 0
    phone.expect("403 (FORBIDDEN)", "422 (UNPROCESSABLE ENTITY)")


def test_somebody_elses_finger_opens_nothing(visit: Visit, nadia: Member) -> None:
    phone = visit()
    keys = PhoneKeys(phone)
    sign_in(phone, nadia.sign_in_name)
    add_passkey(phone)
    phone.context.clear_cookies()
    keys.opens(is_owner=False)
    page = phone.open("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was shown.")).to_be_visible()
    assert phone.sideways() == 0
    keys.opens(is_owner=True)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{phone.site}/")
    phone.open("/you/ways-in")
    expect(page.get_by_role("heading", name="my phone")).to_be_visible()


def test_after_the_passphrase_the_passkey_is_asked_for(visit: Visit, nadia: Member) -> None:
    phone = visit()
    PhoneKeys(phone)
    sign_in(phone, nadia.sign_in_name)
    add_passkey(phone)
    phone.context.clear_cookies()
    page = sign_in(phone, nadia.sign_in_name)
    assert phone.sideways() == 0
    page.get_by_label("recovery codes").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text(
        "This code does not fit"
    )  # it is what was being typed that is sent
    phone.expect("422 (UNPROCESSABLE ENTITY)")
    page.get_by_role("button", name="Show your passkey").click()
    page.wait_for_url(f"{phone.site}/")
    phone.open("/you/ways-in")
    expect(page.get_by_role("heading", name="my phone")).to_be_visible()


def test_it_confirms_that_it_is_still_her(visit: Visit, nadia: Member, app: Flask) -> None:
    phone = visit()
    PhoneKeys(phone)
    sign_in(phone, nadia.sign_in_name)
    add_passkey(phone)
    _let_time_pass(phone, app)
    page = phone.open("/you/delete")
    assert "/confirm" in page.url
    assert phone.sideways() == 0
    page.get_by_role("button", name="Show a passkey instead").click()
    page.wait_for_url(f"{phone.site}/you/delete")


def _let_time_pass(phone: Visitor, app: Flask) -> None:
    """Take out of the cookie that she has just signed in, as the server does after ten minutes."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    (kept,) = (cookie for cookie in phone.context.cookies() if cookie.get("name") == "session")
    content = signer.loads(kept["value"])
    del content["confirmed"]
    phone.context.add_cookies([{"name": "session", "value": str(signer.dumps(content)), "url": phone.site}])


def test_without_scripts_a_code_on_paper_opens(visit: Visit, nadia: Member, app: Flask) -> None:
    """A recovery code stands for the passkey; the sentence for those without scripts is looked for elsewhere."""
    phone, old = visit(), visit(java_script_enabled=False)
    PhoneKeys(phone)
    sign_in(phone, nadia.sign_in_name)
    add_passkey(phone)
    with app.app_context():
        code, *_ = make_recovery_codes(nadia.id, today=clock.today())
        db.session.commit()
    page = sign_in(old, nadia.sign_in_name)
    expect(page.get_by_role("button", name=re.compile("passkey"))).to_have_count(0)
    page.get_by_label("recovery codes").fill(code)
    page.get_by_role("button", name="Go on").click()
    old.open("/you/ways-in/passkeys/new")
    assert old.sideways() == 0


def test_a_browser_without_passkeys_says_so(visit: Visit, nadia: Member) -> None:
    phone = visit()
    phone.page.add_init_script("delete window.PublicKeyCredential")
    page = sign_in(phone, nadia.sign_in_name)
    phone.open("/you/ways-in/passkeys/new")
    expect(page.get_by_text("This browser cannot make passkeys here.")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)
    assert phone.sideways() == 0


def test_a_passkey_without_a_name_is_not_even_made(visit: Visit, nadia: Member) -> None:
    phone = visit()
    keys = PhoneKeys(phone)
    page = sign_in(phone, nadia.sign_in_name)
    phone.open("/you/ways-in/passkeys/new")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert").first).to_contain_text("Give it a name")
    assert keys.kept() == []
    phone.expect("422 (UNPROCESSABLE ENTITY)")
