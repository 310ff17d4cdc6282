"""PR-02: exactly what is due goes; twice is the same as once; what was broken off goes on; a moved clock stops it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Date, insert, select

from studyhub.accounts.models import AuthSession
from studyhub.audit.models import AuditEntry
from studyhub.audit.queries import broken_entries
from studyhub.db import Base, db
from studyhub.expiry import cli
from studyhub.expiry.models import Clearing
from studyhub.expiry.purging import COPIES_KEPT, Expiring, delete_due, expiring, note_deletion
from studyhub.hosting.upgrade import copy_aside
from tests.conftest import Traveller
from tests.databases import NOW
from tests.factories import make_branch, make_member, put_in
from tests.my_data.everybody import fill
from tests.security.everything import contents

Purge = Callable[..., Result]
MOMENT = timedelta(microseconds=1)
NEVER = datetime.max.replace(tzinfo=UTC)


@pytest.fixture
def purge(app: Flask) -> Purge:
    """`purge("--force")`: run the command on the database of this test."""

    def invoke(*options: str) -> Result:
        return CliRunner().invoke(cli.purge, list(options), obj=lambda: app)

    return invoke


def times_of(app: Flask) -> dict[str, list[datetime]]:
    """Return by table when each row that expires is due, as the clock must stand for that: at its first end."""
    with app.app_context():
        found: dict[str, dict[object, datetime]] = {}
        for what in expiring():
            rows = db.session.execute(select(*what.table.primary_key.columns, what.column.label("ends")))
            for *key, value in rows:
                if value is not None:
                    ends = found.setdefault(what.table.name, {})
                    ends[tuple(key)] = min(ends.get(tuple(key), NEVER), _due(what, value))
        return {table: list(ends.values()) for table, ends in found.items()}


def _due(what: Expiring, value: Any) -> datetime:
    if isinstance(what.column.type, Date):
        value = datetime(value.year, value.month, value.day, tzinfo=NOW.tzinfo) + timedelta(days=1)
    due: datetime = value + what.expiry
    return due


def counts(app: Flask) -> dict[str, int]:
    return {table: len(rows) for table, rows in contents(app).items() if table != "clearing"}


@pytest.mark.usefixtures("clock")
def test_every_table_with_an_expiry_loses_what_is_due_and_nothing_else(
    app: Flask, purge: Purge, clock: Traveller
) -> None:
    """PR-02, with a row for each of two members in every table, and the clock just before and just at each end."""
    with app.app_context(), db.engine.begin() as connection:
        fill(connection)
    due = times_of(app)
    assert {"auth_session", "attempts"} <= set(due)
    before = counts(app)
    for moment in sorted({at for times in due.values() for at in times}):
        for now in (moment - MOMENT, moment):
            clock.move_to(now)
            assert purge("--force", "--quiet").exit_code == 0
            expected = {table: sum(at > now for at in times) for table, times in due.items()}
            assert {table: counts(app)[table] for table in due} == expected
    others = counts(app).keys() - due.keys() - hanging_on(due.keys())
    assert {table: counts(app)[table] for table in others} == {table: before[table] for table in others}


def hanging_on(tables: Collection[str]) -> set[str]:
    """Name the tables whose rows go with those of others."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.ondelete == "CASCADE" and key.column.table.name in tables
    }


def make_sessions(app: Flask, *hours: int) -> None:
    member = make_member(app)
    with app.app_context():
        db.session.execute(
            insert(AuthSession),
            [
                {
                    "token_hash": f"{hour:064}",
                    "member_id": member.id,
                    "began_on": NOW.date(),
                    "is_own_phone": False,
                    "ends_at": NOW + timedelta(hours=hour),
                }
                for hour in hours
            ],
        )
        db.session.commit()


@pytest.mark.usefixtures("clock")
def test_twice_is_the_same_as_once(app: Flask, purge: Purge) -> None:
    make_sessions(app, -2, 0, 3)
    assert "auth_session: 2" in purge().output
    once = contents(app)
    again = purge()
    assert "auth_session: 0" in again.output
    assert contents(app) == once
    assert len(once["auth_session"]) == 1


@pytest.mark.usefixtures("clock")
def test_what_was_broken_off_goes_on_the_next_time(
    app: Flask, purge: Purge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PR-02: killed after the first table; the run is not noted, and the next does the rest."""
    with app.app_context(), db.engine.begin() as connection:
        fill(connection)
    seen: list[Expiring] = []

    def killed(what: Expiring, now: datetime) -> int:
        if seen:
            raise KeyboardInterrupt
        seen.append(what)
        return delete_due(what, now)

    monkeypatch.setattr("studyhub.web.clock.now", lambda: NOW + timedelta(days=20_000))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cli, "delete_due", killed)
        assert purge("--force").exit_code == 1
    due = set(times_of(app))
    assert due, "something is left to do"
    assert seen[0].table.name not in due
    assert contents(app)["clearing"][0][1] != NOW + timedelta(days=20_000)
    assert purge("--force").exit_code == 0
    assert times_of(app) == {}


@pytest.mark.parametrize(
    ("moved", "runs"),
    [
        (timedelta(), True),
        (timedelta(minutes=-59), True),
        (timedelta(minutes=-61), False),
        (timedelta(days=-3650), False),
        (timedelta(days=29), True),
        (timedelta(days=31), False),
    ],
)
def test_a_clock_that_moved_stops_it(
    app: Flask, purge: Purge, clock: Traveller, *, moved: timedelta, runs: bool
) -> None:
    """C1: what seems due may not be; --force says that the time is right."""
    assert purge("--quiet").exit_code == 0
    make_sessions(app, -9000, 9000)
    clock.move_to(NOW + moved)
    before = contents(app)
    outcome = purge()
    assert outcome.exit_code == (0 if runs else 1)
    if not runs:
        assert "The clock has moved" in outcome.output
        assert "studyhub purge --force" in outcome.output
        assert contents(app) == before
        assert purge("--force").exit_code == 0
        assert purge().exit_code == 0


@pytest.mark.usefixtures("clock")
def test_quiet_says_nothing(purge: Purge) -> None:
    assert purge("--quiet").output == ""


def test_after_two_years_what_was_decided_stands_without_people(
    app: Flask, purge: Purge, clock: Traveller
) -> None:
    member = make_member(app, is_administrator=True)
    put_in(app, make_branch(app), member)
    with app.app_context():
        count = len(db.session.scalars(select(AuditEntry.id)).all())
        assert (
            len(db.session.scalars(select(AuditEntry.id).where(AuditEntry.about_id == member.id)).all()) > 1
        )
    for days, named in ((716, True), (718, False)):
        clock.move_to(NOW + timedelta(days=days))
        assert purge("--force").exit_code == 0
        with app.app_context():
            people = set(db.session.scalars(select(AuditEntry.about_id)))
            assert (member.id in people) is named
            assert len(db.session.scalars(select(AuditEntry.id)).all()) == count
            assert list(broken_entries()) == []


def test_copies_from_before_an_upgrade_go_after_two_weeks(
    app: Flask, purge: Purge, clock: Traveller, tmp_path: Path
) -> None:
    """PR-03: no copy holds for ever what was deleted since."""
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "before-upgrade-by-hand.sqlite").touch()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            copy_aside(db.engine, copies, now=NOW)
        else:
            (copies / f"before-upgrade-{NOW:%Y-%m-%d-%H%M%S}.sqlite").touch()
    for days, left in ((COPIES_KEPT.days, 2), (COPIES_KEPT.days + 1, 1)):
        clock.move_to(NOW + timedelta(days=days))
        assert purge("--force").exit_code == 0
        assert len(list(copies.iterdir())) == left


@pytest.mark.usefixtures("clock")
def test_the_files_are_cleaned_once_an_account_was_deleted(app: Flask, purge: Purge) -> None:
    """PR-03."""
    assert "files: nothing to clean" in purge().output
    with app.app_context():
        note_deletion()
        db.session.commit()
    assert "files: cleaned" in purge().output
    assert "files: nothing to clean" in purge().output
    with app.app_context():
        assert db.session.get_one(Clearing, 1).to_scrub == ""


@pytest.mark.usefixtures("clock")
def test_an_account_deleted_while_the_files_are_cleaned_is_not_forgotten(
    app: Flask, purge: Purge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        note_deletion()
        db.session.commit()

    def scrub(_engine: object) -> bool:
        note_deletion()
        db.session.commit()
        return True

    monkeypatch.setattr(cli, "scrub", scrub)
    assert purge().exit_code == 0
    with app.app_context():
        assert db.session.get_one(Clearing, 1).to_scrub


def test_a_database_that_is_not_there_is_said_in_plain_words(app: Flask, purge: Purge) -> None:
    with app.app_context():
        Base.metadata.tables["clearing"].drop(db.engine)
    outcome = purge()
    assert outcome.exit_code == 1
    assert "The database cannot be used" in outcome.output
