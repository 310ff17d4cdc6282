"""What opening a page and sending a form cost, in CPU time of the process, held against R1."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.measuring import Row, clock_of, cpu_of, in_turn
from benchmarks.places import Place, make_place, requests_of
from benchmarks.references import r1

TIMES = 100  # requests a round
MODULE = "/courses/course-1/m3"
SIZES = (10, 100, 500)  # modules of a course
OK, SEE_OTHER = 200, 303


def rows() -> Iterator[Row]:
    """Measure the pages of a place with seven courses of eight modules."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        place, reference = make_place(root, courses=7, modules=8), _reference(root)
        pages = {
            "Module page": (MODULE, 2.5),
            "Today": ("/", 3),
            "Catalogue": ("/courses", 3),
            "Course page": ("/courses/course-1", 3),
        }
        for name, (address, most) in pages.items():
            ours, theirs = in_turn([_cpu(place.opening(address)), _cpu(reference)])
            yield Row(f"{name}, signed in", ours, "ms CPU", most, theirs, "R1")
        yield from _marking(place, reference, folder=root)


def growth() -> Iterator[Row]:
    """Measure the module page in courses of more and more modules."""
    first = None
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            place = make_place(Path(folder), courses=1, modules=size)
            (ours,) = in_turn([_cpu(place.opening(MODULE))])
            first = first or ours
            yield Row(
                f"Module page, course of {size} modules", ours, "ms CPU", 1.5, first, f"course of {SIZES[0]}"
            )


def _marking(place: Place, reference: Callable[[], int], *, folder: Path) -> Iterator[Row]:
    marking = place.sending(f"{MODULE}/completion")
    assert marking() == SEE_OTHER
    ours, page, commit = in_turn([_clock(marking), _clock(reference), _clock(_commit(folder))])
    yield Row("Marking read, durable", ours, "ms", 1, 3 * page + commit, "3 x R1 and one commit")


def _reference(folder: Path) -> Callable[[], int]:
    app = r1(folder)
    client = app.test_client()
    client.get("/sign-in")
    request = requests_of(app, client, address="/")
    assert request() == OK
    return request


def _commit(folder: Path) -> Callable[[], object]:
    connection = sqlite3.connect(folder / "commit.sqlite", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE one (a)")
    return lambda: connection.execute("INSERT INTO one VALUES (1)")


def _cpu(request: Callable[[], object]) -> Callable[[], float]:
    return partial(cpu_of, request, TIMES)


def _clock(request: Callable[[], object]) -> Callable[[], float]:
    return lambda: clock_of(lambda: [request() for _ in range(TIMES)]) / TIMES * 1000
