"""Apply the fixes that problems carry: from the bottom of a file up, never two at one place, all or nothing."""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from studyhub.compiler.model import Fix, Problem

LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of one round: how many fixes were made in which files, and what could not be written."""

    made: int
    files: tuple[Path, ...]
    refused: tuple[str, ...]  # one sentence a file


def mend(problems: Iterable[Problem], root: Path) -> Mended:
    """Write the fixes of these problems into the files under `root`, whose paths are relative to it.

    A fix is left for the next round where it overlaps another one, or where its line is no longer what
    the problem says it was. Files outside `root`, by links too, are never written.
    """
    made = 0
    files: list[Path] = []
    refused: list[str] = []
    for path, fixable in sorted(_by_file(problems).items()):
        try:
            count = _mend_file(_inside(root, path), fixable)
        except (OSError, UnicodeError, _OutsideError) as error:
            refused.append(f"{path} could not be changed ({_reason(error)}).")
            continue
        if count:
            made += count
            files.append(root / path)
    return Mended(made, tuple(files), tuple(refused))


def mended_text(text: str, problems: Iterable[Problem]) -> tuple[str, int]:
    """Return the text with the fixes of these problems in it, and how many were made."""
    pieces = LINE_END.split(text)
    lines, ends = pieces[0::2], [*pieces[1::2], ""]
    made = 0
    reached = (len(lines) + 1, 0)  # nothing at or after this place may be changed any more
    for fix in sorted(_applicable(lines, problems), key=_place, reverse=True):
        if (fix.line, fix.end) > reached or _place(fix)[:2] == reached:
            continue
        line = lines[fix.line - 1]
        new = fix.replacement.replace("\n", next(filter(None, ends), "\n"))
        lines[fix.line - 1] = line[: fix.start - 1] + new + line[fix.end - 1 :]
        reached = (fix.line, fix.start)
        made += 1
    return "".join(chain.from_iterable(zip(lines, ends, strict=True))), made


class _OutsideError(Exception):
    pass


def _by_file(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.fix:
            found[problem.path].append(problem)
    return found


def _inside(root: Path, path: str) -> Path:
    found = (root / path).resolve()
    if not found.is_relative_to(root.resolve()):
        raise _OutsideError("it is a link that leads out of the folder")
    return found


def _mend_file(path: Path, problems: Sequence[Problem]) -> int:
    before = path.read_bytes()
    text, made = mended_text(before.decode("utf-8-sig"), problems)
    if made:
        mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
        _replace(path, mark + text.encode("utf-8"))
    return made


def _applicable(lines: Sequence[str], problems: Iterable[Problem]) -> set[Fix]:
    return {
        problem.fix for problem in problems if problem.fix and _still_fits(problem, problem.fix, lines=lines)
    }


def _still_fits(problem: Problem, fix: Fix, *, lines: Sequence[str]) -> bool:
    if not 1 <= fix.line <= len(lines):
        return False
    line = lines[fix.line - 1]
    as_reported = fix.line != problem.line or not problem.source or line == problem.source
    return as_reported and 1 <= fix.start <= fix.end <= len(line) + 1


def _place(fix: Fix) -> tuple[int, int, int, str]:
    return fix.line, fix.start, fix.end, fix.replacement


def _replace(path: Path, content: bytes) -> None:
    # A new file takes the old one's place in one step, so that a full disk or a power cut leaves the old text.
    descriptor, name = tempfile.mkstemp(prefix=".studyhub-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        Path(name).chmod(path.stat().st_mode & 0o7777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
