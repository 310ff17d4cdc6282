"""What changed beside the text of a module between two of its editions: questions, readings, notes and prompts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from studyhub.compiler.model import Module, Reading
from studyhub.compiler.text.plain import all_words

Things = Mapping[str, tuple[str, object]]


class What(StrEnum):
    """What of a module it is."""

    QUESTION = "question"
    DISPUTED = "disputed question"
    READING = "reading"
    NOTE = "note"
    PROMPT = "prompt"


class Became(StrEnum):
    """What became of it."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangeBeside:
    """One thing beside the text that is not as it was; `words` are its own, as it stands or as it stood."""

    what: What
    became: Became
    words: str
    id: str  # on the page; empty where it is gone


def changes_beside(before: Module, after: Module) -> list[ChangeBeside]:
    """Compare what stands beside the text of a module with what it was in an earlier edition."""
    return [
        change
        for what in What
        for change in _compared(_things(before, what), _things(after, what), what=what)
    ]


def _compared(was: Things, now: Things, *, what: What) -> Iterator[ChangeBeside]:
    for id_, (words, whole) in now.items():
        if id_ not in was:
            yield ChangeBeside(what, Became.NEW, words, id_)
        elif was[id_][1] != whole:
            yield ChangeBeside(what, Became.CHANGED, words, id_)
    for id_, (words, _) in was.items():
        if id_ not in now:
            yield ChangeBeside(what, Became.REMOVED, words, "")


def _things(module: Module, what: What) -> Things:
    """By id, what a thing is called by, and all of it that readers see."""
    if what is What.QUESTION:
        return {one.id: (one.text, (one.html, one.depth)) for one in module.questions}
    if what is What.DISPUTED:
        return {one.id: (one.text, one) for one in module.disputed}
    if what is What.READING:
        return {one.id: (_called(one), one) for one in module.readings}
    if what is What.PROMPT:
        return {one.id: (all_words(one.question_html), one) for one in module.recall}
    # a note has a number, and that changes with those before it: what it says is what it is known by
    return {all_words(one.html): (all_words(one.html), None) for one in module.notes}


def _called(reading: Reading) -> str:
    return ", ".join(part for part in (reading.author, reading.title, reading.part) if part)
