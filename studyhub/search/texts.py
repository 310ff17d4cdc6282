"""What of a module is searched: everything that its readers see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from studyhub.compiler.model import Module, Reading
from studyhub.compiler.passage_texts import passage_texts
from studyhub.compiler.text.plain import all_words
from studyhub.search.words import Word, words_of


class Kind(StrEnum):
    """What a text is."""

    MODULE = "module"
    PART = "part"
    PASSAGE = "passage"
    KEY_POINTS = "key points"
    QUESTION = "question"
    READING = "reading"
    PROMPT = "prompt"
    NOTE = "note"
    PERSON = "person"
    TERM = "term"
    WORK = "work"


ENTRIES = frozenset({Kind.PERSON, Kind.TERM, Kind.WORK})


@dataclass(frozen=True, slots=True)
class Text:
    """Something that one reads: `anchor` is its id on the page, of an entry its id in the library."""

    kind: Kind
    anchor: str
    text: str
    name: str = ""
    paragraph: int = 0  # which of the module's it is, counted from 1; 0 where it is none


def texts_of(module: Module) -> tuple[list[Text], list[Text]]:
    """Return what stands in a module in the order of reading, and the entries of the library that it leads to."""
    return [text for text in _read(module) if text.text], list(_entries(module))


def places_in(name: str, text: str) -> Iterator[tuple[int, Word]]:
    """Give each word of an entry's name, then of its text, and which one it is."""
    names = words_of(name)
    yield from enumerate(names)
    yield from enumerate(words_of(text), start=first_of_text(names))


def first_of_text(names: Sequence[Word]) -> int:
    """Return which word a text's first is; one is left out after a name, so that no phrase goes across both."""
    return len(names) + 1 if names else 0


def _read(module: Module) -> Iterator[Text]:
    yield from (Text(Kind.MODULE, "", said) for said in (module.title, module.why, *module.aims))
    words = passage_texts(module)
    for part in module.parts:
        yield Text(Kind.PART, part.id, part.title)
        yield from (
            Text(Kind.PASSAGE, one.id, words[one.id], paragraph=number)
            for number, one in enumerate(module.passages, start=1)
            if one.part == part.id
        )
    yield Text(Kind.KEY_POINTS, "key-points", all_words(module.key_points_html))
    for question in module.questions:
        yield Text(Kind.QUESTION, f"question-{question.id}", all_words(question.html))
    for disputed in module.disputed:
        positions = (f"{one.by}: {all_words(one.html)} ({one.source})" for one in disputed.positions)
        for said in (disputed.text, *positions):
            yield Text(Kind.QUESTION, f"question-{disputed.id}", said)
    for reading in module.readings:
        yield Text(Kind.READING, f"reading-{reading.id}", _named(reading, reading.part))
    for prompt in module.recall:
        yield Text(Kind.PROMPT, "recall", all_words(f"{prompt.question_html} {prompt.answer_html}"))
    for note in module.notes:
        yield Text(Kind.NOTE, note.id, all_words(note.html))


def _entries(module: Module) -> Iterator[Text]:
    for entry in module.glossary:
        yield Text(Kind(entry.kind), entry.id, f"{entry.lived} {entry.text}".strip(), name=entry.name)
    works = {reading.work: reading for reading in module.readings}
    for work, reading in works.items():
        yield Text(Kind.WORK, work, "", name=_named(reading))


def _named(reading: Reading, *more: str) -> str:
    return ", ".join(filter(None, (reading.author, reading.title, reading.year, *more)))
