"""What somebody asks for: words and phrases, whatever they typed around them."""

from __future__ import annotations

import pytest

from studyhub.search.asking import TooLongError, terms_of


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("", []),
        (" , - ! ", []),
        ("dual power", ["dual", "power"]),
        ("power Power POWER", ["power"]),
        ('"dual power" April', ["dual power!", "April"]),
        ("“dual power” «два дворца» „eins zwei“", ["dual power!", "два дворца!", "eins zwei!"]),
        ('dual "power', ["dual", "power"]),
        ('"dual" power "April', ["dual!", "power", "April"]),
        ('"" power', ["power"]),
        ("「十月革命」", ["十 月 革 命!"]),
        ("十月革命", ["十 月", "月 革", "革 命"]),
        ("革 命", ["革", "命"]),
        ("NEAR(a, b) OR title:x* -c", ["NEAR", "a", "b", "OR", "title", "x", "c"]),
        ("100% _ \\ '; DROP TABLE course; --", ["100", "DROP", "TABLE", "course"]),
    ],
)
def test_a_question_is_taken_apart(question: str, terms: list[str]) -> None:
    assert [" ".join(term.words) + "!" * term.is_phrase for term in terms_of(question)] == terms


def test_each_term_knows_where_it_stood() -> None:
    assert [term.offset for term in terms_of('the "dual power" of April')] == [0, 1, 3, 4]


@pytest.mark.parametrize("question", ["a" * 251, "a " * 33])
def test_there_is_an_end_to_it(question: str) -> None:
    with pytest.raises(TooLongError):
        terms_of(question)


def test_a_sentence_is_not_too_much() -> None:
    assert len(terms_of(" ".join(f"word{number}" for number in range(32)))) == 32
