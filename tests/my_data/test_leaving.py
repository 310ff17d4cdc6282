"""Deleting an account: said plainly, asked for twice, done at once, safe to send again, and gone from the files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, or_, select
from werkzeug.test import TestResponse

from studyhub.accounts.models import AuthSession, Member
from studyhub.audit.models import AuditEntry
from studyhub.audit.queries import broken_entries
from studyhub.db import Base, db
from studyhub.expiry.models import Clearing
from studyhub.expiry.scrubbing import scrub
from studyhub.organisation.models import Membership, Role, RoleKind
from studyhub.web.what_we_keep import people_in, personal_tables
from tests.factories import make_branch, make_instance, make_member, put_in
from tests.forms import TOKEN, post_form, send
from tests.my_data.conftest import settle

SignIn = Callable[..., TestResponse]
MARK = re.compile(r'name="leaving"[^>]*value="([^"]+)"')


def delete(client: FlaskClient, member: Member, **more: str) -> TestResponse:
    page = client.get("/you/delete").text
    mark, token = MARK.search(page), TOKEN.search(page)
    assert mark
    assert token
    given = {"csrf_token": token[1], "leaving": mark[1], "typed": member.sign_in_name, **more}
    return client.post("/you/delete", data=given)


def rows_about(app: Flask, member_id: int) -> dict[str, int]:
    """Count the rows of every table in which a member is named."""
    with app.app_context():
        return {
            table.name: count
            for table in personal_tables(Base.metadata)
            if people_in(table)
            if (
                count := db.session.scalar(
                    select(func.count())
                    .select_from(table)
                    .where(or_(*(column == member_id for column in people_in(table))))
                )
            )
        }


@pytest.fixture
def nadia(app: Flask, client: FlaskClient, sign_in: SignIn) -> Member:
    """A member with a branch and an office in it, signed in on two devices."""
    make_instance(app)
    make_member(app, name="Ayşe", is_administrator=True)
    member = make_member(app, name="Nadia")
    put_in(app, make_branch(app), member, RoleKind.ORGANISER)
    sign_in(app.test_client(), member)
    sign_in(client, member)
    return member


def test_everything_about_somebody_goes_at_once(app: Flask, client: FlaskClient, nadia: Member) -> None:
    other = make_member(app, name="Tomás")
    before = rows_about(app, nadia.id)
    assert {"member", "auth_session", "membership", "role", "audit_entry"} <= set(before)
    answer = delete(client, nadia)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/goodbye")
    assert rows_about(app, nadia.id) == {}
    assert rows_about(app, other.id) == {"member": 1}
    assert "Your account is deleted" in client.get("/goodbye").text


def test_what_was_decided_stays_without_them_and_the_chain_holds(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    """LG-01, LG-02."""
    with app.app_context():
        before = db.session.scalar(select(func.count(AuditEntry.id))) or 0
    delete(client, nadia)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [entry.act for entry in entries[before:]] == [
            "role-taken-back",
            "member-left",
            "account-deleted",
        ]
        assert {entry.by_id for entry in entries[before:]} == {None}
        assert {entry.about_id for entry in entries[before:]} == {None}
        assert list(broken_entries()) == []


def test_they_are_signed_out_everywhere_and_nothing_stays_in_the_browser(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    answer = delete(client, nadia)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get_cookie("session") is None
    assert client.get_cookie("device") is None
    assert client.get("/you").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(AuthSession.id))) == 0


@pytest.mark.parametrize("typed", ["", "somebody-else", "delete"])
def test_without_ones_own_name_typed_nothing_happens(
    app: Flask, client: FlaskClient, nadia: Member, typed: str
) -> None:
    before = rows_about(app, nadia.id)
    answer = delete(client, nadia, typed=typed)
    assert answer.status_code == 422
    assert rows_about(app, nadia.id) == before


def test_capitals_and_spaces_make_no_difference(app: Flask, client: FlaskClient, nadia: Member) -> None:
    assert delete(client, nadia, typed=f" {nadia.sign_in_name.upper()} ").status_code == 303
    assert rows_about(app, nadia.id) == {}


def test_the_same_form_sent_twice_leads_to_the_same_page(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    """A double tap, or a browser that heard no answer: it comes with the cookies of before."""
    page = client.get("/you/delete").text
    mark, token = MARK.search(page), TOKEN.search(page)
    assert mark
    assert token
    given = {"csrf_token": token[1], "leaving": mark[1], "typed": nadia.sign_in_name}
    cookies = {name: client.get_cookie(name) for name in ("session", "device")}
    first = client.post("/you/delete", data=given)
    for name, cookie in cookies.items():
        assert cookie
        client.set_cookie(name, cookie.value)
    second = client.post("/you/delete", data=given)
    assert (first.status_code, first.headers["Location"]) == (303, "/goodbye")
    assert (second.status_code, second.headers["Location"]) == (303, "/goodbye")
    with app.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 1


@pytest.mark.parametrize("mark", ["", "made-up", "MQ.made.up"])
def test_who_has_no_account_and_no_such_form_is_asked_to_sign_in(client: FlaskClient, mark: str) -> None:
    assert send(client, "/you/delete", leaving=mark, typed="nadia").status_code == 403


def test_a_mark_of_somebody_who_is_still_here_is_worth_nothing(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    mark = MARK.search(client.get("/you/delete").text)
    assert mark
    stranger = app.test_client()
    assert send(stranger, "/you/delete", leaving=mark[1]).status_code == 403
    assert rows_about(app, nadia.id)["member"] == 1


def test_the_only_administrator_of_the_whole_is_told_why_they_cannot_go_yet(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    make_instance(app)
    alone = make_member(app, is_administrator=True)
    sign_in(client, alone)
    page = client.get("/you/delete").text
    assert "You are the only one who looks after this place as a whole" in page
    assert 'name="typed"' not in page
    answer = send(client, "/you/delete", typed=alone.sign_in_name)
    assert answer.status_code == 200
    assert rows_about(app, alone.id)["member"] == 1
    make_member(app, name="Ayşe", is_administrator=True)
    assert delete(client, alone).status_code == 303
    assert rows_about(app, alone.id) == {}


def test_a_deleted_number_is_given_to_nobody_else(app: Flask, client: FlaskClient, nadia: Member) -> None:
    """What stays of somebody in a chain of decisions must not become somebody else's."""
    delete(client, nadia)
    assert make_member(app, name="Somebody New").id > nadia.id


def test_the_last_page_is_for_those_who_have_gone(client: FlaskClient, nadia: Member) -> None:
    assert nadia.id
    assert client.get("/goodbye").headers["Location"] == "/"


def test_the_files_are_to_be_cleaned_and_then_hold_nothing_of_them(
    app: Flask, client: FlaskClient, sign_in: SignIn, files_of_database: Callable[[], Iterator[Path]]
) -> None:
    """PR-03: no byte of the name, the shown name or what hung on the account is left in any file."""
    make_instance(app)
    make_member(app, name="Ayşe", is_administrator=True)
    canary = make_member(app, name="Quetzalcanary Wolfsbane", sign_in_name="quetzalcanary-name")
    put_in(app, make_branch(app), canary, RoleKind.ORGANISER, name="Quetzalcanary There")
    sign_in(client, canary)
    post_form(client, "/settings/reading", theme="lamp", size="5", **DEFAULTS)
    secrets = [canary.passphrase_hash.encode(), b"quetzalcanary", b"Quetzalcanary"]
    settle(app)
    assert found_in(files_of_database(), secrets) != []
    delete(client, canary)
    with app.app_context():
        row = db.session.get_one(Clearing, 1)
        assert row.to_scrub
        db.session.remove()
        assert scrub(db.engine)
    settle(app)
    assert found_in(files_of_database(), secrets) == []


DEFAULTS = {
    "spacing": "normal",
    "typeface": "literata",
    "hyphens": "on",
    "paragraphs": "indented",
    "fonts": "ours",
    "tab": "page",
}


def found_in(files: Iterator[Path], words: list[bytes]) -> list[tuple[str, bytes]]:
    return [
        (str(path), word)
        for path in files
        for content in [path.read_bytes()]
        for word in words
        if word in content
    ]


def test_roles_and_memberships_have_no_leftovers(app: Flask, client: FlaskClient, nadia: Member) -> None:
    """AZ-12."""
    delete(client, nadia)
    with app.app_context():
        assert db.session.scalar(select(func.count(Membership.id))) == 0
        assert db.session.scalar(select(func.count(Role.id))) == 1  # the administrator's
