"""The demo's members have studied as people do: some much, some not yet, none in the future."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import func, select

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.demo.filling import WEEKS, fill
from studyhub.demo.people import (
    ABROAD,
    ADMINISTRATOR,
    ASKING,
    NEWCOMER,
    ORGANISER,
    OTHERS,
    READER,
    SECTION_ADMINISTRATOR,
    SHOWN,
    VETERAN,
)
from studyhub.groups.models import Entry, Group
from studyhub.groups.queries import askers_of, count_organisers
from studyhub.joining.queries import askings_in
from studyhub.meetings.models import Coming
from studyhub.meetings.queries import answers_to, next_of, occasions_of
from studyhub.organisation.models import Branch, Role
from studyhub.organisation.queries import find_instance
from studyhub.progress.models import Completion, Place, ReadingCompletion
from tests.compiled import make_course
from tests.factories import publish_course

TODAY = date(2026, 5, 14)
MODULES = 5


@pytest.fixture(autouse=True)
def _filled(app: Flask) -> None:
    publish_course(app, make_course(modules=MODULES))
    with app.app_context():
        assert fill("not a hash", today=TODAY, secret_key="k" * 32) == len(SHOWN) + len(OTHERS) == 40
        db.session.commit()


def test_each_kind_of_person_is_where_they_are_said_to_be(app: Flask) -> None:
    with app.app_context():
        assert [read_by(app, person.sign_in_name) for person in (NEWCOMER, READER, VETERAN)] == [
            0,
            MODULES // 2,
            MODULES,
        ]
        assert [
            (role.member.sign_in_name, role.kind)
            for role in db.session.scalars(select(Role).order_by(Role.id))
        ] == [
            (ADMINISTRATOR.sign_in_name, "administrator"),
            (SECTION_ADMINISTRATOR.sign_in_name, "administrator"),
            (ORGANISER.sign_in_name, "organiser"),
            (ABROAD.sign_in_name, "organiser"),
        ]
        assert find_instance() is not None


def test_somebody_asks_to_be_let_in_and_waits(app: Flask) -> None:
    with app.app_context():
        leith = db.session.scalars(select(Branch).where(Branch.name == "Leith")).one()
        assert [asking.member.sign_in_name for asking in askings_in(leith.id)] == [ASKING.sign_in_name]
        assert [
            member.sign_in_name for member in db.session.scalars(select(Member).where(Member.is_waiting))
        ] == [ASKING.sign_in_name]


def test_there_is_an_international_with_two_sections_and_five_branches(app: Flask) -> None:
    with app.app_context():
        kinds = db.session.scalars(select(Branch.kind)).all()
    assert sorted(kinds) == [*["branch"] * 5, "international", *["section"] * 2]


def test_all_of_it_happened_in_the_last_weeks_and_after_they_joined(app: Flask) -> None:
    with app.app_context():
        for kind in (Completion, ReadingCompletion):
            days = db.session.execute(select(kind.done_on, Member.joined_on).join_from(kind, Member)).all()
            assert days
            assert all(joined <= done <= TODAY for done, joined in days)
            assert all((TODAY - joined).days <= WEEKS * 7 for _, joined in days)


def test_some_have_stopped_within_a_module(app: Flask) -> None:
    with app.app_context():
        stopped = db.session.scalar(select(func.count()).select_from(Place))
        assert stopped is not None
        assert 10 < stopped < 40


def read_by(app: Flask, name: str) -> int:
    """Count the modules that somebody has read."""
    with app.app_context():
        return (
            db.session.scalar(
                select(func.count()).select_from(Completion).join(Member).where(Member.sign_in_name == name)
            )
            or 0
        )


def test_there_is_a_group_in_every_state(app: Flask) -> None:
    with app.app_context():
        groups = db.session.scalars(select(Group).order_by(Group.id)).all()
        assert {group.entry for group in groups} == set(Entry)
        assert [group.name for group in groups if group.archived_on] == ["Last winter’s readers"]
        now = datetime.combine(TODAY, time(12), UTC)
        occasions = {group.name: occasions_of(group) for group in groups}
        assert not any(one.is_over(now) for one in occasions["A Saturday in the library"])
        first = occasions["Tuesdays at seven"][0]
        assert first.is_over(now)
        assert first.meeting.notes_shared_on
        assert first.meeting.came
        coming = next_of(occasions["Tuesdays at seven"], now)
        assert coming is not None
        assert answers_to(coming.meeting.id).count(Coming.YES) >= 2
        assert askers_of(groups[1].id)
        for group in groups:
            assert count_organisers(group.id) == 1
