"""The agenda: its minutes add up, and what there is no time for is left out in a known order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.compiler.model import Depth, Question
from studyhub.packs.agenda import PLANS, Doing, agenda_for, share_out, skip_first
from studyhub.packs.words import HOW, NAMES

minutes_of_meetings = st.integers(45, 180)
some_questions = st.lists(st.tuples(st.sampled_from(list(Depth)), st.integers(0, 40)), max_size=12).map(
    lambda many: [
        Question(f"q{at}", f"Question {at}?", "<p>?</p>", depth, minutes)
        for at, (depth, minutes) in enumerate(many)
    ]
)


@given(st.sampled_from([*PLANS, "unheard-of"]), some_questions, minutes_of_meetings)
def test_the_minutes_add_up_exactly(plan: str, questions: list[Question], minutes: int) -> None:
    agenda = agenda_for(plan, questions, minutes=minutes)
    assert agenda.items[0].begins == 0
    assert agenda.items[-1].ends == minutes
    assert all(before.ends == after.begins for before, after in pairwise(agenda.items))
    assert all(item.minutes > 0 for item in agenda.items)


@given(st.sampled_from(["branch-night", "text-night", "reading-circle"]), some_questions, minutes_of_meetings)
def test_every_question_is_asked_or_left_out_and_in_its_order(
    plan: str, questions: list[Question], minutes: int
) -> None:
    agenda = agenda_for(plan, questions, minutes=minutes)
    asked = [item.question for item in agenda.items if item.question]
    assert asked == [question for question in questions if question in asked]
    assert sorted([*asked, *agenda.left_out], key=questions.index) == questions
    assert asked or not questions, "one question is always asked"
    assert list(agenda.left_out) == skip_first(questions)[: len(agenda.left_out)]


def test_what_needs_most_reading_is_left_out_first() -> None:
    questions = [
        Question(name, name, "", depth, 15)
        for name, depth in (
            ("none", Depth.NONE),
            ("further", Depth.FURTHER),
            ("main", Depth.MAIN),
            ("last main", Depth.MAIN),
            ("last", Depth.NONE),
        )
    ]
    assert [one.id for one in skip_first(questions)] == ["further", "last main", "main", "last", "none"]
    agenda = agenda_for("branch-night", questions, minutes=90)
    assert [one.id for one in agenda.left_out] == ["further", "last main"]


def test_a_branch_night_of_its_usual_length_is_as_it_is_meant() -> None:
    lengths = [(item.doing, item.minutes) for item in agenda_for("branch-night", [], minutes=100).items]
    assert lengths == list(PLANS["branch-night"])


@given(st.integers(12, 300), st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_shares_are_exact_and_none_is_empty(minutes: int, shares: list[int]) -> None:
    found = share_out(minutes, shares)
    assert sum(found) == minutes
    assert min(found) >= 1
    assert len(found) == len(shares)


@pytest.mark.parametrize("doing", Doing)
def test_everything_that_is_done_has_words(doing: Doing) -> None:
    assert str(NAMES[doing])
    assert str(HOW[doing])
