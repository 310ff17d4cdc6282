"""What the compiler makes of each golden case is what has been reviewed."""

import pytest

from tests.compiler.golden import CASES, case_names, outcome


@pytest.mark.parametrize("name", case_names())
def test_a_golden_case_comes_out_as_reviewed(name: str) -> None:
    for file, text in outcome(name).items():
        reviewed = (CASES / name / file).read_text(encoding="utf-8")
        assert text == reviewed, f"{name}/{file} differs: python -m tests.compiler.rewrite {name}, then look"
