"""What whoever takes the server finds: read from the database as it is, not from what it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, func, inspect, select
from sqlalchemy.engine.interfaces import ReflectedColumn

from studyhub.db import Base
from studyhub.web.what_we_keep import about_of, end_of, is_hidden, kept_of, people_in, personal_tables

ALEMBIC = "alembic_version"
KINDS: dict[type, str] = {
    str: "words",
    int: "a number",
    bool: "yes or no",
    date: "a day",
    datetime: "a time of day",
    bytes: "bytes",
}
OF_A_COMPUTER = re.compile(
    r"(^|_)(ip|addr|address|remote|host|agent|browser|fingerprint|referrer|location)(_|$)"
)
NOT_THERE = """What is not there, and cannot be handed over:
  addresses of computers and phones (IP), hashed or not, and what browsers say of themselves (user agents)
  times of day of signing in and of reading: a sign-in has a day, and an end that is rounded up to the hour
  passphrases, and the words in cookies and codes: only hashes of them
  what anybody searched for, and which pages they opened; StudyHub keeps no log

What this cannot tell: what the memory holds while StudyHub runs, what this computer or a proxy keeps by itself, and
copies of the database that were made by other means."""

Live = Mapping[str, Sequence[ReflectedColumn]]  # by table


def told(connection: Connection, data: Path) -> Iterator[str]:
    """Say line by line what exists about anybody: tables, how many rows, columns by their kinds, and no value."""
    inspector = inspect(connection)
    live = {
        name: inspector.get_columns(name) for name in sorted(inspector.get_table_names()) if name != ALEMBIC
    }
    about_people = {table.name for table in personal_tables(Base.metadata)}
    others = set(Base.metadata.tables) - about_people
    yield "About people, in the database:"
    for name, columns in live.items():
        if name not in others:
            yield from _of_table(connection, name, columns=columns)
    yield "\nAbout nobody:"
    for name in live:
        if name in others:
            table = Base.metadata.tables[name]
            yield f"  {name} ({_what(table)}): {_count(connection, table)}"
    yield f"\nTimes of day, all there are: {_listed(_times(live))}"
    yield f"Columns that could hold where somebody came from, or with what: {_listed(_suspects(live))}"
    yield f"Copies of the database in the data folder: {_listed(_copies(data))}"
    yield f"\n{NOT_THERE}"


def _of_table(connection: Connection, name: str, *, columns: Sequence[ReflectedColumn]) -> Iterator[str]:
    table = Base.metadata.tables.get(name)
    if table is None:
        yield f"\n{name}: NOT OURS; its columns: {', '.join(column['name'] for column in columns)}"
        return
    yield f"\n{name} ({_what(table)}): {_count(connection, table)}; a row {end_of(table) or 'stays'}"
    for column in columns:
        yield f"  {column['name']}: {_kind(table, column)}"


def _kind(table: Table, column: ReflectedColumn) -> str:
    known = table.columns.get(column["name"])
    kept = None if known is None else kept_of(known)
    kind = KINDS.get(column["type"].python_type, str(column["type"]))
    if known is None or kept is None:
        return f"NOT DECLARED; {kind}"
    if is_hidden(kept):
        kind = "a hash, a key or a count that no page shows"
    elif known in people_in(table):
        kind = "the number of a member"
    return f"{kind}; {kept.purpose}"


def _times(live: Live) -> Iterator[str]:
    for name, columns in live.items():
        yield from (f"{name}.{one['name']}" for one in columns if one["type"].python_type is datetime)


def _suspects(live: Live) -> Iterator[str]:
    for name, columns in live.items():
        yield from (f"{name}.{one['name']}" for one in columns if OF_A_COMPUTER.search(one["name"]))


def _copies(data: Path) -> Iterator[str]:
    yield from (str(path.relative_to(data)) for path in sorted((data / "copies").glob("*")))


def _listed(names: Iterator[str]) -> str:
    return ", ".join(names) or "none"


def _count(connection: Connection, table: Table) -> str:
    count = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return "1 row" if count == 1 else f"{count} rows"


def _what(table: Table) -> str:
    about = about_of(table)
    return about.what if about else "NOT DECLARED"
