"""The courses that come with StudyHub have what every module must have; `python -m tests.authoring.counting` counts it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.authoring.counting import Counted, counts_of
from tests.shipped import SHIPPED

LONG, SHORT = 1200, 800  # words of a module's own text, in a full course and in a short one
SHORT_COURSES = {"new-cold-war", "world-perspectives", "may-day-school"}


def lacking(one: Counted) -> Iterator[str]:
    """Say what a module has too little of."""
    least = SHORT if one.course in SHORT_COURSES else LONG
    has = {
        f"{least} words of its own": one.words >= least,
        "three questions": one.questions >= 3,
        "a note for organisers with each question": one.notes == one.questions,
        "a question for whoever read nothing": one.without_reading >= 1,
        "three prompts to remember": one.prompts >= 3,
        "a disputed question with two positions": one.disputed >= 1 and one.positions >= 2 * one.disputed,
        "another view": one.other_views >= 1,
        "readings besides": one.readings > one.other_views,
        "two sources below its text": one.sources >= 2,
    }
    return (f"{one.course}/{one.module} lacks {what}" for what, is_there in has.items() if not is_there)


def test_a_module_has_what_every_module_must_have() -> None:
    counts = counts_of(SHIPPED)
    assert len(counts) >= 29
    assert [lack for one in counts for lack in lacking(one)] == []
