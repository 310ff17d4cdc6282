"""What checking a thousand modules costs, held against Python-Markdown alone on the same texts."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measuring import Row, clock_of, in_turn, largest
from benchmarks.references import r2
from benchmarks.texts import write_courses
from studyhub.compiler import compile_courses
from studyhub.compiler.memory import Memory

MANY, FEW = 1000, 100
A_COURSE = 100  # modules
ROUNDS = 5
LOOK_EVERY = 0.02  # seconds


def rows() -> Iterator[Row]:
    """Measure a cold check, one after a change, its memory, and how it grows."""
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder) / "many", Path(folder) / "few"
        texts = write_courses(many, courses=MANY // A_COURSE, modules=A_COURSE)
        write_courses(few, courses=FEW // A_COURSE, modules=A_COURSE)
        works = [lambda: compile_courses(many), lambda: compile_courses(few), lambda: r2(texts)]
        thousand, hundred, reference = in_turn([partial(clock_of, work) for work in works], rounds=ROUNDS)
        yield Row(f"Check of {MANY:,} modules, cold, two cores", thousand, "s", 1.2, reference, "R2")
        yield Row("One module of 1,000", thousand, "ms", 1.1, hundred * MANY / FEW, "one of 100")
        yield Row("The same after one change", _after_a_change(many), "s", 0.5)
        yield Row("Memory of the check, its largest process", _memory(many), "MB", 100)


def _after_a_change(root: Path) -> float:
    memory = Memory()
    compile_courses(root, memory=memory)
    changed = root / "course-1/001-m1.md"

    def change() -> float:
        changed.write_text(changed.read_text(encoding="utf-8") + "\nAnd more.\n", encoding="utf-8")
        return clock_of(partial(compile_courses, root, memory=memory))

    return in_turn([change], rounds=ROUNDS)[0]


def _memory(root: Path) -> float:
    with subprocess.Popen([sys.executable, "-m", "studyhub", "check", str(root)]) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, largest(process.pid))
            time.sleep(LOOK_EVERY)
    return most
