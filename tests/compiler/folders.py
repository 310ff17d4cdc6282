"""Courses folders for tests: the whole one of the golden cases, copied and then changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from studyhub.compiler import Compiled, Problem, compile_courses
from tests.compiler.golden import CASES

WHOLE = CASES / "whole" / "courses"
FIRST = "harbour/01-strike.md"


def copy_whole(to: Path) -> Path:
    """Copy the whole course of the golden cases and return the copy's folder."""
    return Path(shutil.copytree(WHOLE, to / "courses"))


def change(root: Path, file: str, *, old: str, new: str) -> None:
    """Put `new` where `old` stands for the first time in a file, or at its end where `old` is empty."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    changed = text.replace(old, new, 1) if old else text + new
    (root / file).write_text(changed, encoding="utf-8")


def module_with(to: Path, body: str) -> Path:
    """Return a folder whose first module has this text added at its end."""
    root = copy_whole(to)
    change(root, FIRST, old="", new=f"\n\n{body}\n")
    return root


def problems_of(root: Path) -> list[Problem]:
    """Compile a folder and list its problems."""
    return list(compile_courses(root).problems)


def compiled_text(to: Path, body: str) -> Compiled:
    """Compile a folder whose first module has this text added at its end."""
    return compile_courses(module_with(to, body))
