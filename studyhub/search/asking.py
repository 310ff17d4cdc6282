"""What somebody asks for: words, and phrases in quotation marks. There is nothing else to know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from studyhub.search.words import Word, fold, words_of

LONGEST_QUESTION = 250  # characters
MOST_WORDS = 32
QUOTED = re.compile('["“”„‟«»「」『』＂]')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other: one alone, or a phrase. `offset` is where it stands in the question."""

    words: tuple[str, ...]
    offset: int
    is_phrase: bool = False


class TooLongError(Exception):
    """More was asked at once than is looked for."""


def terms_of(question: str) -> list[Term]:
    """Take a question apart; a quotation mark without another one counts for nothing. Raises TooLongError."""
    if len(question) > LONGEST_QUESTION or len(words_of(question)) > MOST_WORDS:
        raise TooLongError
    pieces = QUOTED.split(question)
    if len(pieces) % 2 == 0:  # the last mark is alone
        pieces[-2:] = [" ".join(pieces[-2:])]
    terms: list[Term] = []
    offset = 0
    for at, piece in enumerate(pieces):
        words = [word for word in words_of(piece) if fold(word.text)]
        terms += _phrase(words, offset) if at % 2 else _singles(words, offset)
        offset += len(words)
    return _each_once(terms)


def _phrase(words: Sequence[Word], offset: int) -> list[Term]:
    return [Term(tuple(word.text for word in words), offset, is_phrase=True)] if words else []


def _singles(words: Sequence[Word], offset: int) -> Iterator[Term]:
    """Give each word by itself; where a script has no spaces, each two letters that touch."""
    touching = {at for at, (one, two) in enumerate(pairwise(words)) if one.is_letter and _touch(one, two)}
    for at, word in enumerate(words):
        if at in touching:
            yield Term((word.text, words[at + 1].text), offset + at)
        elif at - 1 not in touching:
            yield Term((word.text,), offset + at)


def _touch(one: Word, two: Word) -> bool:
    return two.is_letter and one.end == two.start


def _each_once(terms: Sequence[Term]) -> list[Term]:
    once = {tuple(map(fold, term.words)): term for term in reversed(terms)}
    return list(once.values())[::-1]
