"""`studyhub restore`: into an empty place, or in the place of what is there; whole, or not at all (B2, M2)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine

from studyhub.backups import restoring, schema
from studyhub.backups.alone import InUseError, alone, serving
from studyhub.backups.making import make_backup
from studyhub.backups.manifest import BadBackupError
from studyhub.backups.restoring import CannotRestoreError, finish_restoring, restore, verify
from studyhub.db import db, engine_options
from studyhub.settings import Settings, shipped
from tests.backups.places import contents_of, elsewhere, everything_in, execute, fill_every_table
from tests.databases import KIND, NOW
from tests.factories import make_member

LATER = NOW.replace(hour=21)


@pytest.fixture
def place(database: str, settings: Settings) -> Settings:
    """A place with a row in every table, and a course of its own."""
    fill_every_table(database)
    (settings.data / "courses").mkdir()
    (settings.data / "courses/bread.md").write_text("Bread")
    return settings


@pytest.fixture
def backup(place: Settings, tmp_path: Path) -> Path:
    """A backup of it."""
    return make_backup(place, now=NOW, to=tmp_path / "one.zip").path


def empty(settings: Settings) -> None:
    """Take everything away that a backup brings back."""
    if KIND == "sqlite":
        (settings.data / "studyhub.sqlite").unlink()
    else:
        engine = create_engine(settings.database, **engine_options(settings.database))
        with engine.begin() as connection:
            schema.empty_within(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
        engine.dispose()


def test_everything_comes_back_into_an_empty_place(place: Settings, backup: Path) -> None:
    before = contents_of(place.database)
    empty(place)
    (place.data / "courses/bread.md").unlink()
    restore(backup, place, now=LATER)
    assert contents_of(place.database) == before
    assert (place.data / "courses/bread.md").read_text() == "Bread"
    assert not [path for path in place.data.iterdir() if path.name.startswith(".")]


def test_numbers_go_on_after_the_last_one_that_is_there(app: Flask, place: Settings, backup: Path) -> None:
    empty(place)
    restore(backup, place, now=LATER)
    assert make_member(app).id == 2


def test_a_number_that_was_somebodys_is_not_given_to_another(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    first, last = make_member(app), make_member(app)
    execute(settings.database, f"DELETE FROM member WHERE id = {last.id}")  # noqa: S608 - a number
    made = make_backup(settings, now=NOW, to=tmp_path / "one.zip")
    with app.app_context():
        db.engine.dispose()
    empty(settings)
    restore(made.path, settings, now=LATER)
    assert first.id < last.id < make_member(app).id


def test_it_goes_from_one_kind_of_database_to_the_other(
    place: Settings, backup: Path, tmp_path: Path
) -> None:
    """On PostgreSQL this is PostgreSQL to SQLite and back; on SQLite, SQLite twice."""
    other = elsewhere(place, tmp_path / "other")
    restore(backup, other, now=LATER)
    assert contents_of(other.database) == contents_of(place.database)
    back = make_backup(other, now=LATER, to=tmp_path / "two.zip").path
    execute(place.database, "UPDATE member SET name = 'Olga'")
    restore(back, place, now=LATER, replace=True)
    assert contents_of(place.database) == contents_of(other.database)


def test_what_is_there_is_not_replaced_unasked(place: Settings, backup: Path) -> None:
    execute(place.database, "UPDATE member SET name = 'Olga'")
    before = contents_of(place.database)
    with pytest.raises(CannotRestoreError, match="--replace"):
        restore(backup, place, now=LATER)
    assert contents_of(place.database) == before


def test_what_is_replaced_is_backed_up_before(place: Settings, backup: Path) -> None:
    execute(place.database, "UPDATE member SET name = 'Olga'")
    (place.data / "courses/bread.md").write_text("Roses")
    before = contents_of(place.database)
    _, made = restore(backup, place, now=LATER, replace=True)
    assert contents_of(place.database) != before
    assert (place.data / "courses/bread.md").read_text() == "Bread"
    assert made is not None
    restore(made.path, place, now=LATER.replace(hour=22), replace=True)
    assert contents_of(place.database) == before
    assert (place.data / "courses/bread.md").read_text() == "Roses"


def test_what_cannot_be_backed_up_is_not_replaced(place: Settings, backup: Path) -> None:
    execute(place.database, "UPDATE alembic_version SET version_num = '9999'")
    before, names = contents_of(place.database), everything_in(place.data).keys()
    with pytest.raises(CannotRestoreError, match="Move the database away"):
        restore(backup, place, now=LATER, replace=True)
    assert contents_of(place.database) == before
    assert everything_in(place.data).keys() == {*names, "serving"}


def test_it_refuses_while_studyhub_runs(place: Settings, backup: Path) -> None:
    with serving(place.data), serving(place.data), pytest.raises(InUseError, match="Stop it"):
        restore(backup, place, now=LATER, replace=True)


def test_it_refuses_while_another_program_has_the_database_open(place: Settings, backup: Path) -> None:
    if KIND == "sqlite":
        execute(place.database, "PRAGMA journal_mode=WAL")
    engine = create_engine(place.database, **engine_options(place.database))
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM member")
        with pytest.raises(InUseError, match="database open"):
            restore(backup, place, now=LATER, replace=True)
    engine.dispose()


def test_studyhub_does_not_start_while_it_is_being_restored(place: Settings) -> None:
    with alone(place.data), pytest.raises(InUseError), serving(place.data):
        pass


@pytest.mark.usefixtures("backup", "a_later_studyhub")
def test_an_older_backup_is_brought_up_to_date(place: Settings, backup: Path, tmp_path: Path) -> None:
    other = elsewhere(place, tmp_path / "other")
    restore(backup, other, now=LATER)
    engine = create_engine(other.database, **engine_options(other.database))
    with engine.connect() as connection:
        assert schema.revision_of(connection) == "next"
        assert connection.exec_driver_sql("SELECT count(*) FROM greeting").scalar() == 0
    engine.dispose()


@pytest.mark.usefixtures("a_later_studyhub")
def test_a_later_backup_is_refused(place: Settings, tmp_path: Path) -> None:
    """B3: newer than what is installed."""
    engine = create_engine(place.database, **engine_options(place.database))
    schema.migrate(engine)
    engine.dispose()
    newer = make_backup(place, now=NOW, to=tmp_path / "newer.zip").path
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "shipped", SHIPPED)
        with pytest.raises(BadBackupError, match="later StudyHub"):
            verify(newer, place)


SHIPPED = shipped
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{before}"

def upgrade():
    op.create_table("greeting", sa.Column("id", sa.Integer(), primary_key=True))

def downgrade():
    op.drop_table("greeting")
"""


@pytest.fixture
def a_later_studyhub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on StudyHub has one migration more."""
    folder = tmp_path / "migrations"
    subprocess.run(["cp", "-r", SHIPPED("migrations"), folder], check=True)
    (folder / "versions/9999_next.py").write_text(NEXT.format(before=schema.latest_revision()))
    monkeypatch.setattr(schema, "shipped", lambda _name: folder)


@pytest.mark.parametrize("lines", [10, 25, 40, 55, 70, 85, 100, 115, 130])
def test_killed_anywhere_it_leaves_the_old_or_the_new(lines: int, place: Settings, backup: Path) -> None:
    """M2: between any two lines; what was not finished is finished, or forgotten, at the next start."""
    new = contents_of(place.database)
    execute(place.database, "UPDATE member SET name = 'Olga'")
    (place.data / "courses/bread.md").write_text("Roses")
    old = contents_of(place.database)
    ended = die_after(lines, lambda: restore(backup, place, now=LATER, replace=True))
    assert ended in {0, 9}
    finish_restoring(place)
    found = contents_of(place.database), (place.data / "courses/bread.md").read_text()
    whole = [(old, "Roses"), (new, "Bread")]
    assert found in (whole if KIND == "sqlite" else [*whole, (new, "Roses")])
    assert not [path for path in place.data.iterdir() if path.name.startswith(".")]


def die_after(lines: int, act: Callable[[], object]) -> int:
    """Do something in a process that dies after so many lines of restoring.py; returns how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = lines

    def trace(frame: FrameType, event: str, _value: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename != restoring.__file__:
            return None
        left -= event == "line"
        if left < 0:
            os._exit(9)
        return trace

    sys.settrace(trace)
    try:
        act()
    except BaseException:  # noqa: BLE001 - this process must not go on as a second run of the tests
        os._exit(1)
    os._exit(0)


def test_the_key_of_another_place_does_not_open_it(place: Settings, backup: Path, tmp_path: Path) -> None:
    """B3: wrong key; but who has lost the key and knows the file may say so."""
    other = elsewhere(place, tmp_path / "other", secret_key="another key, longer than thirty-two characters")
    before = everything_in(other.data)
    with pytest.raises(BadBackupError, match="--without-key"):
        restore(backup, other, now=LATER)
    assert {name: at for name, at in everything_in(other.data).items() if name != "serving"} == before
    restore(backup, replace(other, old_secret_keys=(place.secret_key,)), now=LATER)
    restore(backup, other, now=LATER, replace=True, needs_key=False)
    assert contents_of(other.database) == contents_of(place.database)


def test_parts_of_a_database_that_is_gone_do_not_get_into_the_new_one(
    place: Settings, backup: Path, tmp_path: Path
) -> None:
    other = elsewhere(place, tmp_path / "other")
    (other.data / "studyhub.sqlite-wal").write_bytes(b"a log of something else")
    with pytest.raises(CannotRestoreError, match="parts of a database"):
        restore(backup, other, now=LATER)
