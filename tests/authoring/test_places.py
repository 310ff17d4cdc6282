"""An author may name a folder of courses, a course, or one file; standing anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyhub.authoring.places import NoPlaceError, Place, place_of
from studyhub.compiler.model import Problem


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("courses/capital/course.md", "courses/capital/01-money.md", "courses/library/works.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("named", "part"),
    [
        (None, "."),
        ("courses", "."),
        ("courses/", "."),
        ("courses/capital", "capital"),
        ("courses/capital/01-money.md", "capital/01-money.md"),
        ("courses/library", "library"),
        ("courses/library/works.yaml", "library/works.yaml"),
    ],
)
def test_the_folder_of_courses_is_found_from_any_part_of_it(here: Path, named: str | None, part: str) -> None:
    assert place_of(Path(named) if named else None) == Place(here / "courses", Path(part))


def test_standing_in_a_course_means_that_course(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here / "courses/capital")
    assert place_of(None) == Place(here / "courses", Path("capital"))


@pytest.mark.usefixtures("here")
def test_problems_elsewhere_are_left_out_and_paths_are_those_of_here() -> None:
    def at(path: str) -> Problem:
        return Problem(path, 1, 1, "rule", "message")

    everywhere = [at("capital/01-money.md"), at("capital/course.md"), at("library/works.yaml")]
    found = place_of(Path("courses/capital")).problems_here(everywhere)
    assert [problem.path for problem in found] == ["courses/capital/01-money.md", "courses/capital/course.md"]


def test_paths_of_another_place_are_whole(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here / "courses/capital")
    (found,) = place_of(here / "courses/library").problems_here(
        [Problem("library/works.yaml", 1, 1, "r", "m")]
    )
    assert found.path == str(here / "courses/library/works.yaml")


@pytest.mark.parametrize("named", ["nowhere", "alone.txt", "x" * 5_000, "nul\0"])
def test_nothing_there_is_said(here: Path, named: str) -> None:
    (here / "alone.txt").write_text("")
    with pytest.raises(NoPlaceError):
        place_of(Path(named))
