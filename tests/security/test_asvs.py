"""docs/asvs.md is true: each requirement is held by tests that carry its id, or has its reason why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = {"AZ": 20, "AU": 16, "SE": 6, "CS": 9, "HD": 5, "IN": 4, "DS": 9, "PR": 10, "LG": 4, "CF": 4}
ROW = re.compile(r"^\| ([A-Z]{2}-\d{2}) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
FILE = re.compile(r"`(\w+/test_\w+\.py)`")
SHORTEST_REASON = 15  # characters
ROWS = ROW.findall((ROOT / "docs/asvs.md").read_text())


def test_no_requirement_is_left_out() -> None:
    assert [number for number, _what, _held in ROWS] == [
        f"{family}-{number:02}" for family, count in FAMILIES.items() for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(("number", "held"), [(number, held) for number, _what, held in ROWS])
def test_a_requirement_is_held_by_tests_that_carry_its_id_or_says_why_not(number: str, held: str) -> None:
    files = FILE.findall(held)
    assert all(number in (ROOT / "tests" / file).read_text() for file in files)
    assert files or len(held) > SHORTEST_REASON
