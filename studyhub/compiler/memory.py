"""What came of each file the last time, so that a preview does again only what has changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from studyhub.compiler.model import Library, Problem
from studyhub.compiler.problems import Problems

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Done:
    made_from: tuple[object, ...]
    result: Any
    problems: tuple[Problem, ...]


class Memory:
    """Keeps what came of each step for each file, to be used again while nothing it was made from has changed.

    For one folder of courses, and not for several threads at once. One that does not last does every step anew.
    """

    def __init__(self, *, lasts: bool = True) -> None:
        self.lasts = lasts  # whether anything is kept
        self._done: dict[tuple[str, str], _Done] = {}
        self._library = Library()

    def step(
        self, name: str, made_from: tuple[object, ...], *, problems: Problems, make: Callable[[], T]
    ) -> T:
        """Return what was made from the same things the last time, and add its problems; else make it now."""
        if not self.lasts:
            return make()
        done = self._done.get((name, problems.path))
        if done is not None and done.made_from == made_from:
            problems.found.extend(done.problems)
            result: T = done.result
            return result
        before = len(problems.found)
        result = make()
        self._done[name, problems.path] = _Done(made_from, result, tuple(problems.found[before:]))
        return result

    def same(self, library: Library) -> Library:
        """Return the library of the last time if this one is equal: to compare it with itself costs nothing."""
        if library != self._library:
            self._library = library
        return self._library

    def pictures(self, folders: Iterable[Path]) -> tuple[object, ...]:
        """Return names, sizes and times of the files in these folders that are no text."""
        return tuple(stamp for folder in folders for stamp in _stamps(folder)) if self.lasts else ()


NO_MEMORY = Memory(lasts=False)


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(name for name in names if not name.endswith(".md")):
            with suppress(OSError):  # it may have gone in between
                status = (Path(place) / name).lstat()
                yield f"{place}/{name}", status.st_size, status.st_mtime_ns
