"""A memory changes how long compiling takes, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studyhub.compiler import compile_courses
from studyhub.compiler.memory import Memory
from tests.shipped import one_course

COURSE = "russian-revolution"
MODULE = f"{COURSE}/01-a-backward-country.md"
PIXEL = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    return one_course(tmp_path / "courses")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def reword(courses: Path) -> None:
    change(courses / MODULE, "Why there?", "Why *there*?")


def break_front_matter(courses: Path) -> None:
    change(courses / MODULE, "aims:", "aims: [")


def break_a_block(courses: Path) -> None:
    change(courses / MODULE, "::: key-points", "::: key-pionts")


def rename_a_work(courses: Path) -> None:
    change(courses / "library/works.yaml", "The History of the Russian Revolution", "History")


def forget_a_person(courses: Path) -> None:
    change(courses / "library/people.yaml", "id: gapon", "id: gapone")


def add_a_module(courses: Path) -> None:
    text = (courses / MODULE).read_text()
    (courses / COURSE / "02-again.md").write_text(text.replace("id: backward-country", "id: again"))


def add_a_module_before(courses: Path) -> None:
    shutil.copy(courses / MODULE, courses / COURSE / "00-first.md")


def rename_the_course(courses: Path) -> None:
    change(courses / COURSE / "course.md", f"id: {COURSE}", "id: revolution")


def delete_the_module(courses: Path) -> None:
    (courses / MODULE).unlink()


def translate(courses: Path) -> None:
    (courses / COURSE / "tr").mkdir()
    text = (courses / COURSE / "course.md").read_text()
    (courses / COURSE / "tr/course.md").write_text(text.replace("language: en", "language: tr"))
    text = (courses / MODULE).read_text()
    (courses / COURSE / "tr" / Path(MODULE).name).write_text(
        text.replace("id: backward-country", "id: other")
    )


def add_a_picture(courses: Path) -> None:
    (courses / COURSE / "images").mkdir(exist_ok=True)
    (courses / COURSE / "images/map.png").write_bytes(PIXEL)


def show_a_picture(courses: Path) -> None:
    change(courses / MODULE, "## Four men dismissed", "![A map](images/map.png)\n\n## Four men dismissed")


def change_the_picture(courses: Path) -> None:
    (courses / COURSE / "images/map.png").write_bytes(PIXEL + b"more")


def delete_the_picture(courses: Path) -> None:
    (courses / COURSE / "images/map.png").unlink()


@pytest.mark.parametrize(
    "changes",
    [
        [reword],
        [break_front_matter],
        [break_a_block, reword],
        [rename_a_work],
        [forget_a_person],
        [add_a_module, add_a_module_before],
        [rename_the_course],
        [delete_the_module],
        [translate, reword],
        [show_a_picture, add_a_picture, change_the_picture, delete_the_picture],
    ],
    ids=lambda changes: ", ".join(change.__name__ for change in changes),
)
def test_with_a_memory_comes_what_comes_without(courses: Path, changes: list[Callable[[Path], None]]) -> None:
    memory = Memory()
    seen = [compile_courses(courses, memory=memory)]
    for make in changes:
        make(courses)
        seen.append(compile_courses(courses, memory=memory))
        assert seen[-1] == compile_courses(courses)
        assert seen[-1] != seen[-2]


def test_what_has_not_changed_is_not_done_again(courses: Path) -> None:
    add_a_module(courses)
    memory = Memory()
    (before,) = compile_courses(courses, memory=memory).courses
    reword(courses)
    (after,) = compile_courses(courses, memory=memory).courses
    assert after.modules[0] is not before.modules[0]
    assert after.modules[1] is before.modules[1]
