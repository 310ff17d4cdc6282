"""Every row about one member, found by the schema's own declarations: no table has to be remembered here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, func, or_, select

from studyhub.db import Base, Kept, db
from studyhub.web.what_we_keep import (
    NUMBER,
    PEOPLE,
    about_of,
    is_hidden,
    kept_of,
    owner_in,
    people_in,
    personal_tables,
)

NamesIn = Mapping[str, Mapping[int, str]]  # by table: what its rows are called
names_in: dict[str, Callable[[Collection[int]], Mapping[int, str]]] = {}  # app.py asks the features


class SomebodyElse:
    """Stands where a row about one member names another."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A column of rows about the member, and what was declared of it."""

    column: Column[Any]
    kept: Kept

    @property
    def name(self) -> str:
        """What the database calls it."""
        return self.column.name

    @property
    def is_hidden(self) -> bool:
        """Whether its value is for nobody's eyes."""
        return is_hidden(self.kept)

    @property
    def is_number(self) -> bool:
        """Whether its values only tell rows apart."""
        return self.kept is NUMBER

    @property
    def is_person(self) -> bool:
        """Whether its values are numbers of members, in a table of its own."""
        return any(key.column.table.name == PEOPLE for key in self.column.foreign_keys)

    @property
    def leads_to(self) -> str:
        """The table to which its values lead; empty for one that leads nowhere, or to people."""
        tables = {key.column.table.name for key in self.column.foreign_keys} - {PEOPLE}
        return next(iter(tables), "")


@dataclass(frozen=True, slots=True)
class Part:
    """What one table holds about a member: some of its rows, and how many there are."""

    table: str
    what: str
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[object, ...], ...]  # a hidden value is True where there is one
    count: int
    mentions: int  # rows about others in which the member is named; those are not shown
    goes: bool  # whether the rows go with the account

    @property
    def rules(self) -> dict[tuple[str, str], list[Kind]]:
        """The kinds by who sees them and until when."""
        rules: dict[tuple[str, str], list[Kind]] = {}
        for kind in self.kinds:
            rules.setdefault((kind.kept.seen_by, kind.kept.until), []).append(kind)
        return rules

    @property
    def path(self) -> str:
        """The last step of the address of this part's page."""
        return self.table.replace("_", "-")


def parts_about(member_id: int, *, most: int | None = None) -> list[Part]:
    """List what each table holds about a member, with at most so many rows of each."""
    return [_part(table, member_id, most=most) for table in _tables()]


def find_part(path: str, member_id: int, *, most: int, page: int) -> Part | None:
    """Find what one table holds about a member, one page of it; pages count from 1."""
    table = next((one for one in _tables() if one.name.replace("_", "-") == path), None)
    return None if table is None else _part(table, member_id, most=most, after=(page - 1) * most)


def names_for(parts: Collection[Part]) -> NamesIn:
    """Find what the rows are called to which these parts lead: one statement for each table that has names."""
    wanted: dict[str, set[int]] = {}
    for part in parts:
        for position, kind in enumerate(part.kinds):
            found = {row[position] for row in part.rows}
            wanted.setdefault(kind.leads_to, set()).update(one for one in found if isinstance(one, int))
    return {
        table: names_in[table](numbers) for table, numbers in wanted.items() if table in names_in and numbers
    }


def _tables() -> list[Table]:
    return [table for table in personal_tables(Base.metadata) if people_in(table)]


def _part(table: Table, member_id: int, *, most: int | None, after: int = 0) -> Part:
    kinds = tuple(Kind(column, kept) for column in table.columns if (kept := kept_of(column)))
    statement = (
        select(*(_shown(kind) for kind in kinds), func.count().over())
        .where(_is_about(table, member_id))
        .order_by(*table.primary_key.columns)
        .limit(most)
        .offset(after)
    )
    found = db.session.execute(statement).all()
    about = about_of(table)
    return Part(
        table.name,
        about.what if about else table.name,
        kinds,
        rows=tuple(tuple(_without_others(row, kinds, member_id=member_id)) for row in found),
        count=found[0][-1] if found else 0,
        mentions=_mentions(table, member_id),
        goes=owner_in(table) is not None,
    )


def _shown(kind: Kind) -> ColumnElement[Any]:
    return kind.column.is_not(None) if kind.is_hidden else kind.column


def _is_about(table: Table, member_id: int) -> ColumnElement[bool]:
    owner = owner_in(table)
    people = people_in(table) if owner is None else [owner]
    return or_(*(column == member_id for column in people))


def _mentions(table: Table, member_id: int) -> int:
    owner = owner_in(table)
    others = [column == member_id for column in people_in(table) if column is not owner]
    if owner is None or not others:
        return 0
    is_of_another = or_(owner != member_id, owner.is_(None))
    count = select(func.count()).select_from(table).where(or_(*others), is_of_another)
    return db.session.scalar(count) or 0


def _without_others(row: Sequence[object], kinds: tuple[Kind, ...], *, member_id: int) -> Iterator[object]:
    for kind, value in zip(kinds, row, strict=False):  # the count comes last
        is_other = kind.is_person and not kind.is_hidden and value not in {None, member_id}
        yield SomebodyElse() if is_other else value
