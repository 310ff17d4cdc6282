"""Check a folder of courses, mending first what mends itself, in a process that can be stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studyhub.authoring.mending import mend
from studyhub.authoring.places import NoPlaceError, Place
from studyhub.compiler import compile_apart
from studyhub.compiler.model import Compiled, Problem

PATIENCE = 120.0  # seconds for one round
ROUNDS = 10  # a fix can bring another problem to light; past this, two fixes undo each other


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and what it mended before."""

    compiled: Compiled
    problems: tuple[Problem, ...]  # of the part that was asked about, paths as they are called from here
    mended: int = 0
    files: frozenset[Path] = frozenset()
    refused: tuple[str, ...] = ()


def check_place(place: Place, *, fix: bool = False) -> Checked:
    """Compile the place and return what was found; with `fix`, write into its files what can be mended.

    Raises NoPlaceError where there is nothing to check.
    """
    mended, files, refused = 0, frozenset[Path](), dict[str, None]()
    compiled = compile_apart(place.root, seconds=PATIENCE)
    for _round in range(ROUNDS if fix else 0):
        done = mend(filter(place.concerns, compiled.problems), place.root)
        mended, files = mended + done.made, files | set(done.files)
        refused |= dict.fromkeys(done.refused)
        if not done.made:
            break
        compiled = compile_apart(place.root, seconds=PATIENCE)
    if not compiled.courses and not compiled.problems:
        raise NoPlaceError(f"There is no course in {place.root} yet. Begin one: studyhub new course ID")
    # where nothing could be compiled, what stopped it concerns every part
    asked = place if compiled.courses else Place(place.root)
    return Checked(compiled, tuple(asked.problems_here(compiled.problems)), mended, files, tuple(refused))
