"""A row in every table, made from what the schema itself says: for migrations that must not lose one."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
)
from sqlalchemy.types import TypeEngine

VALUES: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (Boolean, True),
    (Integer, 1),
    (DateTime, datetime(2026, 5, 14, 19, 0)),  # noqa: DTZ001 - below the models, as the column itself has it
    (Date, date(2026, 5, 14)),
    (LargeBinary, b"bytes"),
    (JSON, {}),
    (String, "words"),
)


def fill(connection: Connection) -> MetaData:
    """Put one row into each table that the database has, and return what was reflected."""
    schema = reflected(connection)
    for table in schema.sorted_tables:
        connection.execute(table.insert().values({column.name: _value(column) for column in table.columns}))
    return schema


def rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return everything in the database, by table and column name."""
    return {
        table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
        for table in reflected(connection).sorted_tables
    }


def reflected(connection: Connection) -> MetaData:
    """Read the tables from the database itself; Alembic's own is left out."""
    schema = MetaData()
    schema.reflect(connection)
    schema.remove(schema.tables["alembic_version"])
    return schema


PARTICULAR = {  # what the database would refuse otherwise
    "branch.kind": "branch",
    "branch.parent_id": None,
    "proposal.kind": "give-organiser",
    "role.kind": "organiser",
    "invitation.kind": "link",
    "role.course_id": None,
    "one_time_link.purpose": "device",
    "passkey_challenge.purpose": "sign-in",
    "study_group.entry": "open",
    "study_group.rhythm": "weekly",
    "study_group.minutes": 90,
    "study_group.budget": 60,
    "participation.is_asking": False,
    "meeting.minutes": 90,
    "meeting.begins": time(19),
    "rsvp.answer": "yes",
}


def _value(column: Column[Any]) -> Any:
    name = f"{column.table.name}.{column.name}"
    if name in PARTICULAR:
        return PARTICULAR[name]
    return next(value for kind, value in VALUES if isinstance(column.type, kind))
