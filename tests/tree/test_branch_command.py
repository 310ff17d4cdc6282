"""`studyhub branch` and `studyhub member add --branch`: the tree, from where StudyHub runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from studyhub.audit.queries import every_entry
from studyhub.cli import main
from studyhub.db import db
from studyhub.organisation.models import Branch, Membership, RoleKind
from studyhub.organisation.queries import branches_above, find_branch, roles_in
from studyhub.settings import Settings
from studyhub.tree.importing import WrongFileError, read_lines
from tests.factories import JOINED, branch_called, make_branch, make_instance, make_member

Command = Callable[..., Result]
GOOD = """\ufeffname,kind,below,language,time_zone
Leith,branch,Scotland,EN,europe/london
Scotland,section,,en,Europe/London
Kadıköy,branch,Türkiye,tr,Europe/Istanbul
Türkiye,Section,International,tr,Europe/Istanbul
"""


@pytest.fixture
def studyhub(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `studyhub ...` on the database of the test."""
    monkeypatch.setenv("STUDYHUB_DATA", str(settings.data))
    monkeypatch.setenv("STUDYHUB_DATABASE", settings.database)
    monkeypatch.delenv("STUDYHUB_ADDRESS", raising=False)
    return lambda *words: CliRunner().invoke(main, list(words))


@pytest.fixture
def top(app: Flask) -> str:
    """A place that is set up, with the top of its tree alone; the name of the top."""
    make_instance(app, name="International")
    make_member(app, is_administrator=True)
    return "International"


def count_branches(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Branch.id))) or 0


def imported(studyhub: Command, folder: Path, text: str) -> Result:
    file = folder / "branches.csv"
    file.write_text(text, encoding="utf-8")
    return studyhub("branch", "import", str(file))


@pytest.mark.usefixtures("top")
def test_a_file_founds_the_whole_tree_and_a_second_time_nothing(
    app: Flask, studyhub: Command, tmp_path: Path
) -> None:
    first = imported(studyhub, tmp_path, GOOD)
    assert first.exit_code == 0, first.output
    assert "4 founded, 0 there already." in first.output
    again = imported(studyhub, tmp_path, GOOD)
    assert "0 founded, 4 there already." in again.output
    assert count_branches(app) == 5
    with app.app_context():
        kadikoy = db.session.scalars(select(Branch).where(Branch.name == "Kadıköy")).one()
        assert (kadikoy.language, kadikoy.time_zone) == ("tr", "Europe/Istanbul")
        assert len(branches_above(kadikoy.id)) == 3
        assert [entry.act for entry in every_entry(limit=4)] == ["branch-founded"] * 4
    shown = studyhub("branch", "list").output.splitlines()
    assert [line.split("  ")[0] for line in shown if not line.startswith(" ")] == ["International"]
    assert any(line.startswith("    Kadıköy  ") for line in shown)


@pytest.mark.usefixtures("top")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Dundee,party,Scotland,en,UTC", "kind is one of"),
        ("Dundee,branch,Wales,en,UTC", "below: no branch is called 'Wales'"),
        ("Dundee,branch,Scotland,klingon!,UTC", "language is a short name"),
        ("Dundee,branch,Scotland,en,Atlantis", "time_zone is a name such as"),
        (",branch,Scotland,en,UTC", "name takes 1 to 80 letters"),
        ("Leith,branch,,en,UTC", "'Leith' stands in the file 2 times"),
        ("Dundee,branch,Dundee,en,UTC", "'Dundee' would lie below itself"),
    ],
)
def test_a_file_with_something_wrong_founds_nothing_and_names_the_line(
    app: Flask, studyhub: Command, tmp_path: Path, line: str, said: str
) -> None:
    result = imported(studyhub, tmp_path, f"{GOOD}{line}\n")
    assert result.exit_code == 1
    assert f"branches.csv:6: {said}" in result.output
    assert "Nothing was founded." in result.output
    assert count_branches(app) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must name the column name"),
        ("name,below\n", "must name the column kind"),
        ("name,kind,colour\n", "no column is called 'colour'"),
    ],
)
def test_a_file_with_other_columns_is_not_read(text: str, said: str) -> None:
    with pytest.raises(WrongFileError) as refused:
        read_lines(text)
    assert [wrong.line for wrong in refused.value.wrongs if said in wrong.what] == [1]


@pytest.mark.usefixtures("top")
def test_a_name_that_two_branches_have_says_not_which_is_meant(
    app: Flask, studyhub: Command, tmp_path: Path
) -> None:
    for _ in range(2):
        make_branch(app, name="North")
    result = imported(studyhub, tmp_path, "name,kind,below\nTown,branch,North\n")
    assert "branches.csv:2: below: several branches are called 'North'" in result.output


@pytest.mark.usefixtures("top")
def test_a_file_that_is_not_utf8_and_a_place_without_a_tree_are_said_plainly(
    studyhub: Command, tmp_path: Path
) -> None:
    file = tmp_path / "branches.csv"
    file.write_bytes("name,kind\nKadıköy,branch\n".encode("cp1254"))
    assert "is not in UTF-8" in studyhub("branch", "import", str(file)).output


def test_without_a_tree_it_says_to_set_the_place_up(app: Flask, studyhub: Command) -> None:
    assert count_branches(app) == 0
    assert "set the place up first" in studyhub("branch", "list").output


@pytest.mark.usefixtures("top")
def test_a_branch_is_added_renamed_moved_and_archived(app: Flask, studyhub: Command) -> None:
    added = [studyhub("branch", "add", name, "--kind", "section") for name in ("North", "South")]
    north, south = (result.output.strip() for result in added)
    town = studyhub("branch", "add", "Town", "--below", north, "--language", "pt-br").output.strip()
    assert studyhub("branch", "rename", town, "Old Town").exit_code == 0
    assert "or lies below it" in studyhub("branch", "move", north, "--below", town).output
    assert studyhub("branch", "move", town, "--below", south).exit_code == 0
    with app.app_context():
        found = branch_called(town)
        assert (found.name, found.language) == ("Old Town", "pt-BR")
        assert found.parent_id == branch_called(south).id
    assert "others lie below it" in studyhub("branch", "archive", south).output
    assert studyhub("branch", "archive", town).exit_code == 0
    assert "There is no branch" in studyhub("branch", "archive", town).output
    assert "Old Town" not in studyhub("branch", "list").output
    with app.app_context():
        assert [entry.act for entry in every_entry(limit=3)] == [
            "branch-archived",
            "branch-moved",
            "branch-renamed",
        ]


@pytest.mark.usefixtures("top")
@pytest.mark.parametrize(
    "words",
    [
        ("branch", "add", " "),
        ("branch", "add", "Town", "--time-zone", "Atlantis"),
        ("branch", "add", "Town", "--below", "no-such"),
        ("branch", "rename", "no-such", "Town"),
        ("member", "add", "vera", "--branch", "no-such"),
        ("member", "add", "vera", "--organiser"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    app: Flask, studyhub: Command, words: tuple[str, ...]
) -> None:
    result = studyhub(*words)
    assert result.exit_code in {1, 2}
    assert "Traceback" not in result.output
    assert count_branches(app) == 1


def test_a_member_is_put_into_a_branch_and_organises_it(app: Flask, studyhub: Command) -> None:
    slug = make_branch(app)
    result = studyhub("member", "add", "iain", "--shown-as", "Iain", "--branch", slug, "--organiser")
    assert result.exit_code == 0, result.output
    with app.app_context():
        branch = find_branch(slug)
        assert branch is not None
        assert [one.name for one in db.session.scalars(select(Membership))] == ["Iain"]
        assert [role.kind for role in roles_in(branch.id, JOINED)] == [RoleKind.ORGANISER]
