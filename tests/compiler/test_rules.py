"""Every rule is explained, every rule is raised by a case, and no problem has a rule that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyhub.compiler import RULES
from tests.compiler.golden import CASES, case_names
from tests.compiler.test_planted_faults import FAULTS

COMPILER = Path(__file__).parents[2] / "studyhub" / "compiler"
RAISED = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"')
# these need what no reviewable case can hold: huge files, links, a process that is stopped
RAISED_ELSEWHERE = {
    "no-folder",
    "symlink",
    "too-large",
    "too-many",
    "too-slow",
    "unreadable",
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained_with_a_bad_and_a_good_example(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name
    assert rule.summary.endswith(".")
    assert rule.explanation.endswith(".")
    assert rule.bad.strip()
    assert rule.good.strip()
    assert rule.bad != rule.good


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_raised_by_a_case(name: str) -> None:
    raised = {fault.rule for fault in FAULTS} | RAISED_ELSEWHERE
    for case in case_names():
        raised |= set(
            re.findall(r"\[([a-z0-9-]+)\]", (CASES / case / "problems.txt").read_text(encoding="utf-8"))
        )
    assert name in raised


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_used_by_the_compiler(name: str) -> None:
    used = set()
    for file in COMPILER.rglob("*.py"):
        if file.parent.name != "rules":
            used |= set(RAISED.findall(file.read_text(encoding="utf-8")))
    assert name in used
