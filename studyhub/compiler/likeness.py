"""How alike two texts are: by their words, and where there are few of those, by their letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Chinese and Japanese put no space between words: there each sign counts as one.
SIGN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{SIGN}]|[^\W{SIGN}]+")
APOSTROPHES = str.maketrans("", "", "'’")
FEW = 12  # words; fewer are compared letter by letter
LONGEST = 1500  # words of a text that are compared
COMMON = 100  # a word that stands in more texts than this helps to find none of them


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart for comparing: neither capitals, punctuation nor typography make a difference."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Text:
        """Take a text apart; one without any word is a single word of its signs."""
        folded = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES)
        return cls(tuple(WORD.findall(folded)) or (folded.strip(),))

    @property
    def is_short(self) -> bool:
        """Whether its words are too few to tell much."""
        return len(self.words) < FEW


class Index:
    """Texts by their words: finds those that are worth comparing with another one."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, text in enumerate(texts):
            for word, times in Counter(text.words).items():
                self.places[word].append((at, times))

    def nearest(self, text: Text, *, most: int) -> list[int]:
        """Return the positions of the texts that share most words with this one, the nearest first."""
        shared: Counter[int] = Counter()
        for word, times in Counter(text.words).items():
            if len(self.places.get(word, ())) <= COMMON:
                for at, there in self.places.get(word, ()):
                    shared[at] += min(times, there)
        near = {at: words / (len(text.words) + len(self.texts[at].words)) for at, words in shared.items()}
        return sorted(near, key=lambda at: (-near[at], at))[:most]


def likeness(one: Text, other: Text) -> float:
    """Return from 0.0, nothing in common, to 1.0, the same words, how alike two texts are."""
    if one.is_short and other.is_short:
        return SequenceMatcher(None, "".join(one.words), "".join(other.words), autojunk=False).ratio()
    return SequenceMatcher(None, one.words[:LONGEST], other.words[:LONGEST]).ratio()


def share_within(one: Text, other: Text, *, like: float) -> float:
    """Return how much of `one` stands in `other`, when they are as like as this: 1.0 is all of it."""
    return like * (len(one.words) + len(other.words)) / 2 / len(one.words)
