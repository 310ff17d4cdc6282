"""The house keeps its rules; each failure says where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.rules import documents, pages, sizes, words
from tests.architecture.rules.source import ROOT

RULES = (*sizes.RULES, *words.RULES, *pages.RULES, *documents.RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Callable[[Path], list[str]]) -> None:
    broken = rule(ROOT)
    assert not broken, "\n" + "\n".join(broken)
