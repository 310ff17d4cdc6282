"""How we measure: work and its reference take turns in the same run, and the medians are compared."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Work = Callable[[], object]
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, and the most that it may be; `reference` is measured with it."""

    work: str
    ours: float
    unit: str
    most: float  # of the ratio to the reference, or of `ours` where there is none
    reference: float | None = None
    of: str = ""  # what the reference is

    @property
    def measure(self) -> float:
        """What is held against the target."""
        return self.ours / self.reference if self.reference else self.ours

    @property
    def is_held(self) -> bool:
        """Whether the target is met."""
        return self.measure <= self.most


def cpu_of(work: Work, times: int) -> float:
    """Return the milliseconds of this process's CPU that one call takes, over so many calls."""
    begin = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begin) / times * 1000


def clock_of(work: Work) -> float:
    """Return the seconds that one call takes by the clock."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def largest(process: int) -> float:
    """Return the megabytes that the largest of a process and its children has in memory; 0 when they have ended."""
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        return max(_resident(one) for one in (str(process), *children))
    return 0.0


def _resident(process: str) -> float:
    with suppress(OSError):
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def in_turn(measures: Sequence[Callable[[], float]], *, rounds: int = ROUNDS) -> list[float]:
    """Take each measure once a round, after a round that warms up, and return the median of each."""
    for measure in measures:
        measure()
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [median(column) for column in zip(*taken, strict=True)]
