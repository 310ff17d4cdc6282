"""How long an operator and an author wait: the first start, the next ones, and from a save to the new page."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks.measuring import Row, clock_of, largest
from benchmarks.texts import write_courses
from tests.hosting.running import Running, launch_command, serving, watching

ROUNDS = 5
LOAD = 3000  # requests
SAVES = 10
MODULE = "/courses/course-1/m1"


def rows() -> Iterator[Row]:
    """Measure starts with seven courses, a process's memory under load, and a preview of 200 modules."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_courses(root / "courses", courses=7, modules=7)
        firsts = [clock_of(partial(_start, root, root / f"data-{at}")) for at in range(ROUNDS)]
        yield Row("First start, seven courses", median(firsts), "s", 15)
        nexts = [clock_of(partial(_start, root, root / "data-0")) for _ in range(ROUNDS)]
        yield Row("Second start", median(nexts), "s", 4)
        with serving(root / "data-0", "--courses", str(root / "courses")) as running:
            for _ in range(LOAD):
                running.get("/sign-in")
            yield Row(f"Memory of the largest process after {LOAD:,} requests", _memory(running), "MB", 150)
    with tempfile.TemporaryDirectory() as folder:
        yield Row("Preview, from a save to the new page, 200 modules", _preview(Path(folder)), "s", 0.3)


def _start(root: Path, data: Path) -> None:
    with serving(data, "--courses", str(root / "courses")):
        pass


def _memory(running: Running) -> float:
    return largest(running.process.pid)


def _preview(root: Path) -> float:
    write_courses(root / "courses", courses=1, modules=200)
    file = root / "courses/course-1/001-m1.md"
    with watching(launch_command("preview", str(root / "courses"))) as running:
        return median(_save(running, file, at) for at in range(SAVES))


def _save(running: Running, file: Path, at: int) -> float:
    word = f"Saved for the {at}th time."
    begin = time.perf_counter()
    file.write_text(
        file.read_text(encoding="utf-8").replace("## Part 2", f"{word}\n\n## Part 2"), encoding="utf-8"
    )
    while word not in _page(running):
        time.sleep(0.005)
    return time.perf_counter() - begin


def _page(running: Running) -> str:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    connection.request("GET", MODULE)
    text = connection.getresponse().read().decode()
    connection.close()
    return text
