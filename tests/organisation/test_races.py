"""W1, AZ-12: what is done to one member at the same moment by two people comes out as if one had waited."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from studyhub.accounts.models import Member
from studyhub.audit.models import AuditEntry
from studyhub.db import db
from studyhub.organisation.actions import (
    NotInBranchError,
    add_membership,
    end_membership,
    grant,
)
from studyhub.organisation.models import Membership, Role, RoleKind
from studyhub.organisation.queries import membership_in
from tests.factories import BY_THE_OPERATOR, branch_called, make_branch, make_instance, make_member, put_in

A_WHILE = 0.5  # seconds; long enough for the second to begin, and to wait


@pytest.fixture
def leith(app: Flask) -> str:
    make_instance(app)
    return make_branch(app)


def first_and_then(app: Flask, first: Callable[[], object], then: Callable[[], object]) -> list[object]:
    """Do one thing, and another while the first one is done but not yet committed; what each of them raised."""
    is_done = Event()

    def begin() -> object:
        with app.app_context():
            first()
            db.session.flush()
            is_done.set()
            second.append(threads.submit(follow))
            Event().wait(A_WHILE)
            db.session.commit()
            return None

    def follow() -> object:
        is_done.wait()
        with app.app_context():
            try:
                then()
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - it is looked at
                db.session.rollback()
                return type(error)
            return None

    second: list[object] = []
    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(begin).result()
        return [one, second[0].result()]  # type: ignore[attr-defined]  # a future


def test_nobody_is_made_an_organiser_while_they_are_removed(app: Flask, leith: str) -> None:
    """A role that outlived the membership came back to life when its holder joined again."""
    nadia = make_member(app)
    put_in(app, leith, nadia)

    def remove() -> None:
        found = membership_in(branch_called(leith).id, nadia.id)
        assert found is not None
        end_membership(found, deciding=BY_THE_OPERATOR)

    def appoint() -> None:
        member = db.session.get_one(Member, nadia.id)
        grant(RoleKind.ORGANISER, member, branch=branch_called(leith), deciding=BY_THE_OPERATOR)

    assert first_and_then(app, remove, appoint) == [None, NotInBranchError]
    with app.app_context():
        assert db.session.scalar(select(func.count(Role.id))) == 0


def test_who_is_removed_while_they_are_made_an_organiser_organises_nothing(app: Flask, leith: str) -> None:
    nadia = make_member(app)
    put_in(app, leith, nadia)

    def remove() -> None:
        found = membership_in(branch_called(leith).id, nadia.id)
        assert found is not None
        end_membership(found, deciding=BY_THE_OPERATOR)

    def appoint() -> None:
        member = db.session.get_one(Member, nadia.id)
        grant(RoleKind.ORGANISER, member, branch=branch_called(leith), deciding=BY_THE_OPERATOR)

    assert first_and_then(app, appoint, remove) == [None, None]
    with app.app_context():
        assert db.session.scalar(select(func.count(Role.id))) == 0


@pytest.mark.parametrize("what", ["joined", "trusted", "removed"])
def test_the_same_twice_at_once_is_done_once(app: Flask, leith: str, what: str) -> None:
    """LG-01: with one row of the audit, and no fault for whoever was second."""
    nadia = make_member(app)
    if what != "joined":
        put_in(app, leith, nadia)

    def do() -> None:
        member, branch = db.session.get_one(Member, nadia.id), branch_called(leith)
        found = membership_in(branch.id, member.id)
        if what == "joined":
            add_membership(member, branch, name="Nadia", deciding=BY_THE_OPERATOR)
        elif what == "trusted":
            grant(RoleKind.ORGANISER, member, branch=branch, deciding=BY_THE_OPERATOR)
        elif found is not None:
            end_membership(found, deciding=BY_THE_OPERATOR)

    acts = {"joined": "member-joined", "trusted": "role-given", "removed": "member-removed"}
    assert first_and_then(app, do, do) == [None, None]
    with app.app_context():
        rows = select(func.count(AuditEntry.id)).where(AuditEntry.act == acts[what])
        assert db.session.scalar(rows) == 1
        assert db.session.scalar(select(func.count(Membership.id))) == (0 if what == "removed" else 1)
