"""`studyhub seizure`: all that exists about anybody, from the database as it is, and no value of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from studyhub.db import Base, db
from studyhub.expiry.cli import seizure
from studyhub.web.what_we_keep import kept_columns, personal_tables
from tests.factories import make_branch, make_instance, make_member, put_in


def said(app: Flask) -> str:
    outcome = CliRunner().invoke(seizure, [], obj=lambda: app)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


@pytest.fixture
def place(app: Flask) -> Flask:
    """A place with somebody in it, under names that must not be printed."""
    make_instance(app, name="Canary Organisation")
    member = make_member(app, name="Canary Person", sign_in_name="canary-person")
    put_in(app, make_branch(app, name="Canary Branch"), member, name="Canary There")
    return app


def test_it_names_every_table_and_column_about_people_and_how_many_rows(place: Flask) -> None:
    text_ = said(place)
    for table in personal_tables(Base.metadata):
        assert f"\n{table.name} (" in text_
    for row in kept_columns(Base.metadata):
        assert f"  {row.column}: " in text_
        assert row.kept.purpose in text_
    assert "member (Your account): 1 row;" in text_
    assert "NOT DECLARED" not in text_
    assert "NOT OURS" not in text_


def test_it_prints_no_value(place: Flask) -> None:
    assert "anary" not in said(place)


def test_it_says_what_kind_a_column_is_of(place: Flask) -> None:
    lines = said(place).splitlines()
    assert "  passphrase_hash: a hash, a key or a count that no page shows; to check your passphrase" in lines
    assert any(line.startswith("  joined_on: a day; ") for line in lines)
    assert any(line.startswith("  is_own_phone: yes or no; ") for line in lines)
    assert any(line.startswith("  ends_at: a time of day; ") for line in lines)


def test_no_column_holds_where_somebody_came_from(place: Flask) -> None:
    """PR-04; and the times of day are few, and each is known."""
    lines = said(place).splitlines()
    assert "Columns that could hold where somebody came from, or with what: none" in lines
    times = next(line for line in lines if line.startswith("Times of day, all there are: "))
    assert "auth_session.ends_at" in times
    assert "began" not in times


def test_what_somebody_else_put_there_is_found(place: Flask, tmp_path: Path) -> None:
    with place.app_context():
        db.session.execute(text("CREATE TABLE visits (seen_from varchar(40))"))
        db.session.execute(text("ALTER TABLE member ADD COLUMN last_ip varchar(40)"))
        db.session.commit()
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "before-upgrade-2026-05-01-120000.sqlite").touch()
    text_ = said(place)
    assert "visits: NOT OURS; its columns: seen_from" in text_
    assert "  last_ip: NOT DECLARED; words" in text_
    assert "with what: member.last_ip" in text_
    assert "data folder: copies/before-upgrade-2026-05-01-120000.sqlite" in text_
