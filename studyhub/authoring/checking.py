"""Check a folder of courses, mending first what mends itself, in a process that can be stopped."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from studyhub.authoring.compiling import Compile, WarmCompiler
from studyhub.authoring.mending import mend
from studyhub.authoring.places import NoPlaceError, Place
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


def check_place(place: Place, compile_folder: Compile, *, fix: bool = False) -> Checked:
    """Compile the place and return what was found; with `fix`, write into its files what can be mended.

    Raises NoPlaceError where there is nothing to check, NoAnswerError where the compiler gives none.
    """
    mended, files, refused = 0, frozenset[Path](), dict[str, None]()
    with closing(WarmCompiler(compile_folder)) as compiler:
        compiled = compiler.compile(place.root, patience=PATIENCE)
        for _round in range(ROUNDS if fix else 0):
            done = mend(filter(place.concerns, compiled.problems), place.root)
            mended, files = mended + done.made, files | set(done.files)
            refused |= dict.fromkeys(done.refused)
            if not done.made:
                break
            compiled = compiler.compile(place.root, patience=PATIENCE)
    if not compiled.courses and not compiled.problems:
        raise NoPlaceError(f"There is no course in {place.root} yet. Begin one: studyhub new course ID")
    problems = tuple(place.problems_here(compiled.problems))
    return Checked(compiled, problems, mended, files, tuple(refused))
