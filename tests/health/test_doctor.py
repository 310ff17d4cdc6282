"""S1: each fault is planted, and the doctor finds exactly it (CF-01, LG-02, C1, D4, PR-01)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import event

from studyhub.app import CHECKS
from studyhub.backups.making import make_backup
from studyhub.backups.shelf import name_for, shelf_of
from studyhub.db import db
from studyhub.health import checks
from studyhub.health.faults import Place, faults_of
from studyhub.organisation.models import RoleKind
from studyhub.settings import Settings
from tests.backups.places import execute
from tests.databases import KIND, NOW
from tests.factories import make_branch, make_instance, make_member, put_in
from tests.hosting.running import command

KEY = "3f8-a key that was made by chance, or might have been"


@dataclass
class Patient:
    """A place in which all is well, until something is planted."""

    app: Flask
    settings: Settings
    patch: pytest.MonkeyPatch
    now: datetime = NOW
    found: list[str] = field(default_factory=list)

    def look(self, *, is_thorough: bool = True) -> list[str]:
        """Name what the doctor finds."""
        with self.app.test_request_context():
            place = Place(self.settings, self.now)
            found = [fault.name for fault in faults_of(place, CHECKS, is_thorough=is_thorough)]
            db.session.remove()
            db.engine.dispose()
        return found

    def execute(self, statement: str) -> None:
        """Change the database past StudyHub."""
        execute(self.settings.database, statement)

    def write(self, name: str, words: str, *, mode: int = 0o600) -> Path:
        """Put a file into the data folder."""
        path = self.settings.data / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(words)
        path.chmod(mode)
        return path


@pytest.fixture
def patient(app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Patient:
    """A place with a course, something decided, and a backup of today."""
    course = tmp_path / "shelf" / "bread"
    course.mkdir(parents=True)
    (course / "course.md").write_text("Bread")
    settings = replace(settings, secret_key=KEY, courses=(tmp_path / "shelf",))
    settings.data.chmod(0o700)
    make_branch(app)
    with app.app_context():
        db.engine.dispose()
    make_backup(settings, now=NOW)
    patient = Patient(app, settings, monkeypatch)
    patient.write("secret-key", KEY)
    os.utime(settings.data / "secret-key", (0, 0))
    return patient


def test_where_all_is_well_nothing_is_found(patient: Patient) -> None:
    assert patient.look() == []


def _folder_open(patient: Patient) -> None:
    patient.settings.data.chmod(0o755)


def _key_open(patient: Patient) -> None:
    (patient.settings.data / "secret-key").chmod(0o644)


def _backup_open(patient: Patient) -> None:
    next((patient.settings.data / "backups").iterdir()).chmod(0o640)


def _copy_open(patient: Patient) -> None:
    patient.write("copies/before-upgrade.sqlite", "words", mode=0o604)


def _old_keys_open(patient: Patient) -> None:
    patient.write("old-secret-keys", KEY, mode=0o644)


def _short_key(patient: Patient) -> None:
    patient.settings = replace(patient.settings, secret_key="short", old_secret_keys=(KEY,))


def _monotonous_key(patient: Patient) -> None:
    patient.settings = replace(patient.settings, secret_key="ab" * 32, old_secret_keys=(KEY,))


def _short_old_key(patient: Patient) -> None:
    patient.settings = replace(patient.settings, old_secret_keys=("short",))


def _debug(patient: Patient) -> None:
    patient.patch.setenv("FLASK_DEBUG", "1")


def _no_proxy(patient: Patient) -> None:
    patient.settings = replace(patient.settings, address="https://study.example.org")


def _no_course(patient: Patient) -> None:
    (patient.settings.courses[0] / "bread/course.md").unlink()


def _no_courses_folder(patient: Patient) -> None:
    patient.settings = replace(patient.settings, courses=(patient.settings.data / "none",))


def _undeclared(patient: Patient) -> None:
    patient.patch.setattr(checks, "undeclared_columns", lambda _metadata: ["member.shoe_size"])


class Usage(NamedTuple):
    """What the system says of a disk, in bytes."""

    total: int
    used: int
    free: int


def _full(patient: Patient) -> None:
    patient.patch.setattr("shutil.disk_usage", lambda _path: Usage(10**12, 10**12, 10**6))


def _early(patient: Patient) -> None:
    """Ten years ago: files of today are then of a time to come, too."""
    patient.now = datetime(2016, 5, 14, 19, tzinfo=NOW.tzinfo)


def _yesterday(patient: Patient) -> None:
    """A day ahead when the backup was made, and right now."""
    next((patient.settings.data / "backups").iterdir()).rename(
        shelf_of(patient.settings.data) / name_for(NOW + timedelta(days=1))
    )


def _decided_tomorrow(patient: Patient) -> None:
    patient.patch.setattr("studyhub.health.audit_checks.broken_entries", lambda: iter(()))
    if KIND == "sqlite":
        patient.execute("DROP TRIGGER audit_entry_no_change")
        patient.patch.setattr("studyhub.health.backup_checks.compare_metadata", lambda *_: [])
    else:
        patient.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
    patient.execute("UPDATE audit_entry SET day = '2027-01-01'")


def _rewritten(patient: Patient) -> None:
    name = "audit_entry_no_change" if KIND == "sqlite" else "audit_entry_append_only ON audit_entry"
    patient.execute(f"DROP TRIGGER {name}")
    patient.execute("UPDATE audit_entry SET act = 'nothing' WHERE id = 1")


def _taken_out(patient: Patient) -> None:
    name = "audit_entry_no_delete" if KIND == "sqlite" else "audit_entry_append_only ON audit_entry"
    patient.execute(f"DROP TRIGGER {name}")
    patient.execute("DELETE FROM audit_entry WHERE id = 1")


def _another_column(patient: Patient) -> None:
    patient.execute("ALTER TABLE member ADD COLUMN shoe_size INTEGER")


def _another_table(patient: Patient) -> None:
    patient.execute("CREATE TABLE shoes (id INTEGER PRIMARY KEY)")


def _no_table(patient: Patient) -> None:
    patient.execute("DROP TABLE place")


def _older(patient: Patient) -> None:
    patient.execute("UPDATE alembic_version SET version_num = '0001'")


def _newer(patient: Patient) -> None:
    patient.execute("UPDATE alembic_version SET version_num = '9999'")


def _late(patient: Patient) -> None:
    patient.now = NOW + timedelta(hours=49)


def _none(patient: Patient) -> None:
    next((patient.settings.data / "backups").iterdir()).unlink()


def _expired(patient: Patient) -> None:
    (shelf_of(patient.settings.data) / name_for(NOW - timedelta(days=15))).touch(mode=0o600)
    patient.write(f"backups/{name_for(NOW - timedelta(days=15))}", "words")


def _damaged_backup(patient: Patient) -> None:
    with next((patient.settings.data / "backups").iterdir()).open("r+b") as file:
        file.seek(500)
        file.write(b"other")


def _backup_of_another_key(patient: Patient) -> None:
    patient.settings = replace(patient.settings, secret_key=KEY[::-1])


def _killed_while_restoring(patient: Patient) -> None:
    (patient.settings.data / ".restoring").mkdir()


def _killed_while_backing_up(patient: Patient) -> None:
    patient.write("backups/.one.zip.part", "words")


def _organiser_without_second_factor(patient: Patient) -> None:
    make_instance(patient.app, require_second_factor=True)
    member, slug = make_member(patient.app), make_branch(patient.app)
    put_in(patient.app, slug, member, RoleKind.ORGANISER)


def _second_factor_off(patient: Patient) -> None:
    make_instance(patient.app, require_second_factor=False)
    patient.settings = replace(patient.settings, address="https://study.example.org", proxies=1)


def _nobody_to_agree(patient: Patient) -> None:
    make_instance(patient.app)
    make_member(patient.app, is_administrator=True)
    patient.execute("UPDATE instance SET two_people = TRUE")


FAULTS: dict[Callable[[Patient], None], str] = {
    _folder_open: "open-folder",
    _key_open: "open-file",
    _backup_open: "open-file",
    _copy_open: "open-file",
    _old_keys_open: "open-file",
    _short_key: "weak-key",
    _monotonous_key: "weak-key",
    _short_old_key: "weak-old-key",
    _debug: "debug-on",
    _no_proxy: "no-proxy",
    _no_course: "no-courses",
    _no_courses_folder: "no-courses",
    _undeclared: "undeclared-column",
    _full: "disk-full",
    _yesterday: "clock-behind",
    _decided_tomorrow: "clock-behind",
    _rewritten: "broken-audit",
    _taken_out: "broken-audit",
    _another_column: "another-shape",
    _another_table: "another-shape",
    _no_table: "another-shape",
    _older: "older-database",
    _newer: "newer-database",
    _late: "late-backup",
    _none: "late-backup",
    _expired: "expired-backup",
    _damaged_backup: "bad-backup",
    _backup_of_another_key: "bad-backup",
    _killed_while_restoring: "left-over",
    _killed_while_backing_up: "left-over",
    _organiser_without_second_factor: "no-second-factor",
    _second_factor_off: "second-factor-off",
    _nobody_to_agree: "nobody-to-agree",
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__.strip("_"))
def test_a_planted_fault_is_found_and_nothing_else(
    plant: Callable[[Patient], None], patient: Patient
) -> None:
    plant(patient)
    assert patient.look() == [FAULTS[plant]]


def test_a_clock_before_this_version_was_written_is_found(patient: Patient) -> None:
    """C1: and then what was made since is of a time to come."""
    _early(patient)
    assert patient.look() == ["clock-early", "clock-behind", "clock-behind"]


SQLITE = [
    ("PRAGMA synchronous=NORMAL", "unsafe-sqlite"),
    ("PRAGMA foreign_keys=OFF", "unsafe-sqlite"),
    ("PRAGMA secure_delete=OFF", "unsafe-sqlite"),
    ("PRAGMA trusted_schema=ON", "unsafe-sqlite"),
]


@pytest.mark.parametrize(("told", "fault"), SQLITE)
def test_a_sqlite_that_is_not_careful_is_found(told: str, fault: str, patient: Patient) -> None:
    """CF-01; PostgreSQL has none of it."""

    def tell(connection: Any, _record: object) -> None:
        if KIND == "sqlite":
            connection.execute(told)

    with patient.app.app_context():
        event.listen(db.engine, "connect", tell)
    assert patient.look() == ([fault] if KIND == "sqlite" else [])


def test_a_library_with_the_wal_race_is_found(patient: Patient) -> None:
    """CF-01: but only where the journal is one that it can lose."""
    patient.patch.setattr(checks, "has_wal_reset_race", lambda _version: True)
    assert patient.look() == (["wal-race"] if KIND == "sqlite" else [])


def test_rows_that_point_to_nothing_are_found(patient: Patient) -> None:
    if KIND == "sqlite":
        patient.execute("INSERT INTO completion SELECT 1, 99, 99, 'm', 1, '2026-05-14' WHERE 0")
        patient.execute("UPDATE branch SET parent_id = 99 WHERE parent_id IS NOT NULL")
        assert patient.look() == ["dangling-rows"]
    else:
        with pytest.raises(Exception, match="violates foreign key"):
            patient.execute("UPDATE branch SET parent_id = 99 WHERE parent_id IS NOT NULL")


def test_a_broken_file_is_found_and_a_missing_one_not_made(patient: Patient) -> None:
    """D4."""
    path = patient.settings.data / "studyhub.sqlite"
    if KIND == "sqlite":
        pages = path.read_bytes()
        path.write_bytes(pages[: 20 * 4096] + bytes(30 * 4096) + pages[50 * 4096 :])
        assert "broken-database" in patient.look()
        path.unlink()
        assert patient.look() == ["no-database"]
    assert not path.exists()


def test_the_page_makes_no_slow_checks(patient: Patient) -> None:
    _damaged_backup(patient)
    assert patient.look(is_thorough=False) == []


def test_every_fault_has_a_remedy_that_is_a_sentence(patient: Patient) -> None:
    for plant in (
        _folder_open,
        _key_open,
        _short_old_key,
        _debug,
        _no_course,
        _none,
        _killed_while_restoring,
    ):
        plant(patient)
    with patient.app.test_request_context():
        found = faults_of(Place(patient.settings, NOW), CHECKS, is_thorough=True)
        db.session.remove()
    assert len(found) == 7
    assert all(len(fault.remedy.split()) > 2 and len(fault.sentence.split()) > 3 for fault in found)


def test_the_command_says_it_and_ends_with_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    assert command("publish", "--data", str(data))[0] == 0
    code, said = command("doctor", "--data", str(data))
    assert (code, said.strip()) == (0, "All is well.")
    data.chmod(0o755)
    code, said = command("doctor", "--data", str(data), "--json")
    assert code == 1
    assert [fault["name"] for fault in json.loads(said)] == ["open-folder"]


def test_a_setting_that_nothing_starts_with_is_a_fault_too(tmp_path: Path) -> None:
    code, said = command("doctor", "--data", str(tmp_path), STUDYHUB_PROXIES="many")
    assert code == 1
    assert said.startswith("bad-setting: STUDYHUB_PROXIES")
