"""Counting what a page asks of the database: fifty rows must cost what five do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from studyhub.db import db

NOT_STATEMENTS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the SQL statements that run meanwhile; the edges of transactions do not count."""
    ran: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if not statement.startswith(NOT_STATEMENTS):
            ran.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", remember)
    yield ran
    event.remove(engine, "before_cursor_execute", remember)
