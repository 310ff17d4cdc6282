"""A table of branches for the first set-up: checked as a whole, then founded where it is not there yet."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from studyhub.accounts.models import shown_name_of
from studyhub.db import db
from studyhub.organisation.actions import Deciding, NewBranch, found_branch
from studyhub.organisation.models import LONGEST_NAME, Branch, BranchKind
from studyhub.tree.queries import MOST
from studyhub.tree.zones import language_called, time_zone_called

COLUMNS = ("name", "kind", "below", "language", "time_zone")
NEEDED = ("name", "kind")


@dataclass(frozen=True, slots=True)
class Line:
    """A branch as the file has it; `below` is a name, or empty for the top."""

    number: int
    name: str
    kind: str
    below: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be taken of a file, and where."""

    line: int
    what: str


class WrongFileError(Exception):
    """Nothing of the file was taken."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__(f"{len(wrongs)} things are wrong")
        self.wrongs = tuple(wrongs)


def read_lines(text: str) -> list[Line]:
    """Read a file's text; raises WrongFileError, whose list names each line."""
    rows = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    heads = [head.strip() for head in rows.fieldnames or ()]
    if missing := [name for name in NEEDED if name not in heads]:
        raise WrongFileError([Wrong(1, f"the first line must name the column {name}") for name in missing])
    if unknown := [head for head in heads if head not in COLUMNS]:
        known = ", ".join(COLUMNS)
        raise WrongFileError(
            [Wrong(1, f"no column is called {head!r}: there are {known}") for head in unknown]
        )
    rows.fieldnames = heads
    lines = [_line(rows.line_num, row) for row in rows]
    wrongs = [wrong for line in lines for wrong in _wrongs_of(line)]
    wrongs += [Wrong(row, f"more than {MOST} branches") for row in [MOST + 2] if len(lines) > MOST]
    if wrongs:
        raise WrongFileError(wrongs)
    return lines


def found_all(lines: Sequence[Line], *, top: Branch, deciding: Deciding) -> list[Branch]:
    """Found what is not there yet, what lies above first; returns that. Raises WrongFileError before it founds anything."""
    there = _open_branches()
    _check_together(lines, there)
    in_file = {line.name: line for line in lines}
    founded: list[Branch] = []
    done: dict[Line, Branch] = {}

    def branch_of(line: Line) -> Branch:
        if line not in done:
            done[line] = _branch_for(line, above(line.below))
        return done[line]

    def above(name: str) -> Branch:
        if not name:
            return top
        return branch_of(in_file[name]) if name in in_file else there[name][0]

    def _branch_for(line: Line, parent: Branch) -> Branch:
        if parent is top and line.name == top.name:
            return top
        for branch in there.get(line.name, ()):
            if branch.parent_id == parent.id:
                return branch
        new = NewBranch(line.name, BranchKind(line.kind), line.time_zone, line.language)
        founded.append(found_branch(new, below=parent, deciding=deciding))
        return founded[-1]

    for line in lines:
        branch_of(line)
    return founded


def _line(number: int, row: Mapping[str | None, str | None]) -> Line:
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    return Line(
        number=number,
        name=shown_name_of(said["name"]),
        kind=said["kind"].casefold(),
        below=shown_name_of(said["below"]),
        language=language_called(said["language"] or "en") or "",
        time_zone=time_zone_called(said["time_zone"] or "UTC") or "",
    )


def _wrongs_of(line: Line) -> Iterator[Wrong]:
    if not 1 <= len(line.name) <= LONGEST_NAME:
        yield Wrong(line.number, f"name takes 1 to {LONGEST_NAME} letters")
    if line.kind not in set(BranchKind):
        yield Wrong(line.number, f"kind is one of {', '.join(BranchKind)}; not {line.kind!r}")
    if not line.language:
        yield Wrong(line.number, "language is a short name such as en, tr or pt-BR")
    if not line.time_zone:
        yield Wrong(line.number, "time_zone is a name such as Europe/London")


def _check_together(lines: Sequence[Line], there: Mapping[str, Sequence[Branch]]) -> None:
    names = Counter(line.name for line in lines)
    by_name = {line.name: line for line in lines}
    wrongs = []
    for line in lines:
        if names[line.name] > 1:
            wrongs.append(Wrong(line.number, f"{line.name!r} stands in the file {names[line.name]} times"))
        if line.below and line.below not in by_name and len(there.get(line.below, ())) != 1:
            which = "several branches are" if line.below in there else "no branch is"
            wrongs.append(Wrong(line.number, f"below: {which} called {line.below!r}"))
        elif _is_below_itself(line, by_name):
            wrongs.append(Wrong(line.number, f"{line.name!r} would lie below itself"))
    if wrongs:
        raise WrongFileError(wrongs)


def _is_below_itself(line: Line, by_name: Mapping[str, Line]) -> bool:
    seen, at = set(), line
    while at.below in by_name and at.name not in seen:
        seen.add(at.name)
        at = by_name[at.below]
    return at.name in seen


def _open_branches() -> dict[str, list[Branch]]:
    found: dict[str, list[Branch]] = {}
    for branch in db.session.scalars(select(Branch).where(Branch.archived_on.is_(None)).limit(MOST)):
        found.setdefault(branch.name, []).append(branch)
    return found
