"""Compiling a folder that nobody vouches for: it ends in time, whatever it holds."""

from __future__ import annotations

from pathlib import Path

from studyhub.compiler.apart import MEMORY, Apart, StoppedError
from studyhub.compiler.model import Compiled, Library
from studyhub.compiler.problems import START, Problems

PATIENCE = 60.0  # seconds


def compile_apart(path: Path | str, *, seconds: float = PATIENCE, memory: int = MEMORY) -> Compiled:
    """Compile a courses folder in a process of its own, which is stopped after so many seconds.

    When it gives no result, the answer holds one problem, `too-slow`, that names the file it was at.
    """
    with Apart("compile", Path(path).absolute(), memory=memory) as process:
        try:
            compiled = process.result(seconds=seconds)
        except StoppedError as error:
            return _stopped(error, seconds=seconds)
    if not isinstance(compiled, Compiled):  # pragma: no cover - the other side is our own
        raise TypeError(compiled)
    return compiled


def _stopped(error: StoppedError, *, seconds: float) -> Compiled:
    problems = Problems(error.path or ".")
    took = (
        "the compiler gave up on this file"
        if error.in_time
        else f"this file took more than {seconds:g} seconds"
    )
    problems.add(
        "too-slow", START, message=took, hint="take out what is nested or repeated hundreds of times"
    )
    return Compiled((), Library(), tuple(problems.found))
