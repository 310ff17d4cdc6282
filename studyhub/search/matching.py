"""Which texts have what was asked for: pure arithmetic on the places of words, the same on every database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studyhub.search.asking import Term
from studyhub.search.words import stems_of

ENOUGH = 50  # texts; in fewer nobody can tell which words are everywhere
EVERYWHERE = 3  # a word in every third text is asked for only where nothing else is

Places = Mapping[int, frozenset[int]]  # by the number of a text, which of its words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a question is looked for in one language."""

    terms: tuple[Term, ...]
    weights: tuple[int, ...]  # of each: the rarer, the more it says
    language: str

    @property
    def stems(self) -> frozenset[str]:
        """What the terms are found under."""
        return frozenset(stem for term in self.terms for stem in _stems(term, self.language))


@dataclass(frozen=True, slots=True)
class Match:
    """What a text of a module has of it."""

    begins: tuple[tuple[int, frozenset[int]], ...]  # of each term it has: how many words, and where
    weight: int
    is_in_order: bool = False  # whether they stand in it as they do in the question

    @property
    def terms(self) -> int:
        """How many of the terms it has."""
        return len(self.begins)

    @property
    def places(self) -> frozenset[int]:
        """Which of its words were asked for."""
        return frozenset(
            place for length, begins in self.begins for at in begins for place in range(at, at + length)
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How common words are in the texts of one language."""

    texts: int = 0
    having: Mapping[str, int] = field(default_factory=dict)  # by stem

    def has_everywhere(self, term: Term, language: str) -> bool:
        """Say whether a term is in so many texts that it says nothing, as “the” and “of” are."""
        return self.texts >= ENOUGH and self._of(term, language) * EVERYWHERE >= self.texts

    def weight(self, term: Term, language: str) -> int:
        """Return how much a term says: one more each time that half as many texts have it."""
        return 1 + (self.texts // max(self._of(term, language), 1)).bit_length()

    def _of(self, term: Term, language: str) -> int:
        """Return in how many texts a term is at most: its rarest word decides."""
        each = (sum(self.having.get(stem, 0) for stem in stems_of(word, language)) for word in term.words)
        return min(each, default=0)


def wanted(terms: Sequence[Term], counts: Mapping[str, Counts]) -> dict[str, Wanted]:
    """Return what is looked for in each language.

    Words that are everywhere in one of them are left out, unless they are in quotation marks or all there is.
    """
    telling = [
        term
        for term in terms
        if term.is_phrase or not any(one.has_everywhere(term, language) for language, one in counts.items())
    ]
    asked = tuple(telling or terms)
    return {
        language: Wanted(asked, tuple(one.weight(term, language) for term in asked), language)
        for language, one in counts.items()
    }


class Matches:
    """Where in the texts of one module each of the terms begins."""

    def __init__(self, what: Wanted, places: Mapping[str, Places]) -> None:
        self._what = what
        self._starts = [_starts(term, places, language=what.language) for term in what.terms]
        self._counts = Counter(text for one in self._starts for text in one)

    def with_terms(self, least: float) -> Iterator[tuple[int, Match]]:
        """Give each text that has so many of the terms, in the order of reading."""
        for text in sorted(text for text, count in self._counts.items() if count >= least):
            yield text, self._match(text)

    def _match(self, text: int) -> Match:
        having = [at for at, one in enumerate(self._starts) if text in one]
        terms, starts = self._what.terms, self._starts
        return Match(
            begins=tuple((len(terms[at].words), starts[at][text]) for at in having),
            weight=sum(self._what.weights[at] for at in having),
            is_in_order=len(having) == len(starts) > 1 and _is_in_order(terms, starts, text=text),
        )


def _starts(term: Term, places: Mapping[str, Places], *, language: str) -> dict[int, frozenset[int]]:
    """By text, where a term begins."""
    first, *others = [_of_word(word, places, language=language) for word in term.words]
    found = {}
    for text, begins in first.items():
        left = begins
        for step, other in enumerate(others, start=1):
            left &= {place - step for place in other.get(text, ())}
        if left:
            found[text] = frozenset(left)
    return found


def _of_word(word: str, places: Mapping[str, Places], *, language: str) -> Places:
    one, *others = [places.get(stem, {}) for stem in stems_of(word, language)] or [{}]
    joined = dict(one)
    for other in others:
        for text, more in other.items():
            joined[text] = joined.get(text, frozenset()) | more
    return joined


def _is_in_order(terms: Sequence[Term], starts: Sequence[Places], *, text: int) -> bool:
    """Whether the terms stand as far from each other as they were typed; the words left out may be any."""
    firsts = [
        {begin - term.offset for begin in begins[text]} for term, begins in zip(terms, starts, strict=True)
    ]
    return bool(set.intersection(*firsts))


def _stems(term: Term, language: str) -> Iterable[str]:
    return (stem for word in term.words for stem in stems_of(word, language))
