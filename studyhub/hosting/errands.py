"""What `studyhub serve` does by itself, again and again: each errand is a command, in a process of its own.

The main process alone sends them, so there is one sender however many workers there are; and it never opens the
database itself, which a worker that is forked later would take along.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

LOOK_EVERY = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Errand:
    """A `studyhub` command, how long after the start it runs first, and how often then; in seconds."""

    words: tuple[str, ...]
    first: float
    every: float


ERRANDS = (
    Errand(("purge", "--quiet"), first=60, every=60 * 60),
    Errand(("backup", "--if-due"), first=120, every=60 * 60),
)


def begin_errands(errands: Sequence[Errand] = ERRANDS) -> threading.Event:
    """Send out the errands from a thread that ends with the process, or when the event is set that this returns."""
    end = threading.Event()
    threading.Thread(target=_send, args=(tuple(errands), end), daemon=True).start()
    return end


def _send(errands: Sequence[Errand], end: threading.Event) -> None:
    # by a clock that nobody can put back or on
    due = {errand: time.monotonic() + errand.first for errand in errands}
    while not end.wait(LOOK_EVERY):
        for errand, at in due.items():
            if at <= time.monotonic():
                run(errand)  # one after the other: two would wait for one another's lock
                due[errand] = time.monotonic() + errand.every


def run(errand: Errand) -> int:
    """Run an errand and return its exit code; what it says goes where this process speaks.

    A group of its own lets it end what it does when somebody presses Ctrl-C here.
    """
    command = [sys.executable, "-m", "studyhub", *errand.words]
    return subprocess.run(command, stdin=subprocess.DEVNULL, start_new_session=True, check=False).returncode  # noqa: S603 - our own program
