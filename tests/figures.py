"""Figures that tests measure: printed at the end of the run, whichever process measured them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FIGURE = "figure"
Figures = Callable[[str], None]  # called with a line that says what was measured


def print_figures(reporter: pytest.TerminalReporter) -> None:
    """Print what the tests of this run measured."""
    lines = [
        str(value)
        for reports in reporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == FIGURE
    ]
    if lines:
        reporter.section("measured")
        reporter.write("\n".join([*sorted(set(lines)), ""]))
