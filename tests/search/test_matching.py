"""Which words say something, and how much: arithmetic, without a database."""

from __future__ import annotations

import pytest

from studyhub.search.asking import Term
from studyhub.search.matching import Counts

STRIKE = Term(("strike",), 0)


@pytest.mark.parametrize(
    ("having", "texts", "is_everywhere"),
    [(20, 60, True), (19, 60, False), (17, 50, True), (49, 49, False)],
)
def test_a_word_in_every_third_of_many_texts_is_everywhere(
    having: int, texts: int, *, is_everywhere: bool
) -> None:
    assert Counts(texts, {"strike": having}).has_everywhere(STRIKE, "en") is is_everywhere


def test_a_word_says_one_more_each_time_that_half_as_many_texts_have_it() -> None:
    weights = [Counts(64, {"strike": having}).weight(STRIKE, "en") for having in (64, 32, 16, 8)]
    assert weights == [2, 3, 4, 5]


def test_a_phrase_is_as_rare_as_its_rarest_word() -> None:
    counts = Counts(64, {"strike": 64, "lena": 1})
    assert counts.weight(Term(("lena", "strike"), 0), "en") == counts.weight(Term(("lena",), 0), "en")
