"""What is kept about people, read from the schema itself, so that the privacy page cannot forget a column."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import MetaData, Table

from studyhub.db import Kept


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """A column that says something about a person, and what was declared of it."""

    table: str
    column: str
    kept: Kept


def kept_columns(metadata: MetaData) -> list[KeptColumn]:
    """List every declared column of every table about people, in the order of the schema."""
    return [
        KeptColumn(table.name, column.name, column.info["kept"])
        for table in personal_tables(metadata)
        for column in table.columns
        if "kept" in column.info
    ]


def undeclared_columns(metadata: MetaData) -> list[str]:
    """List the columns of tables about people that nobody has declared; a test wants none."""
    return [
        f"{table.name}.{column.name}"
        for table in personal_tables(metadata)
        for column in table.columns
        if "kept" not in column.info and column.name != "id"
    ]


def personal_tables(metadata: MetaData) -> list[Table]:
    """List the member table and every table that points to it."""
    return [
        table
        for table in metadata.sorted_tables
        if table.name == "member" or any(key.column.table.name == "member" for key in table.foreign_keys)
    ]
