"""DS-03: texts made to keep a parser busy end in a problem or in time, and so does whoever waits for them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from studyhub.compiler import compile_apart, compile_courses
from studyhub.compiler.apart import Apart, StoppedError
from tests.compiler.folders import FIRST, change, copy_whole
from tests.compiler.hostile import SHAPES

LONGEST = 2.0  # seconds of this process, of which a folder of the whole course takes a tenth
FULL = 256 * 1024


@pytest.mark.parametrize("size", [16 * 1024, 64 * 1024, FULL - 4000])
@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_text_is_refused_or_compiled_in_time(name: str, size: int, tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="Before the first heading", new=f"\n\n{SHAPES[name](size)}\n\nBefore")
    start = time.process_time()
    compile_courses(root)
    assert time.process_time() - start < LONGEST


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "- " * 3000 + "a", ": " * 4000, "::: note\n" * 5000, "> " * 5000]
)
def test_hostile_front_matter_and_library_files_are_refused_too(text: str, tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / FIRST).write_text(f"---\n{text}\n---\n", encoding="utf-8")
    (root / "library/works.yaml").write_text(text, encoding="utf-8")
    start = time.process_time()
    rules = {problem.rule for problem in compile_courses(root).problems if problem.path == FIRST}
    assert time.process_time() - start < LONGEST
    assert rules & {"yaml", "too-large", "front-matter", "duplicate-key", "long-line"}


def test_compiling_apart_gives_what_compiling_here_gives(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="person:ines", new="person:nobody")
    assert compile_apart(root) == compile_courses(root)


def test_a_folder_that_takes_too_long_is_stopped_and_the_file_is_named(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    text = (root / FIRST).read_text(encoding="utf-8") + "\n\n- a\n\nb" * 2000
    for number in range(10, 99):
        (root / f"harbour/{number}-slow.md").write_text(text, encoding="utf-8")
    compiled = compile_apart(root, seconds=4)
    (problem,) = compiled.problems
    assert compiled.courses == ()
    assert problem.rule == "too-slow"
    assert problem.path.startswith("harbour/")


def test_a_process_that_may_not_have_the_memory_it_needs_is_a_problem_too(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    compiled = compile_apart(root, memory=1)
    assert [problem.rule for problem in compiled.problems] == ["too-slow"]


def test_a_process_that_ends_without_a_result_says_so() -> None:
    with Apart("no such task", None) as process, pytest.raises(StoppedError) as stopped:
        process.result(seconds=60)
    assert stopped.value.in_time


def test_a_large_folder_is_rendered_in_two_processes_with_the_same_result(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    text = (root / FIRST).read_text(encoding="utf-8")
    for number in range(3, 90):
        (root / f"harbour/{number:02}-copy.md").write_text(text, encoding="utf-8")
    told: list[tuple[int, int, str]] = []
    both = compile_courses(root, progress=lambda *met: told.append(met))
    assert both == compile_courses(root, processes=1)
    assert told[0][:2] == (0, 90)
    assert told[-1] == (90, 90, "")


def test_when_the_second_process_gives_nothing_the_first_does_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_whole(tmp_path)
    monkeypatch.setattr("studyhub.compiler.rendering.MANY", 1)
    monkeypatch.setattr("studyhub.compiler.rendering.PATIENCE", 0.0)
    assert compile_courses(root) == compile_courses(root, processes=1)
