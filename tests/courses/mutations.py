"""Modules made up at random, and what authors do to them: with the truth about what a reader would call the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from random import Random

SMALL = (
    "the", "of", "and", "to", "in", "a", "was", "that", "were", "by", "had", "it", "not", "with", "as", "for", "on",
    "from", "they", "which", "at", "but", "their", "its",
)  # fmt: skip
ALPHABETS = ("abcdefghiklmnoprstuvwz", "абвгдежзиклмнопрстуфхцчшыэюя", "abcçdefgğhıijklmnoöprsştuüvyz")
SIGNS = "革命工人士兵农民委员会政府战争和平面包土地城市工厂罢工报纸演说党派权力宫殿街道冬天春天国家历史问题"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
A_FEW = 0.15  # of the passages are touched by one kind of change


@dataclass(frozen=True)
class Paragraph:
    """A paragraph by its sentences, and which paragraphs of the edition before a reader would see in it."""

    sentences: tuple[str, ...]
    seen_in_it: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """Its words as they stand in the module."""
        return " ".join(self.sentences)


Document = list[Paragraph]
Change = Callable[[Document, "Author"], Document]


class Author:
    """Somebody who writes at random: in the words of a text, or in a language and with favourite words of their own."""

    def __init__(self, random: Random, *, words: Sequence[str] = ()) -> None:
        self.random = random
        letters = random.choice(ALPHABETS)
        self.words = words or ["".join(random.choices(letters, k=random.randint(3, 11))) for _ in range(400)]
        self.weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))
        self.is_chinese = not words and random.random() < 0.1

    def word(self) -> str:
        """Write a word: often a small one, and a few of the others much more often than most."""
        if self.is_chinese:
            return self.random.choice(SIGNS)
        if self.random.random() < 0.4:
            return self.random.choice(SMALL)
        return self.random.choices(self.words, cum_weights=self.weights)[0]

    def sentence(self) -> str:
        """Write a sentence."""
        words = [self.word() for _ in range(self.random.randint(6, 24))]
        return f"{self.between.join(words).capitalize()}."

    @property
    def between(self) -> str:
        """What stands between two words."""
        return "" if self.is_chinese else " "

    def paragraph(self) -> Paragraph:
        """Write a paragraph: mostly of several sentences, at times a point of a list or a row of a timeline."""
        kind = self.random.random()
        if kind < 0.1:
            return Paragraph(
                (f"{self.random.randint(1, 28)} {self.random.choice(MONTHS)} 1917: {self.sentence()}",)
            )
        if kind < 0.2:
            return Paragraph(
                (f"{self.between.join(self.word() for _ in range(self.random.randint(4, 9)))};",)
            )
        return Paragraph(tuple(self.sentence() for _ in range(self.random.randint(1, 7))))

    def module(self) -> list[str]:
        """Write the paragraphs of a module, none of them twice."""
        return list(dict.fromkeys(self.paragraph().text for _ in range(self.random.randint(12, 60))))

    def some(self, document: Document) -> list[int]:
        """Choose a few positions of a document, at least one."""
        return sorted(
            self.random.sample(range(len(document)), max(1, round(len(document) * A_FEW))), reverse=True
        )

    def reworded(self, sentence: str, *, how_much: float) -> str:
        """Say a sentence in other words: so much of it is replaced."""
        words = list(sentence) if self.is_chinese else sentence.split()
        return self.between.join(self.word() if self.random.random() < how_much else word for word in words)


def document_of(texts: Sequence[str]) -> Document:
    """Take the paragraphs of a module in hand."""
    return [Paragraph(_sentences(text), frozenset({number})) for number, text in enumerate(texts)]


def typo(document: Document, author: Author) -> Document:
    """Change one letter in some paragraphs."""
    for at in author.some(document):
        document[at] = _with_sentence(document[at], author, change=partial(_mistyped, random=author.random))
    return document


def rewording(document: Document, author: Author) -> Document:
    """Say one sentence of some paragraphs in other words; less of it where there is little else."""
    for at in author.some(document):
        how_much = 0.6 if len(document[at].sentences) > 2 else 0.25
        reword = partial(author.reworded, how_much=how_much)
        document[at] = _with_sentence(document[at], author, change=reword)
    return document


def split(document: Document, author: Author) -> Document:
    """Make two paragraphs of some."""
    for at in author.some(document):
        whole = document[at]
        if len(whole.sentences) > 1:
            cut = author.random.randint(1, len(whole.sentences) - 1)
            pieces = (whole.sentences[:cut], whole.sentences[cut:])
            document[at : at + 1] = [replace(whole, sentences=piece) for piece in pieces]
    return document


def merge(document: Document, author: Author) -> Document:
    """Make one paragraph of two neighbours, here and there."""
    for at in author.some(document):
        if at + 1 < len(document):
            one, two = document[at : at + 2]
            document[at : at + 2] = [
                Paragraph(one.sentences + two.sentences, one.seen_in_it | two.seen_in_it)
            ]
    return document


def move(document: Document, author: Author) -> Document:
    """Put some paragraphs elsewhere."""
    for at in author.some(document):
        moved = document.pop(at)
        document.insert(author.random.randint(0, len(document)), moved)
    return document


def reorder(document: Document, author: Author) -> Document:
    """Shuffle a third of the module."""
    size = max(2, len(document) // 3)
    start = author.random.randint(0, len(document) - size)
    shuffled = document[start : start + size]
    author.random.shuffle(shuffled)
    return document[:start] + shuffled + document[start + size :]


def delete(document: Document, author: Author) -> Document:
    """Strike some paragraphs out."""
    for at in author.some(document)[: len(document) - 1]:
        del document[at]
    return document


def insert(document: Document, author: Author) -> Document:
    """Add paragraphs, one in three of them after the model of one that is there."""
    for at in author.some(document):
        model = " ".join(author.paragraph().sentences)
        if author.random.random() < 1 / 3:
            model = author.reworded(document[at].text, how_much=0.5)
        document.insert(at, Paragraph(_sentences(model)))
    return document


def replacement(document: Document, author: Author) -> Document:
    """Put a wholly different paragraph where another one stood."""
    for at in author.some(document):
        document[at] = author.paragraph()
    return document


def all_at_once(document: Document, author: Author) -> Document:
    """Do everything that an author can do, in any order; what is written anew comes last, so that its models stand."""
    changes = [typo, rewording, split, merge, move, reorder, delete]
    for change in (*author.random.sample(changes, len(changes)), insert):
        document = change(document, author)
    return document


CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (typo, rewording, split, merge, move, reorder, delete, insert, replacement, all_at_once)
}


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(f"{one}." for one in text.removesuffix(".").split(". "))


def _with_sentence(paragraph: Paragraph, author: Author, *, change: Callable[[str], str]) -> Paragraph:
    at = author.random.randrange(len(paragraph.sentences))
    changed = change(paragraph.sentences[at])
    return replace(paragraph, sentences=(*paragraph.sentences[:at], changed, *paragraph.sentences[at + 1 :]))


def _mistyped(sentence: str, *, random: Random) -> str:
    at = random.randrange(len(sentence))
    return sentence[:at] + random.choice(("", sentence[at] * 2, "x")) + sentence[at + 1 :]
