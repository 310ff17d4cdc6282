"""PR-01: every column is declared, and docs/data.csv and docs/data.md say what the schema says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import astuple, fields
from pathlib import Path

import pytest
from sqlalchemy import Date

from studyhub.app import create_app  # noqa: F401 - so that every model is known
from studyhub.db import Base, Sensitivity, UtcDateTime
from studyhub.web.what_we_keep import (
    Declared,
    about_of,
    declared,
    end_of,
    is_hidden,
    kept_columns,
    kept_of,
    people_in,
    personal_tables,
)
from tests.architecture.rules.source import ROOT

END = re.compile(r"(ends|expires|valid|until)_|until$")
SECRET_NAME = re.compile(r"(hash|secret|token|salt|seal|key)$")
INTRODUCTION = """# What is in the database

Every column of every table, from the declarations in the models; a test keeps this page and [data.csv](data.csv) as they
are. `studyhub seizure` prints the same of a database in use, with how much of each there is.
"""


def as_csv() -> str:
    """Write down every column of the schema: how far it may be known, why it is there, when it goes."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([field.name for field in fields(Declared)])
    rows.writerows(astuple(row) for row in declared(Base.metadata))
    return text.getvalue()


def as_page() -> str:
    """Write the same for people: tables about people in full, the others in a line each."""
    parts = [INTRODUCTION]
    for table in sorted(personal_tables(Base.metadata), key=lambda one: one.name):
        about = about_of(table)
        parts.append(
            f"## {about.what if about else table.name}\n\n`{table.name}`: {_sentence(end_of(table))}\n"
        )
        parts.append("| column | what for | who sees it | until | how far |\n| --- | --- | --- | --- | --- |")
        parts.extend(
            f"| `{row.column}` | {row.purpose} | {row.seen_by} | {row.until} | {row.sensitivity} |"
            for row in declared(Base.metadata)
            if row.table == table.name
        )
        parts.append("")
    parts.append(
        "## Tables that tell nothing about anybody\n\n| table | what it holds | how far |\n| --- | --- | --- |"
    )
    others = [table for table in Base.metadata.sorted_tables if table not in personal_tables(Base.metadata)]
    for table in sorted(others, key=lambda one: one.name):
        about = about_of(table)
        parts.append(
            f"| `{table.name}` | {about.what} | {about.sensitivity.value} |"
            if about
            else f"| `{table.name}` |"
        )
    return "\n".join(parts) + "\n"


def _sentence(text: str) -> str:
    return f"a row {text}."


@pytest.mark.parametrize(("name", "write"), [("data.csv", as_csv), ("data.md", as_page)])
def test_the_documents_say_what_the_schema_says(name: str, write: object, tmp_path: Path) -> None:
    """PR-01."""
    assert callable(write)
    new, kept = tmp_path / name, ROOT / "docs" / name
    new.write_text(write())
    assert kept.read_text() == new.read_text(), (
        f"look at the difference, and if you meant it: cp {new} {kept}"
    )


def test_every_hash_and_key_is_a_secret() -> None:
    """EX-04: what a copy must not hold is known by its declaration, and nobody forgot one."""
    hidden = {f"{row.table}.{row.column}" for row in kept_columns(Base.metadata) if is_hidden(row.kept)}
    likely = {
        f"{row.table}.{row.column}" for row in kept_columns(Base.metadata) if SECRET_NAME.search(row.column)
    }
    assert {"member.passphrase_hash", "auth_session.token_hash"} <= hidden
    assert likely - hidden == set(), "declare them with seen_by=NOBODY"


def test_a_secret_is_seen_by_nobody_and_what_nobody_sees_is_a_secret() -> None:
    for row in kept_columns(Base.metadata):
        assert (row.kept.sensitivity is Sensitivity.SECRET) == (row.kept.seen_by == "nobody"), row


def test_only_times_and_days_expire() -> None:
    for table in personal_tables(Base.metadata):
        for column in table.columns:
            kept = kept_of(column)
            if kept and kept.expiry is not None:
                assert isinstance(column.type, Date | UtcDateTime), f"{table.name}.{column.name}"


def test_what_has_an_end_is_deleted_at_it() -> None:
    """PR-02: a row about somebody that says when it ends does not wait for anybody to notice."""
    silent = [
        f"{table.name}.{column.name}"
        for table in personal_tables(Base.metadata)
        for column in table.columns
        if END.match(column.name) and (kept := kept_of(column)) and kept.expiry is None
    ]
    assert silent == [], "declare them with kept(…, expiry=timedelta())"


def test_nothing_about_a_person_stays_without_end() -> None:
    """PR-02: every row about somebody goes with the account, or on a day, or stays without the person."""
    assert [table.name for table in personal_tables(Base.metadata) if not end_of(table)] == []


def test_every_link_to_a_person_says_what_happens_when_the_person_goes() -> None:
    for table in personal_tables(Base.metadata):
        for column in people_in(table):
            for key in column.foreign_keys:
                assert key.ondelete in {"CASCADE", "SET NULL"}, f"{table.name}.{column.name}"
