"""`studyhub backup`: whole, checked, private, never over something else, and not for ever (B1, PR-03)."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from studyhub.accounts.models import AuthSession
from studyhub.backups import making
from studyhub.backups.checking import check_whole
from studyhub.backups.making import CannotBackUpError, make_backup, make_if_due
from studyhub.backups.manifest import DATABASE, BadBackupError
from studyhub.backups.shelf import kept_backups, name_for, remove_expired, shelf_of
from studyhub.backups.tables import left_out, sqlite_file
from studyhub.db import db, engine_options
from studyhub.settings import Settings
from tests.backups.places import contents_of, elsewhere, execute, fill_every_table
from tests.databases import NOW
from tests.factories import make_member


@pytest.fixture
def filled(database: str, settings: Settings) -> Settings:
    """A place with a row in every table and a course of its own."""
    fill_every_table(database)
    course = settings.data / "courses" / "bread"
    course.mkdir(parents=True)
    (course / "course.md").write_text("Bread")
    return settings


def test_a_backup_holds_every_row_and_the_courses_of_ones_own(filled: Settings, tmp_path: Path) -> None:
    made = make_backup(filled, now=NOW)
    manifest = check_whole(made.path, tmp_path / "apart", keys=[filled.secret_key])
    before = contents_of(filled.database)
    assert {name: found for name, found in manifest.tables.items() if name not in left_out()} == before
    assert {found.rows for found in before.values()} == {1}
    assert sorted(manifest.files) == ["courses/bread/course.md", DATABASE]
    assert (tmp_path / "apart/courses/bread/course.md").read_text() == "Bread"


def test_both_databases_make_the_same_of_the_same_rows(filled: Settings, tmp_path: Path) -> None:
    """One format: whatever a place runs on, a backup is a SQLite file of the same shape."""
    on_sqlite = elsewhere(filled, tmp_path / "other")
    make_backup(filled, now=NOW, to=tmp_path / "one.zip")
    check_whole(tmp_path / "one.zip", tmp_path / "apart", keys=None)
    (tmp_path / "apart" / DATABASE).rename(tmp_path / "other" / DATABASE)
    assert contents_of(on_sqlite.database) == contents_of(filled.database)


def test_a_backup_is_for_its_owner_alone_and_nothing_else_is_left(filled: Settings, tmp_path: Path) -> None:
    make_backup(filled, now=NOW)
    make_backup(filled, now=NOW, to=tmp_path / "elsewhere.zip")
    (kept,) = (filled.data / "backups").iterdir()
    assert kept.name == "backup-2026-05-14-190000.zip"
    assert (
        stat.S_IMODE(kept.stat().st_mode)
        == stat.S_IMODE((tmp_path / "elsewhere.zip").stat().st_mode)
        == 0o600
    )
    assert stat.S_IMODE((filled.data / "backups").stat().st_mode) == 0o700
    assert not list(tmp_path.glob(".*"))


def test_nothing_that_would_let_somebody_in_is_in_it(app: Flask, settings: Settings, tmp_path: Path) -> None:
    """Sessions and the secret key stay out: who steals a backup comes in nowhere (A6)."""
    member = make_member(app)
    with app.app_context():
        db.session.add(
            AuthSession(token_hash="canary-token", member_id=member.id, began_on=NOW.date(), ends_at=NOW)
        )
        db.session.commit()
    assert left_out() == {"attempts", "auth_session", "one_time_link", "passkey_challenge"}
    make_backup(settings, now=NOW, to=tmp_path / "one.zip")
    check_whole(tmp_path / "one.zip", tmp_path / "apart", keys=None)
    unpacked = (tmp_path / "apart" / DATABASE).read_bytes()
    assert member.sign_in_name.encode() in unpacked
    assert b"canary-token" not in unpacked
    assert settings.secret_key.encode() not in unpacked


def test_what_was_deleted_before_is_not_in_it(app: Flask, settings: Settings, tmp_path: Path) -> None:
    """PR-03: pages that are free do not come along."""
    member = make_member(app, sign_in_name="canary-of-them-all")
    with app.app_context():
        db.session.execute(text("DELETE FROM member WHERE id = :id"), {"id": member.id})
        db.session.commit()
    make_backup(settings, now=NOW, to=tmp_path / "one.zip")
    check_whole(tmp_path / "one.zip", tmp_path / "apart", keys=None)
    assert b"canary-of-them-all" not in (tmp_path / "apart" / DATABASE).read_bytes()


def test_nothing_is_written_over(filled: Settings, tmp_path: Path) -> None:
    target = tmp_path / "mine.zip"
    target.write_text("mine")
    with pytest.raises(CannotBackUpError, match="is there already"):
        make_backup(filled, now=NOW, to=target)
    make_backup(filled, now=NOW)
    with pytest.raises(CannotBackUpError, match="is there already"):
        make_backup(filled, now=NOW)
    assert target.read_text() == "mine"


def test_one_that_is_not_whole_gets_no_name(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise BadBackupError("not whole")

    monkeypatch.setattr(making, "check_whole", refuse)
    with pytest.raises(BadBackupError):
        make_backup(filled, now=NOW)
    assert list((filled.data / "backups").iterdir()) == []


def test_a_broken_link_in_the_database_is_said_and_not_backed_up(filled: Settings) -> None:
    if filled.database.startswith("sqlite"):
        execute(filled.database, "UPDATE completion SET member_id = 999")
        with pytest.raises(CannotBackUpError, match="rows that point to nothing"):
            make_backup(filled, now=NOW)
    else:  # there it cannot arise, but a table can be gone
        execute(filled.database, "DROP TABLE completion")
        with pytest.raises(
            CannotBackUpError, match=r"cannot be read whole|is not one of|is not what was copied"
        ):
            make_backup(filled, now=NOW)
    assert list((filled.data / "backups").iterdir()) == []


def test_where_there_is_nothing_there_is_nothing_to_back_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUpError, match="nothing to back up"):
        make_backup(elsewhere(settings, tmp_path / "empty"), now=NOW)
    assert not (tmp_path / "empty/studyhub.sqlite").exists()


def test_a_folder_that_cannot_be_written_to_is_said(filled: Settings, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUpError, match="could not be written"):
        make_backup(filled, now=NOW, to=tmp_path / "no-such-folder" / "one.zip")


def test_after_fourteen_days_a_backup_goes(filled: Settings) -> None:
    for day in range(19):
        (shelf_of(filled.data) / name_for(NOW + timedelta(days=day))).write_bytes(b"one of that day")
    make_backup(filled, now=NOW + timedelta(days=19))
    kept = kept_backups(filled.data)
    assert [one.made_at for one in kept] == [NOW + timedelta(days=day) for day in range(19, 4, -1)]
    assert remove_expired(filled.data, now=NOW + timedelta(days=40)) == 15
    assert kept_backups(filled.data) == []


def test_what_is_no_backup_of_ours_stays_in_the_folder(filled: Settings) -> None:
    make_backup(filled, now=NOW)
    for name in ("backup-2020-13-45-000000.zip", "backup-of-mine.zip", "notes.txt"):
        (filled.data / "backups" / name).write_text("mine")
    remove_expired(filled.data, now=NOW + timedelta(days=400))
    assert len(list((filled.data / "backups").iterdir())) == 3


def test_rows_that_are_added_while_it_is_made_are_whole_or_absent(filled: Settings) -> None:
    """B1: one moment of the database. A second transaction writes between the first row and the last."""
    engine = create_engine(filled.database, **engine_options(filled.database))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE member SET name = 'not committed'")
        if filled.database.startswith("sqlite"):
            connection.exec_driver_sql("PRAGMA journal_mode")
        made = make_backup(filled, now=NOW)
    engine.dispose()
    assert made.manifest.tables["member"].rows == 1
    assert made.manifest.tables["member"] != contents_of(filled.database)["member"]


def test_a_file_for_reading_stays_as_it_is(filled: Settings, tmp_path: Path) -> None:
    make_backup(filled, now=NOW, to=tmp_path / "one.zip")
    check_whole(tmp_path / "one.zip", tmp_path / "apart", keys=None)
    before = (tmp_path / "apart" / DATABASE).read_bytes()
    engine = sqlite_file(tmp_path / "apart" / DATABASE, is_for_reading=True)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM member")
    engine.dispose()
    assert (tmp_path / "apart" / DATABASE).read_bytes() == before
    assert {path.name for path in (tmp_path / "apart").iterdir()} == {DATABASE, "courses"}


@pytest.mark.parametrize(
    ("hours", "passed", "made"),
    [
        (24, 0, 0),
        (24, 23, 0),
        (24, 23.6, 1),
        (24, 48, 1),
        (1, 0.4, 0),
        (1, 0.6, 1),
        (0, 99, 0),
    ],
)
def test_a_backup_is_due_when_the_latest_is_old_enough(
    hours: int, passed: float, made: int, filled: Settings
) -> None:
    settings = replace(filled, backups=hours)
    make_backup(settings, now=NOW)
    assert (make_if_due(settings, now=NOW + timedelta(hours=passed)) is not None) == bool(made)


def test_the_first_one_is_due_at_once_and_none_where_none_is_wanted(filled: Settings) -> None:
    assert make_if_due(replace(filled, backups=0), now=NOW) is None
    assert make_if_due(filled, now=NOW) is not None


def test_one_of_a_time_to_come_does_not_keep_others_from_being_made(filled: Settings) -> None:
    """C1: the clock was ten years ahead when it was made."""
    (shelf_of(filled.data) / name_for(NOW.replace(year=2036))).write_bytes(b"words")
    assert make_if_due(filled, now=NOW) is not None


def test_too_old_ones_go_also_where_none_is_made(filled: Settings) -> None:
    make_backup(filled, now=NOW)
    make_if_due(replace(filled, backups=0), now=NOW + timedelta(days=15))
    assert kept_backups(filled.data) == []
