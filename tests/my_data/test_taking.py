"""A copy of everything about oneself: whole, nobody else's, without secrets, under neutral names."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.db import Base, db
from studyhub.my_data.queries import names_for, parts_about
from studyhub.my_data.taking import as_zip
from studyhub.web.what_we_keep import is_hidden, kept_of, people_in, personal_tables
from tests.databases import NOW
from tests.factories import make_member
from tests.forms import send
from tests.my_data.everybody import Filled, fill, plain


@pytest.fixture
def filled(app: Flask) -> Filled:
    """Two members, with a row about each in every table about people."""
    with app.app_context(), db.engine.begin() as connection:
        return fill(connection)


def copy_of(app: Flask, member: int) -> dict[str, str]:
    """Return what a member takes away: the files by their names."""
    with app.test_request_context(), app.app_context():
        parts = parts_about(member)
        packed = as_zip(parts, names=names_for(parts), today=NOW.date())
    return unpacked(packed)


def unpacked(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def expected(filled: Filled, member: int) -> dict[str, dict[str, Any]]:
    """Return what must be in it, from the schema alone: the member's row of each table, without its secrets."""
    found = {}
    for table in personal_tables(Base.metadata):
        if people_in(table):
            row = filled.rows[table.name, member]
            columns = [one for one in table.columns if (kept := kept_of(one)) and not is_hidden(kept)]
            found[table.name] = {column.name: plain(row[column.name]) for column in columns}
    return found


@pytest.mark.parametrize("member", [1, 2])
def test_it_holds_every_row_of_mine_and_none_of_others(app: Flask, filled: Filled, member: int) -> None:
    """PR-06, EX-04: completeness is asked of the schema, not of a list."""
    files = copy_of(app, member)
    tables = json.loads(files["my-data.json"])["tables"]
    wanted = expected(filled, member)
    assert len(wanted) >= 5
    assert set(tables) == set(wanted)
    for name, row in wanted.items():
        (found,) = tables[name]["rows"]
        assert {column: found[column] for column in row} == row, name
        assert {column for column in found if not column.endswith("_is")} == set(row), name
    everything = "".join(files.values())
    other = 3 - member
    assert filled.words[other]
    assert sorted(word for word in filled.words[other] if word in everything) == []
    assert filled.secrets
    assert sorted(word for word in filled.secrets if word in everything) == []


def test_the_page_in_it_says_the_same_to_people(app: Flask, filled: Filled) -> None:
    page = copy_of(app, 1)["my-data.md"]
    missing = [word for word in filled.words[1] - filled.secrets if word not in page]
    assert missing == []
    assert page.count("## ") == len(expected(filled, 1))


def test_what_somebody_wrote_is_not_read_as_markdown(app: Flask) -> None:
    member = make_member(app, name="# *Nadia* <b>[x](y)")
    page = copy_of(app, member.id)["my-data.md"]
    assert r"\# \*Nadia\* \<b\>\[x\](y)" in page


def test_it_comes_as_one_file_with_neutral_names(app: Flask, client: FlaskClient, sign_in: Any) -> None:
    """EX-05."""
    sign_in(client, make_member(app))
    answer = send(client, "/you/data/copy")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert sorted(unpacked(answer.data)) == ["my-data.json", "my-data.md"]


def test_it_does_not_say_at_what_time_of_the_day_it_was_made(app: Flask) -> None:
    member = make_member(app)
    with app.test_request_context(), app.app_context():
        packed = as_zip(parts_about(member.id), names={}, today=NOW.date())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 5, 14, 0, 0, 0)}
