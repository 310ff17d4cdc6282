"""Passages survive what authors do: what a reader would call the same keeps its id, and nothing gets another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import pytest

from studyhub.compiler import compile_courses
from studyhub.compiler.passage_texts import passage_texts
from studyhub.courses.carrying import Carried, carry_over
from tests.architecture.rules.source import ROOT
from tests.compiled import make_module
from tests.courses.mutations import CHANGES, Author, Change, Document, document_of
from tests.figures import Figures
from tests.scale import scaled

ENOUGH = 0.95  # of what a reader would call the same passage
MODULES = 200
ROUNDS = 20  # how often each shipped module is changed in each way


@dataclass
class Tally:
    """What became of the passages."""

    same: int = 0  # that a reader would call the same
    kept: int = 0
    wrong: list[str] = field(default_factory=list)
    unreported: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How much of what is the same kept its id."""
        return self.kept / self.same if self.same else 1.0


def generated() -> Iterator[tuple[list[str], Author]]:
    for seed in range(scaled(MODULES)):
        author = Author(Random(seed))  # noqa: S311 - the same ones in every run
        yield author.module(), author


def shipped() -> Iterator[tuple[list[str], Author]]:
    for course in compile_courses(ROOT / "courses").courses:
        for module in course.modules:
            texts = list(passage_texts(module).values())
            words = [word for word, _times in Counter(" ".join(texts).split()).most_common()]
            for seed in range(scaled(ROUNDS)):
                random = Random(f"{module.id} {seed}")  # noqa: S311 - the same ones in every run
                yield texts, Author(random, words=words)


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("modules", [generated, shipped])
def test_what_a_reader_would_call_the_same_keeps_its_id(
    modules: Callable[[], Iterator[tuple[list[str], Author]]], change: Change, figures: Figures
) -> None:
    tally = Tally()
    for texts, author in modules():
        count(tally, texts, change(document_of(texts), author))
    figures(
        f"passages kept, {modules.__name__} modules, {change.__name__.replace('_', ' ')}: "
        f"{tally.kept} of {tally.same} ({tally.share:.2%}), {len(tally.wrong)} wrong"
    )
    assert tally.wrong == []
    assert tally.unreported == []
    assert tally.share >= ENOUGH


def test_a_carried_id_stands_in_the_html_and_in_the_list() -> None:
    before = make_module("april", paragraphs=["The war went on and on for years.", "Bread was dear."])
    after = make_module("april", paragraphs=["The war went on and on for months.", "Bread was dear."])
    carried = carry_over(before, after)
    keys = [passage.id for passage in before.passages]
    assert [passage.id for passage in carried.module.passages] == keys
    assert [f'id="{key}"' in part.html for key, part in zip(keys, carried.module.parts, strict=True)] == [
        True
    ] * 2
    assert carried.module.passages[0].opening == "The war went on and on for months."


def count(tally: Tally, texts: list[str], document: Document) -> None:
    """Publish the document after the texts, and add what became of each passage."""
    before = make_module("module", paragraphs=texts)
    after = make_module("module", paragraphs=[paragraph.text for paragraph in document])
    carried = carry_over(before, after)
    keys_before = [passage.id for passage in before.passages]
    keys = [passage.id for passage in carried.module.passages]
    assert len(set(keys)) == len(keys)
    for key, paragraph in zip(keys, document, strict=True):
        if key in keys_before and keys_before.index(key) not in paragraph.seen_in_it:
            tally.wrong.append(f"{texts[keys_before.index(key)]!r} became {paragraph.text!r}")
    for group in same(document):
        tally.same += 1
        tally.kept += any(keys_before[number] in keys for number in group)
    tally.unreported += [key for key in keys_before if key not in keys and not is_reported(key, carried)]


def same(document: Document) -> list[set[int]]:
    """Return the passages of the edition before that are still there; those that were made one count once."""
    groups: list[set[int]] = []
    for paragraph in document:
        if paragraph.seen_in_it:
            touched = [group for group in groups if group & paragraph.seen_in_it]
            groups = [group for group in groups if group not in touched]
            groups.append(set().union(paragraph.seen_in_it, *touched))
    return groups


def is_reported(key: str, carried: Carried) -> bool:
    """Say whether the report names this passage, and a passage of the module for those who stopped there."""
    there = {passage.id for passage in carried.module.passages}
    return any(gone.key == key and gone.nearest in there for gone in carried.gone)


def test_what_is_split_or_merged_keeps_the_id_of_the_larger_part() -> None:
    one, two = (
        "The war went on for years and nobody could say what for.",
        "Bread was dear and the queues were long.",
    )
    whole = make_module("april", paragraphs=[f"{one} {two}"])
    halves = make_module("april", paragraphs=[one, two])
    split = carry_over(whole, halves)
    assert [passage.id for passage in split.module.passages] == [
        whole.passages[0].id,
        halves.passages[1].id,
    ]
    merged = carry_over(halves, whole)
    assert [passage.id for passage in merged.module.passages] == [halves.passages[0].id]
    assert [(gone.key, gone.nearest) for gone in merged.gone] == [
        (halves.passages[1].id, halves.passages[0].id)
    ]


def test_of_two_that_could_be_meant_neither_is_taken() -> None:
    rows = ["9 May 1917: The workers of Baku strike.", "9 May 1917: The workers of Kiev strike."]
    before = make_module("april", paragraphs=rows)
    after = make_module("april", paragraphs=["9 May 1917: The workers of Lvov strike."])
    carried = carry_over(before, after)
    assert carried.module.passages[0].id not in {passage.id for passage in before.passages}
    assert [gone.key for gone in carried.gone] == [passage.id for passage in before.passages]


def test_a_new_passage_never_takes_an_id_that_another_had_before() -> None:
    first = make_module("april", paragraphs=["The war went on and on for years.", "Bread was dear."])
    edited = carry_over(
        first, make_module("april", paragraphs=["The war went on and on for months.", "Bread was dear."])
    ).module
    both = ["The war went on and on for months.", "The war went on and on for years.", "Bread was dear."]
    keys = [
        passage.id for passage in carry_over(edited, make_module("april", paragraphs=both)).module.passages
    ]
    key = first.passages[0].id
    assert keys == [key, f"{key}-2", first.passages[1].id]


def test_commas_and_capitals_are_no_change() -> None:
    before = make_module("april", paragraphs=["The war, it seemed, went on."])
    after = make_module("april", paragraphs=["The War it seemed went on."])
    carried = carry_over(before, after)
    assert (carried.is_changed, carried.gone) == (False, ())
    assert carried.module.passages[0].id == before.passages[0].id


def test_a_module_that_has_no_text_any_more_leads_nowhere() -> None:
    carried = carry_over(make_module("april"), make_module("april", paragraphs=[]))
    assert {gone.nearest for gone in carried.gone} == {""}
