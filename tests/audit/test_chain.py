"""LG-01, LG-02: what was decided is written down once, in a chain that shows every change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Update, delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from studyhub.accounts.models import Member
from studyhub.audit.actions import Decision, forget_in_audit, forget_people_before, record
from studyhub.audit.models import AuditEntry
from studyhub.audit.queries import broken_entries, entries_about, entries_of_branch, every_entry
from studyhub.db import db
from tests.factories import JOINED, branch_called, make_branch, make_member

DECIDED = 7


@pytest.fixture
def people(app: Flask) -> tuple[Member, Member]:
    """Two members, one of whom has decided something about the other seven times."""
    one, other = make_member(app), make_member(app, name="Tomás")
    with app.app_context():
        for number in range(DECIDED):
            record(
                Decision(
                    "role-given",
                    JOINED + timedelta(number),
                    by=one.id,
                    about=other.id,
                    details={"n": str(number)},
                )
            )
        db.session.commit()
    return one, other


@pytest.mark.usefixtures("people")
def test_the_chain_holds(app: Flask) -> None:
    with app.app_context():
        assert [entry.id for entry in every_entry(limit=100)] == [7, 6, 5, 4, 3, 2, 1]
        assert list(broken_entries()) == []


CHANGES = {
    "act": "role-taken-back",
    "details": "{}",
    "day": JOINED - timedelta(1),
    "by_seal": "0" * 64,
    "hash": "0" * 64,
    "by_id": None,  # and the salt stays: this person was not forgotten, but hidden
}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("column", CHANGES)
def test_every_change_past_the_database_s_guard_is_seen(app: Flask, column: str) -> None:
    """LG-02: somebody who takes the triggers off still cannot change a row unseen."""
    with app.app_context():
        take_guard_off()
        db.session.execute(change(CHANGES[column], column))
        db.session.commit()
        assert 4 in list(broken_entries())


@pytest.mark.usefixtures("people")
def test_a_row_that_is_taken_out_is_missed(app: Flask) -> None:
    with app.app_context():
        take_guard_off()
        db.session.execute(delete(AuditEntry).where(AuditEntry.id == 4))
        db.session.commit()
        assert list(broken_entries()) == [5]


REFUSED = {**CHANGES, "by_id": 2, "by_salt": "another", "branch_id": 1}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("column", REFUSED)
def test_the_database_refuses_changes(app: Flask, column: str) -> None:
    make_branch(app)
    with app.app_context(), pytest.raises(DatabaseError):
        db.session.execute(change(REFUSED[column], column))


@pytest.mark.usefixtures("people")
def test_the_database_refuses_to_delete(app: Flask) -> None:
    with app.app_context(), pytest.raises(DatabaseError):
        db.session.execute(delete(AuditEntry))


def test_a_member_is_forgotten_and_the_chain_still_holds(app: Flask, people: tuple[Member, Member]) -> None:
    one, other = people
    with app.app_context():
        forget_in_audit(one.id)
        db.session.execute(delete(Member).where(Member.id == one.id))
        db.session.commit()
        assert entries_about(one.id, limit=9) == []
        kept = entries_about(other.id, limit=9)
        assert [(entry.by_id, entry.by_salt) for entry in kept] == [(None, None)] * DECIDED
        assert list(broken_entries()) == []


@pytest.mark.usefixtures("people")
def test_after_two_years_nobody_is_named(app: Flask) -> None:
    with app.app_context():
        assert forget_people_before(JOINED + timedelta(3)) == 3
        assert forget_people_before(JOINED + timedelta(3)) == 0
        db.session.commit()
        assert [entry.by_id is None for entry in every_entry(limit=9)] == [False] * 4 + [True] * 3
        assert list(broken_entries()) == []


def test_many_at_once_make_one_chain(app: Flask) -> None:
    member = make_member(app)

    def decide(number: int) -> None:
        with app.app_context():
            record(Decision("place-changed", JOINED, by=member.id, details={"n": str(number)}))
            db.session.commit()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(decide, range(40)))
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id))) == 40
        assert list(broken_entries()) == []


def test_a_branch_has_its_own_list_page_by_page(app: Flask) -> None:
    slug = make_branch(app)
    with app.app_context():
        branch = branch_called(slug)
        for number in range(5):
            record(Decision("branch-renamed", JOINED, branch=branch.id, details={"after": str(number)}))
        db.session.commit()
        first = entries_of_branch(branch.id, limit=3)
        rest = entries_of_branch(branch.id, limit=10, before=first[-1].id)
        assert [entry.act for entry in (*first, *rest)] == [*["branch-renamed"] * 5, "branch-founded"]


def change(value: object, column: str) -> Update:
    """Change a column of the fourth row."""
    attribute = {"day": "on"}.get(column, column)
    return update(AuditEntry).where(AuditEntry.id == 4).values({attribute: value})


def take_guard_off() -> None:
    """Do what somebody with the whole database could do."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("DROP TRIGGER audit_entry_append_only ON audit_entry"))
    else:
        for name in ("audit_entry_no_delete", "audit_entry_no_change"):
            db.session.execute(text(f"DROP TRIGGER {name}"))
