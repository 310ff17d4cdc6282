"""Every file in which the database could have left something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from studyhub.db import db
from tests.databases import KIND


@pytest.fixture
def files_of_database(tmp_path: Path, database_template: object) -> Callable[[], Iterator[Path]]:
    """`files_of_database()`: every file of the data folder, and those of PostgreSQL but for its own log."""

    def found() -> Iterator[Path]:
        yield from (path for path in tmp_path.rglob("*") if path.is_file() and "static" not in path.parts)
        if KIND == "postgresql":
            server: Path = database_template._server.pgdata  # type: ignore[attr-defined]  # the test database's own folder
            yield from (path for path in server.rglob("base/**/*") if path.is_file())

    return found


def settle(app: Flask) -> None:
    """Have PostgreSQL write what it holds in memory; SQLite has written it."""
    if KIND == "postgresql":
        with app.app_context(), db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("CHECKPOINT")
