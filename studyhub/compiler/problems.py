"""Collecting the problems of one file, each with its place and its source line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studyhub.compiler.model import Fix, Problem
from studyhub.compiler.rules.every_rule import RULES
from studyhub.compiler.words.spelling import meant, nearest

MOST = 500  # problems kept of one file: past that, its author knows


class Place(NamedTuple):
    """A stretch of one line: `line` and `column` count from 1."""

    line: int = 1
    column: int = 1
    length: int = 1


START = Place()


class Problems:
    """The problems of one file, which know its path and its lines."""

    def __init__(self, path: str, lines: Sequence[str] = ()) -> None:
        self.path = path
        self.lines = lines
        self.found: list[Problem] = []

    def add(
        self, rule: str, at: Place, *, message: str, hint: str = "", fix: Fix | str | None = None
    ) -> None:
        """Keep a problem; a `fix` given as text replaces exactly the place."""
        if len(self.found) >= MOST:
            return
        if isinstance(fix, str):
            fix = Fix(at.line, at.column, at.column + at.length, fix)
        self.found.append(
            Problem(
                path=self.path,
                line=at.line,
                column=at.column,
                rule=rule,
                message=message,
                level=RULES[rule].level,
                length=max(1, at.length),
                source=self._line(at.line),
                hint=hint,
                fix=fix,
            )
        )

    def unknown(self, rule: str, at: Place, *, word: str, known: Iterable[str], message: str) -> None:
        """Keep the problem of a word that is none of the known ones; the nearest of them is its hint and its fix."""
        near = nearest(word, known)
        self.add(rule, at, message=message, hint=meant(near), fix=near or None)

    def whole(self, line: int) -> Place:
        """Return the place that covers what stands on a line."""
        text = self._line(line)
        start = len(text) - len(text.lstrip())
        return Place(line, start + 1, max(1, len(text.strip())))

    def find(self, needle: str, lines: range) -> Place:
        """Return where a text stands in these lines, or all of the first one where it is not to be found."""
        for line in lines:
            column = self._line(line).find(needle)
            if column >= 0:
                return Place(line, column + 1, len(needle))
        return self.whole(lines.start)

    def _line(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems as a person goes through them: file by file, from the top."""
    return tuple(sorted(problems, key=lambda one: (one.path, one.line, one.column, one.rule, one.message)))
