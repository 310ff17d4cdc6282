"""How much of the large counts a run does: `STUDYHUB_TEST_SCALE`, one twentieth where nothing is said."""

from __future__ import annotations

import os


def scaled(count: int) -> int:
    """Return the share of a full count that this run is asked for, at least one."""
    return max(1, round(count * float(os.environ.get("STUDYHUB_TEST_SCALE", "0.05"))))
