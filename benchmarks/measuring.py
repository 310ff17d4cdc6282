"""How we measure: work and its reference take turns in the same run, and the medians are compared."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def in_turn(measures: Sequence[Callable[[], float]], *, rounds: int = ROUNDS) -> list[float]:
    """Take each measure once a round, after a round that warms up, and return the median of each."""
    for measure in measures:
        measure()
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [median(column) for column in zip(*taken, strict=True)]
