"""Fixes are put into files exactly where they belong, or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.authoring.mending import mend, mended_text
from studyhub.compiler.model import Fix, Problem


def problem(fix: Fix, source: str = "", path: str = "a.md") -> Problem:
    return Problem(path, fix.line, fix.start, "rule", "message", source=source, fix=fix)


def test_fixes_of_one_line_are_all_made() -> None:
    fixes = [Fix(1, 1, 4, "ONE"), Fix(1, 9, 14, "3"), Fix(2, 1, 1, "> ")]
    assert mended_text("one two three\nfour\n", map(problem, fixes)) == ("ONE two 3\n> four\n", 3)


def test_a_fix_that_adds_lines_moves_none_of_the_others() -> None:
    fixes = [Fix(1, 4, 4, "\nnew"), Fix(3, 1, 6, "THREE")]
    assert mended_text("one\ntwo\nthree", map(problem, fixes)) == ("one\nnew\ntwo\nTHREE", 2)


@pytest.mark.parametrize(
    "other",
    [Fix(1, 1, 6, "x"), Fix(1, 5, 6, "x"), Fix(1, 4, 5, "x"), Fix(1, 4, 4, "x"), Fix(1, 6, 7, "x")],
)
def test_of_two_fixes_at_one_place_one_waits(other: Fix) -> None:
    assert mended_text("one two three", map(problem, [Fix(1, 4, 7, "-"), other]))[1] == 1


def test_neighbours_do_not_disturb_each_other() -> None:
    fixes = [Fix(1, 1, 3, "A"), Fix(1, 3, 5, "B"), Fix(1, 5, 5, "!")]
    assert mended_text("aabb", map(problem, fixes)) == ("AB!", 3)


def test_the_same_fix_of_two_problems_is_made_once() -> None:
    fix = Fix(1, 1, 1, "id: x\n")
    assert mended_text("why: y", [problem(fix), problem(fix)]) == ("id: x\nwhy: y", 1)


def test_a_line_that_has_changed_since_is_left_alone() -> None:
    assert mended_text("now other", [problem(Fix(1, 1, 4, "x"), source="was this")]) == ("now other", 0)


@pytest.mark.parametrize("fix", [Fix(0, 1, 1, "x"), Fix(9, 1, 1, "x"), Fix(1, 9, 9, "x"), Fix(1, 3, 2, "x")])
def test_a_place_that_is_not_there_is_left_alone(fix: Fix) -> None:
    assert mended_text("one", [problem(fix)]) == ("one", 0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay_what_they_are(end: str) -> None:
    fixes = [problem(Fix(2, 4, 4, "\nnew"), source="two")]
    assert mended_text(f"one{end}two{end}", fixes) == (f"one{end}two{end}new{end}", 1)


@given(
    st.text(alphabet="ab \r\n", max_size=40),
    st.lists(st.builds(Fix, *[st.integers(-1, 6)] * 3, st.just("#"))),
)
def test_text_outside_the_fixes_is_never_lost(text: str, fixes: list[Fix]) -> None:
    mended, made = mended_text(text, map(problem, fixes))
    assert mended.count("#") == made
    if made == 0:
        assert mended == text
    kept = iter(text)
    assert all(mark in kept for mark in mended if mark != "#")


def test_a_file_is_replaced_whole_with_its_mode_and_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"\xef\xbb\xbfone\n")
    file.chmod(0o640)
    done = mend([problem(Fix(1, 1, 4, "eins"), source="one")], tmp_path)
    assert (done.made, done.files, done.refused) == (1, (file,), ())
    assert file.read_bytes() == b"\xef\xbb\xbfeins\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_problems_without_a_fix_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    done = mend([Problem("a.md", 1, 1, "rule", "message")], tmp_path)
    assert (done.made, done.files, done.refused) == (0, (), ())


@pytest.mark.parametrize("path", ["../outside.md", "link.md", "missing.md", "binary.md"])
def test_what_cannot_be_changed_is_said_and_not_touched(tmp_path: Path, path: str) -> None:
    root = tmp_path / "courses"
    root.mkdir()
    outside = tmp_path / "outside.md"
    outside.write_text("one")
    (root / "link.md").symlink_to(outside)
    (root / "binary.md").write_bytes(b"\xff\xfe")
    done = mend([problem(Fix(1, 1, 2, "x"), path=path)], root)
    assert done.made == 0
    assert len(done.refused) == 1
    assert done.refused[0].startswith(f"{path} could not be changed (")
    assert outside.read_text() == "one"


def test_a_full_disk_leaves_the_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("studyhub.authoring.mending.os.fsync", full)
    (tmp_path / "a.md").write_text("one")
    done = mend([problem(Fix(1, 1, 2, "x"))], tmp_path)
    assert done.refused == ("a.md could not be changed (No space left on device).",)
    assert (tmp_path / "a.md").read_text() == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
