"""Bringing a database up to date: copied aside first, nothing lost, nothing left pointing to nothing (G3)."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine

from studyhub.backups import schema
from studyhub.backups.schema import NewerDatabaseError, alembic_config
from studyhub.db import engine_options, prepare
from studyhub.hosting.upgrade import copy_aside, upgrade
from studyhub.settings import shipped
from tests.databases import NOW
from tests.migrations.filling import fill, rows

REBUILDS_MEMBERS = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{before}"

def upgrade():
    with op.batch_alter_table("member") as batch:
        batch.alter_column("name", type_=sa.String(90))

def downgrade():
    with op.batch_alter_table("member") as batch:
        batch.alter_column("name", type_=sa.String(80))
"""
DROPS_MEMBERS = """
from alembic import op

revision = "next"
down_revision = "{before}"

def upgrade():
    op.execute("DELETE FROM member")
"""
PlantMigration = Callable[[str], None]


@pytest.fixture
def engine(database: str) -> Engine:
    """An engine over a migrated database of this run's kind."""
    engine = create_engine(database, **engine_options(database))
    prepare(engine)
    return engine


@pytest.fixture
def a_later_studyhub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlantMigration:
    """Make a StudyHub that ships one more migration than this one."""

    def plant(source: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(shipped("migrations"), folder)
        before = ScriptDirectory.from_config(alembic_config()).get_current_head()
        (folder / "versions" / "9999_next.py").write_text(source.format(before=before))
        monkeypatch.setattr(schema, "shipped", lambda _name: folder)

    return plant


def test_every_migration_keeps_the_rows_on_the_way_back_and_forth(engine: Engine) -> None:
    config = alembic_config()
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        fill(connection)
        command.downgrade(config, "base")
        command.upgrade(config, "head")
        fill(connection)
        assert dangling(connection) == []
    engine.dispose()


def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(
    engine: Engine, a_later_studyhub: PlantMigration, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        fill(connection)
        before = rows(connection)
    a_later_studyhub(REBUILDS_MEMBERS)
    upgrade(engine, copies=tmp_path / "copies", now=NOW)
    with engine.connect() as connection:
        assert rows(connection) == before
        assert len(before["completion"]) == len(before["member"]) == 1
        assert dangling(connection) == []
    engine.dispose()


def test_sqlite_is_copied_aside_before_it_is_changed(
    engine: Engine, a_later_studyhub: PlantMigration, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        fill(connection)
        before = rows(connection)
    a_later_studyhub(REBUILDS_MEMBERS)
    copy = upgrade(engine, copies=tmp_path / "copies", now=NOW)
    engine.dispose()
    if engine.dialect.name == "postgresql":
        assert copy is None  # its operator has pg_dump
        return
    assert copy is not None
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    old = create_engine(f"sqlite:///{copy}")
    with old.connect() as connection:
        assert rows(connection) == before
    old.dispose()


def test_a_database_that_is_up_to_date_is_not_copied(engine: Engine, tmp_path: Path) -> None:
    assert upgrade(engine, copies=tmp_path / "copies", now=NOW) is None
    assert not (tmp_path / "copies").exists()
    engine.dispose()


def test_a_migration_that_would_leave_rows_pointing_to_nothing_changes_nothing(
    engine: Engine, a_later_studyhub: PlantMigration, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        fill(connection)
        if engine.dialect.name == "postgresql":  # there the rows go with the member, as the schema says
            connection.exec_driver_sql(
                "ALTER TABLE completion DROP CONSTRAINT fk_completion_member_id_member"
            )
            connection.exec_driver_sql(
                "ALTER TABLE completion ADD CONSTRAINT fk_completion_member_id_member "
                "FOREIGN KEY (member_id) REFERENCES member (id)"
            )
        before = rows(connection)
    a_later_studyhub(DROPS_MEMBERS)
    with pytest.raises(Exception, match=r"point to nothing|violates foreign key"):
        upgrade(engine, copies=tmp_path / "copies", now=NOW)
    with engine.connect() as connection:
        assert rows(connection) == before
    engine.dispose()


def test_a_database_of_a_later_studyhub_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError, match="later version"):
        upgrade(engine, copies=tmp_path / "copies", now=NOW)
    engine.dispose()


def test_the_five_latest_copies_stay(engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name == "postgresql":
        assert upgrade(engine, copies=tmp_path / "copies", now=NOW) is None
    else:
        for year in range(2020, 2027):
            copy_aside(engine, tmp_path / "copies", now=NOW.replace(year=year))
        years = sorted(path.name[15:19] for path in (tmp_path / "copies").iterdir())
        assert years == ["2022", "2023", "2024", "2025", "2026"]
    engine.dispose()


def dangling(connection: Connection) -> list[object]:
    """List rows that point to nothing; PostgreSQL lets none arise."""
    if connection.dialect.name == "postgresql":
        return []
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
