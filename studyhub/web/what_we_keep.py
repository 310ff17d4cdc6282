"""What is kept about people, read from the schema itself, so that no page and no list can forget a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData, Table

from studyhub.db import NOBODY, About, Kept

PEOPLE = "member"  # the table that all links to people lead to
NUMBER = Kept("to tell one row from another", seen_by="whoever sees the row", until="the row is deleted")


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """A column that says something about a person, and what was declared of it."""

    table: str
    column: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Declared:
    """A column of any table, as it stands in docs/data.csv."""

    table: str
    column: str
    sensitivity: str
    purpose: str
    seen_by: str
    until: str
    goes: str  # what deletes the row, as the database or `studyhub purge` does it


def kept_columns(metadata: MetaData) -> list[KeptColumn]:
    """List every declared column of every table about people, in the order of the schema."""
    return [
        KeptColumn(table.name, column.name, column.info["kept"])
        for table in personal_tables(metadata)
        for column in table.columns
        if "kept" in column.info
    ]


def undeclared_columns(metadata: MetaData) -> list[str]:
    """List the tables of which nobody said whether they are about people, and the columns about people that
    nobody has declared; a test wants none.
    """
    tables = [table.name for table in metadata.sorted_tables if _is_silent(table)]
    columns = [
        f"{table.name}.{column.name}"
        for table in personal_tables(metadata)
        for column in table.columns
        if kept_of(column) is None
    ]
    return tables + columns


def personal_tables(metadata: MetaData) -> list[Table]:
    """List the tables about people: the member table, every table that points to it, and those that say so."""
    return [table for table in metadata.sorted_tables if _is_about_people(table)]


def people_in(table: Table) -> list[Column[Any]]:
    """List the columns that hold the number of a member."""
    if table.name == PEOPLE:
        return [table.c.id]
    return [column for column in table.columns if _leads_to_people(column)]


def owner_in(table: Table) -> Column[Any] | None:
    """Return the column with the member whose row it is: the row goes with that account. None where there is none."""
    if table.name == PEOPLE:
        return table.c.id
    owners = (column for column in people_in(table) if _on_delete(column) == "CASCADE")
    return next(owners, None)


def kept_of(column: Column[Any]) -> Kept | None:
    """Return what was declared of a column; the number of a row needs no words of its own."""
    declared: Kept | None = column.info.get("kept")
    return NUMBER if declared is None and column.name == "id" else declared


def about_of(table: Table) -> About | None:
    """Return what was declared of a table."""
    declared: About | None = table.info.get("about")
    return declared


def declared(metadata: MetaData) -> Iterator[Declared]:
    """Say of every column of every table how far it may be known, why it is there, and when it goes (PR-01)."""
    for table in sorted(metadata.sorted_tables, key=lambda one: one.name):
        about = about_of(table)
        for column in table.columns:
            kept = kept_of(column) if _is_about_people(table) else None
            if kept is not None:
                said = (kept.sensitivity.value, kept.purpose, kept.seen_by, kept.until)
            elif about is not None:
                said = (about.sensitivity.value, about.what, "", "")
            else:
                said = ("", "", "", "")
            yield Declared(table.name, column.name, *said, goes=end_of(table))


def end_of(table: Table) -> str:
    """Say when a row of this table goes: `goes with the account`; empty for tables about nobody."""
    if not _is_about_people(table):
        return ""
    ends = [
        f"{kept.expiry.days} days after {column.name}" if kept.expiry else f"when {column.name} is past"
        for column in table.columns
        if (kept := kept_of(column)) and kept.expiry is not None
    ]
    if owner_in(table) is not None:
        ends.append("with the account")
    if ends:
        return f"goes {', or '.join(ends)}"
    return "stays, without the person" if people_in(table) else ""


def is_hidden(kept: Kept) -> bool:
    """Whether nobody may see the value, not even the person whom it is about."""
    return kept.seen_by == NOBODY or kept.sensitivity == "secret"


def _is_about_people(table: Table) -> bool:
    about = about_of(table)
    return bool(people_in(table)) if about is None else about.is_people or bool(people_in(table))


def _is_silent(table: Table) -> bool:
    about = about_of(table)
    return about is None or (not about.is_people and bool(people_in(table)))


def _leads_to_people(column: Column[Any]) -> bool:
    return any(key.column.table.name == PEOPLE for key in column.foreign_keys)


def _on_delete(column: Column[Any]) -> str | None:
    return next(key.ondelete for key in column.foreign_keys if key.column.table.name == PEOPLE)
