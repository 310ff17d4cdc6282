"""Whole tables: what is in them, and taking them from one kind of database to the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    MetaData,
    NullPool,
    Row,
    Table,
    create_engine,
    event,
    func,
    select,
    text,
)

from studyhub.backups.manifest import Contents
from studyhub.db import Base, sqlite_library

ITS_OWN = "alembic_version"  # Alembic's one row; the manifest says it
AT_ONCE = 1000  # rows


def left_out() -> frozenset[str]:
    """Name the tables that are not in backups, as their models declare it."""
    tables = Base.metadata.sorted_tables
    return frozenset(
        table.name for table in tables if (about := table.info.get("about")) and not about.in_backups
    )


def sqlite_file(path: Path, *, is_for_reading: bool) -> Engine:
    """Open a SQLite file that nobody else has open: for reading it is not changed by a byte, and believed nothing."""
    library = sqlite_library()
    address = f"{path.absolute().as_uri()}?{'immutable=1' if is_for_reading else 'mode=rw'}"
    engine = create_engine(
        "sqlite://", module=library, creator=lambda: library.connect(address, uri=True), poolclass=NullPool
    )
    event.listen(engine, "connect", _distrust)
    return engine


def contents(connection: Connection, *, without: Collection[str] = ()) -> dict[str, Contents]:
    """Count and hash the rows of every table; the same on both databases, whatever the order of rows and columns."""
    return {
        table.name: _contents(connection, table) for table in _tables(connection) if table.name not in without
    }


def copy_rows(source: Connection, target: Connection, *, without: Collection[str] = ()) -> None:
    """Write the rows of every table into a database of the same shape; SQLite's foreign keys are off meanwhile."""
    targets = {table.name: table for table in _tables(target)}
    for table in _tables(source):
        if table.name in without:
            continue
        names = [column.name for column in table.columns]
        for rows in _rows(source, table).partitions(AT_ONCE):
            target.execute(targets[table.name].insert(), [dict(zip(names, row, strict=True)) for row in rows])
    for name, sequence in _sequences(source, _tables(source)).items():
        last = source.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - PostgreSQL's own name
        if last.is_called:
            _note_last(target, name, number=last.last_value)


def load_rows(source: Connection, target: Connection) -> None:
    """Write the rows of every table into an empty PostgreSQL database of the same shape.

    Each table is one COPY: a row may then point to another of its table that comes later.
    """
    sources = {table.name: table for table in _tables(source)}
    for table in _tables(target):
        names = [column.name for column in table.columns]
        quoted = [target.dialect.identifier_preparer.quote(name) for name in (table.name, *names)]
        driver: Any = target.connection.driver_connection
        statement = f"COPY {quoted[0]} ({', '.join(quoted[1:])}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in source.execute(select(*(sources[table.name].c[name] for name in names))):
                copy.write_row(
                    [_for_copy(value, column) for column, value in zip(table.columns, row, strict=True)]
                )
    _count_on(source, target, tables=_tables(target))


def names_of_shape(connection: Connection) -> dict[tuple[str, str], str]:
    """List what a SQLite database consists of: tables and indexes by name, triggers and views with their words."""
    listed = text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    return {
        (kind, name): " ".join(words.split()) if kind in {"trigger", "view"} else ""
        for kind, name, words in connection.execute(listed)
    }


def _distrust(connection: Any, _record: object) -> None:
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _tables(connection: Connection) -> list[Table]:
    schema = MetaData()
    schema.reflect(connection)
    return [table for table in schema.sorted_tables if table.name != ITS_OWN]


def _rows(connection: Connection, table: Table) -> Any:
    return connection.execution_options(yield_per=AT_ONCE).execute(select(table))


def _contents(connection: Connection, table: Table) -> Contents:
    order = sorted(range(len(table.columns)), key=[column.name for column in table.columns].__getitem__)
    digests = sorted(_digest(row, order) for row in _rows(connection, table))
    return Contents(len(digests), hashlib.sha256(b"".join(digests)).hexdigest())


def _digest(row: Row[Any], order: list[int]) -> bytes:
    words = json.dumps([row[at] for at in order], default=_plain, sort_keys=True)
    return hashlib.sha256(words.encode()).digest()


def _plain(value: object) -> object:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    raise TypeError(f"no table of StudyHub holds a {type(value).__name__}")


def _for_copy(value: object, column: Column[Any]) -> object:
    return json.dumps(value) if isinstance(column.type, JSON) and value is not None else value


def _sequences(connection: Connection, tables: Iterable[Table]) -> dict[str, str]:
    """Name what PostgreSQL counts the rows of each table with, by table."""
    owned = text("SELECT pg_get_serial_sequence(:table, 'id')")
    with_id = [table.name for table in tables if "id" in table.primary_key.columns]
    found = {name: connection.scalar(owned, {"table": name}) for name in with_id}
    return {name: sequence for name, sequence in found.items() if sequence}


def _note_last(connection: Connection, table: str, *, number: int) -> None:
    """Keep the last number that was given, in tables whose numbers are never given again."""
    noted = text("UPDATE sqlite_sequence SET seq = :number WHERE name = :table")
    if not connection.execute(noted, {"number": number, "table": table}).rowcount:
        connection.execute(
            text(
                "INSERT INTO sqlite_sequence SELECT name, :number FROM sqlite_master WHERE name = :table "
                "AND sql LIKE '%AUTOINCREMENT%'"
            ),
            {"number": number, "table": table},
        )


def _count_on(source: Connection, target: Connection, *, tables: Sequence[Table]) -> None:
    """Have the next row of each table numbered after the last there is, or was."""
    noted = {name: int(last) for name, last in source.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    set_to = text("SELECT setval(:sequence, :last)")
    sequences = _sequences(target, tables)
    for table in tables:
        if table.name in sequences:
            last = max(target.scalar(select(func.max(table.c.id))) or 0, noted.get(table.name, 0))
            if last:
                target.execute(set_to, {"sequence": sequences[table.name], "last": last})
