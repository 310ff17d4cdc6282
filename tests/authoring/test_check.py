"""`studyhub check`, from the outside: what is printed, what is mended, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from studyhub.cli import main
from studyhub.compiler.rules.every_rule import RULES

ROOT = Path(__file__).parents[2]
WRONG_BLOCK = "\n::: qestion\nWho governed?\n:::\n"


def check(*words: str) -> Result:
    return CliRunner().invoke(main, ["check", *words])


def studyhub(*words: str, here: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "studyhub", *words],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one course, as `studyhub new` writes it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "courses").mkdir()
    assert CliRunner().invoke(main, ["new", "course", "capital"]).exit_code == 0
    return tmp_path


def add(here: Path, text: str) -> Path:
    module = here / "courses/capital/01-first-steps.md"
    module.write_text(module.read_text() + text)
    return module


@pytest.mark.usefixtures("here")
def test_what_new_writes_is_clean() -> None:
    result = check()
    assert (result.exit_code, result.output) == (0, "No problems. 1 course, 1 module.\n")


def test_a_second_module_is_clean_too(here: Path) -> None:
    assert CliRunner().invoke(main, ["new", "module", "capital/money"]).exit_code == 0
    result = check(str(here / "courses"))
    assert (result.exit_code, result.output) == (0, "No problems. 1 course, 2 modules.\n")


def test_of_one_course_it_does_not_count_the_others(here: Path) -> None:
    assert CliRunner().invoke(main, ["new", "course", "wages"]).exit_code == 0
    assert check(str(here / "courses/wages")).output == "No problems.\n"
    assert check(str(here / "courses")).output == "No problems. 2 courses, 2 modules.\n"


def test_the_shipped_courses_are_clean() -> None:
    result = check(str(ROOT / "courses"))
    assert result.exit_code == 0, result.output


def test_a_wrong_word_is_shown_at_its_place_with_a_way_out(here: Path) -> None:
    line = add(here, WRONG_BLOCK).read_text().splitlines().index("::: qestion") + 1
    result = check()
    assert result.exit_code == 1
    assert f"courses/capital/01-first-steps.md:{line}:5  error[unknown-block]" in result.output
    assert f"{line:5} | ::: qestion\n      |     ^^^^^^^ did you mean “question”?\n" in result.output
    assert "   more: studyhub explain unknown-block\n" in result.output


def test_fix_mends_what_it_can_and_the_rest_is_still_said(here: Path) -> None:
    module = add(here, WRONG_BLOCK)
    result = check("--fix")
    assert "Mended " in result.stderr
    assert "\n::: qestion\n" not in module.read_text()
    assert "unknown-block" not in result.stdout
    assert result.exit_code == 1  # a question still needs its facilitator note


def test_fix_changes_nothing_where_nothing_is_wrong(here: Path) -> None:
    before = {file: file.read_bytes() for file in here.rglob("*.*") if file.is_file()}
    assert check("--fix").exit_code == 0
    assert {file: file.read_bytes() for file in here.rglob("*.*") if file.is_file()} == before


def test_one_course_or_one_file_can_be_asked_about(here: Path) -> None:
    add(here, WRONG_BLOCK)
    assert CliRunner().invoke(main, ["new", "course", "wages"]).exit_code == 0
    assert check("courses/wages").exit_code == 0
    assert check("courses/capital/course.md").exit_code == 0
    assert check("courses/capital/01-first-steps.md").exit_code == 1


def test_json_and_annotations_are_for_programs(here: Path) -> None:
    add(here, WRONG_BLOCK)
    found = json.loads(check("--format", "json").stdout)["problems"]
    assert "courses/capital/01-first-steps.md" in {problem["path"] for problem in found}
    annotations = check("--format", "github").stdout.splitlines()
    assert len(annotations) == len(found)
    assert annotations[0].startswith("::error file=courses/capital/01-first-steps.md,line=")


def test_clean_courses_are_said_to_programs_too(here: Path) -> None:
    assert json.loads(check(str(here / "courses"), "--format", "json").stdout)["problems"] == []
    assert check("--format", "github").stdout.strip() == ""


def test_the_exit_status_of_a_real_process_says_how_it_went(here: Path) -> None:
    assert studyhub("check", here=here).returncode == 0
    add(here, WRONG_BLOCK)
    wrong = studyhub("check", here=here)
    assert wrong.returncode == 1
    assert "\x1b" not in wrong.stdout
    assert studyhub("check", "nowhere", here=here).returncode == 2
    assert studyhub("check", "--format", "xml", here=here).returncode == 2


def test_a_terminal_that_knows_only_ascii_gets_no_traceback(here: Path) -> None:
    add(here, WRONG_BLOCK)
    result = studyhub("check", here=here, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.returncode == 1
    assert result.stderr == ""
    assert "unknown-block" in result.stdout


def an_empty_folder(courses: Path) -> None:
    courses.mkdir()


def only_a_file(courses: Path) -> None:
    courses.write_text("")


def a_folder_where_a_file_belongs(courses: Path) -> None:
    (courses / "capital/course.md").mkdir(parents=True)
    (courses / "library/works.yaml").mkdir(parents=True)


def a_pipe(courses: Path) -> None:
    (courses / "capital").mkdir(parents=True)
    os.mkfifo(courses / "capital/course.md")


def binary_files(courses: Path) -> None:
    (courses / "capital").mkdir(parents=True)
    (courses / "capital/course.md").write_bytes(bytes(range(256)))
    (courses / "capital/01-x.md").write_bytes(b"\xff\xfe\x00" * 100)


def a_circle_of_links(courses: Path) -> None:
    (courses / "capital").mkdir(parents=True)
    (courses / "capital/again").symlink_to(courses)
    (courses / "capital/course.md").symlink_to("course.md")


def a_name_that_is_no_unicode(courses: Path) -> None:
    (courses / "capital").mkdir(parents=True)
    (courses / "capital/course.md").write_text("---\nid: capital\n---\n")
    (courses / os.fsdecode(b"capital/01-\xe9.md")).write_text("x")


def nothing_at_all(_courses: Path) -> None:
    pass


@pytest.mark.parametrize(
    "made",
    [
        an_empty_folder,
        only_a_file,
        a_folder_where_a_file_belongs,
        a_pipe,
        binary_files,
        a_circle_of_links,
        a_name_that_is_no_unicode,
        nothing_at_all,
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_whatever_the_folder_holds_there_is_no_traceback(
    tmp_path: Path, made: Callable[[Path], None], form: str
) -> None:
    made(tmp_path / "courses")
    result = check(str(tmp_path / "courses"), "--fix", "--format", form)
    assert result.exit_code in {0, 1, 2}
    assert isinstance(result.exception, SystemExit | None)
    assert "Traceback" not in result.output
    assert result.output.strip()


def test_a_folder_that_may_not_be_looked_at_is_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Modes do not hold back an administrator, who may run these tests: the refusal is made here instead.
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    result = check(str(here / "courses"))
    assert result.exit_code == 2
    assert "cannot be looked at (Permission denied)" in result.output


@pytest.mark.parametrize("asked", ["courses", "courses/capital", "courses/capital/course.md"])
@pytest.mark.usefixtures("here")
def test_a_compiler_that_had_to_be_stopped_is_never_called_clean(
    asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyhub.authoring.checking.PATIENCE", 0.001)
    result = check(asked)
    assert result.exit_code == 1
    assert "courses:1:1  error[too-slow]" in result.output


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_explained(name: str) -> None:
    result = CliRunner().invoke(main, ["explain", name])
    assert result.exit_code == 0
    assert result.output.startswith(f"{name} (")
    assert "Wrong:\n\n    " in result.output
    assert "Right:\n\n    " in result.output


def test_a_rule_that_is_not_there_is_guessed() -> None:
    result = CliRunner().invoke(main, ["explain", "unknown-blck"])
    assert result.exit_code == 2
    assert "Did you mean “unknown-block”?" in result.output


def test_without_a_name_all_rules_are_listed() -> None:
    listed = CliRunner().invoke(main, ["explain"]).output.splitlines()
    assert [line.split()[0] for line in listed] == sorted(RULES)
