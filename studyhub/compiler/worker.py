"""What runs in a process of its own: see `apart`, which starts it."""

from __future__ import annotations

import contextlib
import json
import pickle
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from studyhub.compiler.apart import AT
from studyhub.compiler.folder import compile_courses
from studyhub.compiler.model import Compiled
from studyhub.compiler.rendering import render_share


def main() -> None:
    """Do the task that the command line names with what stands on standard input."""
    _, _, task, memory = sys.argv
    with contextlib.suppress(ValueError, OSError):  # not every system can be held to it
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    argument = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
    pickle.dump(TASKS[task](argument), sys.stdout.buffer)


def compile_folder(path: Path) -> Compiled:
    """Compile a folder in this process alone, naming each file before it is rendered."""
    return compile_courses(path, progress=_say, processes=1)


def _say(*met: int | str) -> None:
    print(AT + json.dumps(met[-1]), file=sys.stderr, flush=True)  # noqa: T201 - how the other side knows where we are


TASKS: dict[str, Callable[..., object]] = {"compile": compile_folder, "render": render_share}
