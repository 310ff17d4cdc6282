"""The demo's members have studied as people do: some much, some not yet, none in the future."""

from __future__ import annotations

from datetime import date

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
from studyhub.joining.queries import askings_in
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
