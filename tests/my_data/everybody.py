"""A row about each of two members in every table that there is, made from the schema: no table can be forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, DateTime, LargeBinary, String, Table, Time, inspect

from studyhub.db import Base, UtcDateTime
from studyhub.web.what_we_keep import PEOPLE, is_hidden, kept_of, owner_in, people_in, personal_tables
from tests.databases import NOW

NOTHING_YET = (Boolean, Date, DateTime, Time, UtcDateTime, LargeBinary, String)


@dataclass
class Filled:
    """What was written: by member, the words that are about them, and those of them that are secret."""

    members: tuple[int, int] = (1, 2)
    words: dict[int, set[str]] = field(default_factory=lambda: {1: set(), 2: set()})
    secrets: set[str] = field(default_factory=set)
    rows: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)


def fill(connection: Connection) -> Filled:
    """Fill every table: one row for each of two members where it is about people, else one in all.

    What a column may hold is not asked (CHECK); what a row leads to is there, and belongs to the same member.
    """
    _drop_checks(connection)
    filled = Filled()
    numbers = count(1)
    for table in Base.metadata.sorted_tables:
        for member in filled.members if table in personal_tables(Base.metadata) else (1,):
            row = {column.name: _value(column, next(numbers), member=member) for column in table.columns}
            row |= _leading(table, member, filled)
            connection.execute(table.insert().values(row))
            filled.rows[table.name, member] = row
            _remember(table, row, member, filled)
    return filled


def _leading(table: Table, member: int, filled: Filled) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in table.foreign_keys:
        there = key.column.table
        if there is table:
            found[key.parent.name] = None
        elif there.name == PEOPLE:
            found[key.parent.name] = member
        else:
            row = filled.rows.get((there.name, member)) or filled.rows[there.name, 1]
            found[key.parent.name] = row[key.column.name]
    return found


def _value(column: Column[Any], number: int, *, member: int) -> Any:
    if column.name == "id":
        return member
    kind = column.type
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, UtcDateTime | DateTime):
        return NOW + timedelta(hours=number)
    if isinstance(kind, Date | Time):
        return NOW.date() + timedelta(days=number) if isinstance(kind, Date) else time(19)
    if isinstance(kind, LargeBinary):
        return f"canary{number}x".encode()
    return f"canary{number}x" if isinstance(kind, String) else 1000 + number


def _remember(table: Table, row: dict[str, Any], member: int, filled: Filled) -> None:
    if not people_in(table):
        return
    for column in table.columns:
        kept, word = kept_of(column), row[column.name]
        if kept is not None and isinstance(word, str):
            filled.words[member].add(word)
            filled.secrets |= {word} if is_hidden(kept) else set()


def _drop_checks(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        return
    for table in inspect(connection).get_table_names():
        for check in inspect(connection).get_check_constraints(table):
            connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{check["name"]}"')


def plain(value: object) -> object:
    """Write a value as JSON has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def owner_of(table: Table) -> str | None:
    """Return the name of the column with the member whose row it is."""
    owner = owner_in(table)
    return None if owner is None else owner.name
