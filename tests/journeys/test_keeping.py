"""Keeping a module on one's phone: by choice alone, read without a connection, and gone with the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response, request
from playwright.sync_api import Page
from playwright.sync_api import expect as wait_for
from sqlalchemy.exc import OperationalError

from studyhub.accounts.actions import change_passphrase
from studyhub.accounts.models import AuthSession, Member
from studyhub.accounts.passphrases import passphrases
from studyhub.compiler import Course, compile_courses
from studyhub.db import db
from studyhub.web import clock
from tests.browser import Visitor
from tests.compiler.folders import WHOLE
from tests.factories import PASSPHRASE, make_instance, make_member, publish_course

pytestmark = pytest.mark.browser
MODULE = "/courses/harbour/strike"
OTHER_MODULE = "/courses/harbour/end"
CUT_OFF = "ERR_INTERNET_DISCONNECTED"
CLEARED = "Clear-Site-Data"
LEFT = """async () => {
  const names = await caches.keys();
  const files = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => one.url)));
  const workers = (await navigator.serviceWorker.getRegistrations()).length;
  return {files: files.flat().map(one => new URL(one).pathname), workers, stored: localStorage.length + sessionStorage.length};
}"""
NOTHING = {"files": [], "workers": 0, "stored": 0}
Visit = Callable[..., Visitor]


@dataclass
class Server:
    """What goes wrong between phone and server, from when a test says so."""

    app: Flask
    loses_header: bool = False
    slow: str = ""
    broken: str = ""


@pytest.fixture(autouse=True)
def server(app: Flask) -> Server:
    going_wrong = Server(app)

    @app.before_request
    def wait() -> None:
        if going_wrong.slow == request.path:
            time.sleep(8)

    @app.after_request
    def spoil(answer: Response) -> Response:
        if going_wrong.loses_header:
            answer.headers.pop(CLEARED, None)
        if going_wrong.broken and going_wrong.broken in request.path:
            answer.status_code = 503
        return answer

    return going_wrong


@pytest.fixture(autouse=True)
def place(app: Flask) -> list[Course]:
    """A place with two courses, one of which shows everything that a module can have."""
    courses = list(compile_courses(WHOLE).courses)
    make_instance(app)
    publish_course(app, *courses)
    return courses


@pytest.fixture
def nadia(app: Flask) -> Member:
    return make_member(app, name="Nadia Marked-Name")


def come(visit: Visit, member: Member, *, is_own_phone: bool = True, **options: Any) -> Visitor:
    """Sign in on a phone, as one does."""
    visitor = visit(**options)
    sign_in(visitor, member, is_own_phone=is_own_phone)
    return visitor


def sign_in(visitor: Visitor, member: Member, *, is_own_phone: bool = True) -> None:
    page = visitor.open("/sign-in")
    page.fill("#sign_in_name", member.sign_in_name)
    page.fill("#passphrase", PASSPHRASE)
    page.set_checked("#is_own_phone", is_own_phone)
    page.click("main form button")
    page.wait_for_load_state("networkidle")


def keep(visitor: Visitor, module: str = MODULE) -> Page:
    """Choose to keep a module, and wait until it is there."""
    page = visitor.open(module)
    page.click("text=Contents and reading settings")
    page.click("text=Keep on this phone")
    wait_for(page.get_by_text("This module is kept on this phone")).to_be_visible()
    return page


def left(page: Page) -> dict[str, Any]:
    """Return what this site has on the phone."""
    found: dict[str, Any] = page.evaluate(LEFT)
    return found


def test_nothing_is_kept_unasked(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia)
    for address in (MODULE, "/", "/offline", "/you"):
        assert left(visitor.open(address)) == NOTHING
    wait_for(
        visitor.open("/offline").get_by_text("Nothing is kept on this phone.", exact=True)
    ).to_be_visible()


def test_a_kept_module_is_read_without_a_connection(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia)
    keep(visitor)
    visitor.context.set_offline(True)
    page = visitor.open(MODULE)
    assert "Saved on" in page.inner_text(".notice")
    assert (
        page.locator(".prose img").evaluate_all("all => all.map(one => one.naturalWidth > 0)").count(False)
        == 0
    )
    assert page.locator(".prose img").count() > 0
    assert page.evaluate("document.fonts.check('700 20px Poster')")
    assert page.evaluate("getComputedStyle(document.querySelector('.numeral')).fontWeight") == "700"
    assert page.get_by_text("Mark as read").count() == 0
    assert page.get_by_text("Remember to mark it as read when you are connected again").count() == 1
    for elsewhere in ("/", "/courses/harbour", OTHER_MODULE):
        page = visitor.open(elsewhere)
        wait_for(page.get_by_text("You are not connected. These are on this phone:")).to_be_visible()
        assert page.locator("[data-kept] li").count() == 1
    page.click("[data-kept] li a")
    page.wait_for_url(f"**{MODULE}?lang=en")
    assert "Saved on" in page.inner_text(".notice")
    visitor.context.set_offline(False)
    page = visitor.open(MODULE)
    assert page.get_by_role("button", name="Mark as read and go on").count() == 1


def test_only_the_module_is_kept_and_nothing_of_the_member(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia)
    files = left(keep(visitor))["files"]
    assert {path for path in files if not path.startswith("/static/") and "/images/" not in path} == {
        f"{MODULE}/kept",
        "/offline",
    }
    kept = visitor.page.evaluate(
        "async () => { const all = []; for (const one of ['/offline', '" + MODULE + "/kept?lang=en'])"
        " all.push(await (await caches.match(one)).text()); return all.join(); }"
    )
    assert "csrf" not in kept
    assert "data-place" not in kept
    assert "Marked-Name" not in kept
    assert nadia.sign_in_name not in kept
    assert [cookie["value"] for cookie in visitor.context.cookies() if cookie["value"] in kept] == []


def test_what_is_kept_is_listed_with_day_and_size_and_removed_in_one_tap(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia, bypass_csp=True)
    keep(visitor)
    keep(visitor, OTHER_MODULE)
    page = visitor.open("/offline")
    rows = page.locator("[data-kept] li")
    wait_for(rows).to_have_count(2)
    for row in rows.all():
        assert "Saved on" in row.inner_text()
        assert " kB" in row.inner_text()
    assert visitor.axe() == []
    assert visitor.sideways() == 0
    row = rows.filter(has=page.locator(f'a[href^="{MODULE}"]'))
    row.get_by_role("button", name="Remove").click()
    wait_for(rows).to_have_count(1)
    files = left(page)["files"]
    assert f"{MODULE}/kept" not in files
    assert len([path for path in files if "/images/" in path]) == 1  # the other module shows it, too
    page.get_by_role("button", name="Remove everything from this phone").click()
    wait_for(page.get_by_text("Nothing is kept on this phone.", exact=True)).to_be_visible()
    assert left(page) == NOTHING


def test_beside_the_choice_stands_what_it_means(visit: Visit, nadia: Member) -> None:
    """Once it is made, the warning is out of the way."""
    page = come(visit, nadia).open(MODULE)
    page.click("text=Contents and reading settings")
    warning = page.get_by_text("A copy on a phone is evidence on a phone.")
    wait_for(warning).to_be_visible()
    page.click("text=Keep on this phone")
    wait_for(page.get_by_text("This module is kept on this phone")).to_be_visible()
    wait_for(warning).to_be_hidden()


def test_everything_is_removed_from_ones_own_page_in_one_tap(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia, bypass_csp=True)
    keep(visitor)
    page = visitor.open("/you")
    wait_for(page.get_by_text("Kept at the moment, all together:")).to_be_visible()
    assert visitor.axe() == []
    page.get_by_role("button", name="Remove everything from this phone").click()
    wait_for(page.get_by_text("Nothing is kept on this phone.", exact=True)).to_be_visible()
    assert left(page) == NOTHING


def test_it_is_removed_on_its_own_page(visit: Visit, nadia: Member) -> None:
    page = keep(come(visit, nadia))
    page.get_by_role("button", name="Remove it from this phone").click()
    wait_for(page.get_by_role("button", name="Keep on this phone")).to_be_focused()
    assert left(page) == NOTHING


def test_a_new_edition_is_offered(app: Flask, visit: Visit, nadia: Member, place: list[Course]) -> None:
    visitor = come(visit, nadia)
    keep(visitor)
    publish_course(app, *(replace(course, summary="Told anew.") for course in place))
    page = visitor.open("/offline")
    wait_for(page.get_by_text("There is a new edition.")).to_be_visible()
    page = visitor.open(MODULE)
    page.click("text=Contents and reading settings")
    page.click("text=Update the copy on this phone")
    wait_for(page.get_by_text("There is a new edition.")).to_be_hidden()
    wait_for(page.get_by_text("This module is kept on this phone")).to_be_visible()
    with visitor.page.expect_response(f"**{MODULE}/kept?lang=en"):
        visitor.open("/offline")
    wait_for(page.get_by_text("There is a new edition.")).to_be_hidden()
    with visitor.page.expect_response(
        lambda answer: answer.request.method == "GET" and "/kept" in answer.url
    ):
        page.get_by_role("button", name="Update").click()
    wait_for(page.locator("[data-kept] li")).to_have_count(1)


def test_signing_out_removes_everything(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia)
    keep(visitor)
    sign_out(visitor)
    assert left(visitor.page) == NOTHING
    visitor.expect(CLEARED)


def test_signing_out_removes_everything_where_the_browser_does_not_heed_the_header(
    server: Server, visit: Visit, nadia: Member
) -> None:
    server.loses_header = True
    visitor = come(visit, nadia)
    keep(visitor)
    sign_out(visitor)
    visitor.page.wait_for_timeout(300)
    assert left(visitor.page) == NOTHING


@pytest.mark.parametrize("has_header", [True, False], ids=["by-the-header", "by-the-script"])
@pytest.mark.parametrize("address", ["/", MODULE])
def test_a_session_that_was_ended_elsewhere_takes_everything_along(
    server: Server, visit: Visit, nadia: Member, address: str, *, has_header: bool
) -> None:
    server.loses_header = not has_header
    visitor = come(visit, nadia)
    keep(visitor)
    with server.app.app_context():
        member, new = db.session.get_one(Member, nadia.id), passphrases().hash("another-long-passphrase")
        change_passphrase(member, new, today=clock.today())
        db.session.commit()
    page = visitor.open(address)
    assert "/sign-in" in page.url
    page.wait_for_timeout(300)
    assert left(page) == NOTHING
    visitor.expect(CLEARED)


def test_a_session_that_is_over_takes_everything_along_without_a_connection(
    app: Flask, visit: Visit, nadia: Member
) -> None:
    visitor = come(visit, nadia)
    with app.app_context():
        for session in db.session.query(AuthSession):
            session.ends_at = clock.now() + timedelta(seconds=5)
        db.session.commit()
    page = keep(visitor)
    visitor.context.set_offline(True)
    time.sleep(5)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(visitor.site + MODULE)
    visitor.context.set_offline(False)
    assert left(visitor.open("/sign-in")) == NOTHING
    visitor.expect(CLEARED, "ERR_", CUT_OFF)


def test_a_second_member_on_the_same_phone_sees_nothing_of_the_first(
    app: Flask, visit: Visit, nadia: Member
) -> None:
    visitor = come(visit, nadia)
    keep(visitor)
    visitor.context.clear_cookies()  # the first one's session is lost without anybody signing out
    other = visit()
    sign_in(other, make_member(app, name="Second"))
    for cookie in other.context.cookies():
        visitor.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": visitor.site}])
    page = visitor.open("/courses")
    page.wait_for_timeout(300)
    assert left(page) == NOTHING
    wait_for(
        visitor.open("/offline").get_by_text("Nothing is kept on this phone.", exact=True)
    ).to_be_visible()


def test_a_guest_on_the_phone_of_a_member_whose_session_is_lost_sees_nothing(
    visit: Visit, nadia: Member
) -> None:
    visitor = come(visit, nadia)
    keep(visitor)
    visitor.context.clear_cookies()
    page = visitor.open("/help")
    page.wait_for_timeout(300)
    assert left(page) == NOTHING


def test_a_fault_of_the_server_removes_nothing(
    app: Flask, visit: Visit, nadia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = come(visit, nadia)
    page = keep(visitor)
    monkeypatch.setattr("studyhub.accounts.signed_in.find_session", _fails)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    visitor.open("/")
    page.wait_for_timeout(300)
    assert f"{MODULE}/kept" in left(page)["files"]
    visitor.expect("500")


def _fails(_token_hash: str) -> None:
    raise OperationalError("SELECT", {}, OSError())


def test_a_server_that_does_not_answer_is_not_waited_for(server: Server, visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia)
    keep(visitor)
    server.slow = MODULE
    started = time.monotonic()
    page = visitor.page
    page.goto(visitor.site + MODULE, wait_until="domcontentloaded")
    assert "Saved on" in page.inner_text(".notice")
    assert time.monotonic() - started < 7


def test_what_cannot_be_kept_whole_is_not_kept(server: Server, visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia)
    page = visitor.open(MODULE)
    server.broken = "/sw.js"
    page.click("text=Contents and reading settings")
    page.click("text=Keep on this phone")
    wait_for(page.get_by_text("That did not work.")).to_be_visible()
    assert left(page) == NOTHING
    visitor.expect("503", "bad HTTP response code")


def test_only_on_ones_own_phone(visit: Visit, nadia: Member) -> None:
    page = come(visit, nadia, is_own_phone=False).open(MODULE)
    page.click("text=Contents and reading settings")
    wait_for(page.get_by_text("sign in with “This is my own phone”")).to_be_visible()
    assert page.get_by_text("Keep on this phone").count() == 0


def test_without_scripts_nothing_is_offered(visit: Visit, nadia: Member) -> None:
    visitor = come(visit, nadia, java_script_enabled=False)
    page = visitor.open(MODULE)
    page.click("text=Contents and reading settings")
    assert page.locator("[data-act]").count() == 0
    assert page.get_by_text("Keep on this phone").count() == 0
    page = visitor.open("/offline")
    assert "where there is none, nothing can be kept" in page.inner_text("main")


def sign_out(visitor: Visitor) -> None:
    page = visitor.open("/you")
    page.click("text=Sign out")
    page.wait_for_url("**/signed-out")
    page.wait_for_load_state("networkidle")
