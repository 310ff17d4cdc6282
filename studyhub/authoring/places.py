"""Where courses are: the folder that was meant, and how its files are called from here."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from studyhub.compiler.model import Problem


class NoPlaceError(Exception):
    """There is nothing to look at; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of courses, and the part of it that was asked about: `.` is all of it."""

    root: Path
    part: Path = Path()

    @property
    def is_all(self) -> bool:
        """Whether all of the folder was asked about."""
        return self.part == Path()

    def concerns(self, problem: Problem) -> bool:
        """Whether a problem lies in the part that was asked about."""
        return Path(problem.path).is_relative_to(self.part)

    def problems_here(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems of the part that was asked about, with paths as they are called from here."""
        return [
            replace(problem, path=self._called(problem.path))
            for problem in problems
            if self.concerns(problem)
        ]

    def _called(self, path: str) -> str:
        there, here = os.path.abspath(self.root / path), os.path.abspath(".")  # noqa: PTH100 - links keep the name that the author knows
        return os.path.relpath(there, here) if Path(there).is_relative_to(here) else there


def courses_folder(here: Path) -> Path:
    """Return the folder of courses that somebody standing in `here` means: its `courses`, or itself."""
    return here / "courses" if (here / "courses").is_dir() else here


def place_of(named: Path | None) -> Place:
    """Return what an author means by a path: a folder of courses, a course in it, or one file of a course.

    Raises NoPlaceError where nothing is there, or nothing that may be looked at.
    """
    path = courses_folder(Path()) if named is None else named
    try:
        there = Path(os.path.abspath(path))  # noqa: PTH100 - links keep the name that the author knows
        if there.is_dir():
            next(there.iterdir(), None)
        elif not there.is_file():
            raise NoPlaceError(f"There is no folder {path}.")
        part = next((folder for folder in (there, *there.parents) if _is_part(folder)), None)
    except OSError as error:
        raise NoPlaceError(f"{path} cannot be looked at ({error.strerror}).") from error
    if part is not None:
        return Place(part.parent, there.relative_to(part.parent))
    if there.is_dir():
        return Place(there)
    raise NoPlaceError(f"{path} is not a file of a course: no folder above it holds a course.md.")


def _is_part(folder: Path) -> bool:
    return (folder / "course.md").is_file() or (
        folder.name == "library" and (folder / "works.yaml").is_file()
    )
