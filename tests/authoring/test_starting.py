"""`studyhub new` writes files that teach, and never over a file that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from studyhub.cli import main


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*words: str) -> Result:
    return CliRunner().invoke(main, ["new", *words])


def front_matter(file: Path) -> dict[str, object]:
    read = yaml.safe_load(file.read_text().split("---\n")[1])
    assert isinstance(read, dict)
    return read


def test_a_course_begins_with_a_first_module_and_a_work(here: Path) -> None:
    (here / "courses").mkdir()
    result = new("course", "organising-a-reading-group")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "wrote courses/organising-a-reading-group/course.md",
        "wrote courses/organising-a-reading-group/01-first-steps.md",
        "wrote courses/library/works.yaml",
        "",
        "See it as you write: studyhub preview courses/organising-a-reading-group",
    ]
    course = front_matter(here / "courses/organising-a-reading-group/course.md")
    assert (course["id"], course["title"]) == ("organising-a-reading-group", "Organising a reading group")


def test_without_a_folder_of_courses_it_begins_where_one_stands(here: Path) -> None:
    assert new("course", "capital").exit_code == 0
    assert (here / "capital" / "course.md").is_file()


def test_another_folder_can_be_named(here: Path) -> None:
    assert new("course", "capital", "--in", "our courses").exit_code == 0
    assert (here / "our courses" / "capital" / "course.md").is_file()


def test_the_next_module_takes_the_next_number(here: Path) -> None:
    new("course", "capital")
    (here / "capital" / "07-later.md").write_text("")
    assert "wrote capital/08-the-working-day.md" in new("module", "capital/the-working-day").output
    assert front_matter(here / "capital/08-the-working-day.md")["id"] == "the-working-day"


def test_a_course_in_the_folder_of_courses_is_found_by_its_id(here: Path) -> None:
    (here / "courses").mkdir()
    new("course", "capital")
    assert new("module", "capital/money").exit_code == 0
    assert (here / "courses/capital/02-money.md").is_file()


def test_standing_in_the_course_the_id_is_enough(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new("course", "capital")
    monkeypatch.chdir(here / "capital")
    assert new("module", "money").exit_code == 0
    assert (here / "capital/02-money.md").is_file()


def test_a_title_is_kept_as_it_was_typed(here: Path) -> None:
    title = 'Capital: "volume I" # the first'
    assert new("course", "capital", "--title", title).exit_code == 0
    assert front_matter(here / "capital/course.md")["title"] == title


def test_a_new_module_names_a_work_that_the_library_has(here: Path) -> None:
    new("course", "capital")
    (here / "library/works.yaml").write_text("- id: marx-capital\n  title: Capital\n")
    new("module", "capital/money")
    readings = front_matter(here / "capital/02-money.md")["readings"]
    assert isinstance(readings, list)
    assert {reading["work"] for reading in readings} == {"marx-capital"}


@pytest.mark.parametrize("works", ["", "[[[", "just words", "- 3\n", "{}"])
def test_a_library_that_cannot_be_read_stops_nothing(here: Path, works: str) -> None:
    new("course", "capital")
    (here / "library/works.yaml").write_text(works)
    assert new("module", "capital/money").exit_code == 0


def test_nothing_is_written_over(here: Path) -> None:
    new("course", "capital")
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert new("course", "capital").exit_code == 2
    again = new("module", "capital/first-steps")
    assert again.exit_code == 2
    assert "capital/01-first-steps.md is there already" in again.output
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("Dual Power", "For example: dual-power"),
        ("dual_power", "For example: dual-power"),
        ("Über-Macht", "For example: uber-macht"),
        ("Order No. 1!", "For example: order-no-1"),
        ("../elsewhere", "For example: elsewhere"),
        ("二重権力", "An id is made of"),
        ("x" * 49, "at most 48 of them"),
        ("print", "reserved"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_bad_id_is_refused_with_a_better_one(typed: str, suggestion: str) -> None:
    result = new("course", typed)
    assert result.exit_code == 2
    assert suggestion in result.output


@pytest.mark.usefixtures("here")
def test_a_module_needs_its_course() -> None:
    result = new("module", "nowhere/first")
    assert result.exit_code == 2
    assert "studyhub new course" in result.output


def test_a_file_where_a_folder_should_be_is_said(here: Path) -> None:
    (here / "courses").write_text("")
    result = new("course", "capital", "--in", "courses")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
    assert "Traceback" not in result.output
