"""Run the benchmarks and write `docs/performance.md`: `python -m benchmarks`, or some: `python -m benchmarks pages`."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import compiling, pages, starting
from benchmarks.measuring import Row

GROUPS: dict[str, Callable[[], Iterator[Row]]] = {
    "pages": pages.rows,
    "growth": pages.growth,
    "compiling": compiling.rows,
    "starting": starting.rows,
}
PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"
BEGIN = "<!-- what `python -m benchmarks` writes begins here -->\n"
HEADER = "| work | ours | reference | ratio | target | held |\n| --- | --- | --- | --- | --- | --- |\n"


def main(names: list[str]) -> None:
    """Print each row as it is measured; write the page when all groups were run."""
    lines = []
    for name in names or GROUPS:
        for row in GROUPS[name]():
            lines.append(line_of(row))
            print(lines[-1], flush=True)  # noqa: T201 - it is a command
    if not names:
        write(lines)


def line_of(row: Row) -> str:
    """Write one row of the table."""
    ours = f"{row.ours:.3g} {row.unit}"
    held = "yes" if row.is_held else "**no**"
    if row.reference is None:
        return f"| {row.work} | {ours} | | | at most {row.most:g} {row.unit} | {held} |"
    reference = f"{row.reference:.3g} {row.unit} ({row.of})"
    return f"| {row.work} | {ours} | {reference} | {row.measure:.2f} | at most {row.most:g} | {held} |"


def write(lines: list[str]) -> None:
    """Put the table under the text of the page, with the day and the machine."""
    text = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    day = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()}, CPython {platform.python_version()}"
    PAGE.write_text(
        f"{text}{BEGIN}\n{day}, {machine}.\n\n{HEADER}" + "\n".join(lines) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
