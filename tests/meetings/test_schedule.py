"""The plan: what each evening covers, and the days it falls on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.groups.models import Rhythm
from studyhub.meetings.schedule import (
    MOST_PIECES,
    SCHOOL_ENDS,
    Evening,
    ModuleToPlan,
    Timed,
    days_of,
    evenings_for,
    moment_of,
    starts_of,
)

TUESDAY = date(2027, 1, 5)


def module(slug: str, parts: Sequence[int], readings: Sequence[int] = (), questions: int = 4) -> ModuleToPlan:
    """Make a module of parts and readings of so many minutes, with questions of fifteen."""
    return ModuleToPlan(
        slug,
        parts=tuple(Timed(f"{slug}-part-{at}", minutes) for at, minutes in enumerate(parts)),
        readings=tuple(Timed(f"{slug}-reading-{at}", minutes) for at, minutes in enumerate(readings)),
        questions=tuple(Timed(f"{slug}-question-{at}", 15) for at in range(questions)),
    )


some_minutes = st.integers(1, 90)
modules = st.lists(
    st.tuples(
        st.lists(some_minutes, min_size=1, max_size=8), st.lists(some_minutes, max_size=4), st.integers(0, 8)
    ),
    min_size=1,
    max_size=12,
).map(
    lambda many: [
        module(f"m{at}", parts, readings, questions=questions)
        for at, (parts, readings, questions) in enumerate(many)
    ]
)


@given(modules, st.sampled_from([30, 60, 120]), st.integers(45, 180))
def test_everything_is_covered_once_and_in_order(
    planned: list[ModuleToPlan], budget: int, length: int
) -> None:
    evenings = evenings_for(planned, budget=budget, length=length)
    pieces = [piece for evening in evenings for piece in evening.pieces]
    assert [part for piece in pieces for part in piece.parts] == [
        part.id for one in planned for part in one.parts
    ]
    assert [question for piece in pieces for question in piece.questions] == [
        question.id for one in planned for question in one.questions
    ]
    assert sorted(reading for piece in pieces for reading in piece.readings) == sorted(
        reading.id for one in planned for reading in one.readings
    )
    assert sum(evening.minutes for evening in evenings) == sum(one.minutes for one in planned)
    assert [piece.module for piece in pieces] == sorted(
        (piece.module for piece in pieces), key=lambda slug: int(slug[1:])
    )
    for piece in pieces:
        assert 1 <= piece.number <= piece.of <= MOST_PIECES
        assert piece.parts, "no evening is about nothing"


@given(modules, st.sampled_from([30, 60, 120]), st.integers(45, 180))
def test_every_fifth_evening_looks_back_but_not_amid_a_module_and_never_the_last(
    planned: list[ModuleToPlan], budget: int, length: int
) -> None:
    evenings = evenings_for(planned, budget=budget, length=length)
    since = 0
    for before, evening in zip([Evening(), *evenings], evenings, strict=False):
        may_look_back = evening.is_recap or evening.pieces[0].number == 1
        assert evening.is_recap == (since >= 4 and may_look_back and not before.is_recap)
        since = 0 if evening.is_recap else since + 1
    assert not evenings[-1].is_recap


@given(modules, st.sampled_from([30, 60, 120]), st.integers(45, 180))
def test_two_go_together_only_where_their_reading_and_their_questions_fit(
    planned: list[ModuleToPlan], budget: int, length: int
) -> None:
    for evening in evenings_for(planned, budget=budget, length=length):
        assert len({piece.module for piece in evening.pieces}) <= 2
        if len(evening.pieces) == 2:
            assert evening.minutes <= budget
            assert 15 * sum(len(piece.questions) for piece in evening.pieces) <= length
            assert all(piece.of == 1 for piece in evening.pieces)


def test_a_long_module_is_split_at_its_parts() -> None:
    first, second = evenings_for([module("long", [20, 15, 10, 25])], budget=40, length=90)
    assert [piece.parts for piece in first.pieces] == [("long-part-0", "long-part-1")]
    assert [piece.parts for piece in second.pieces] == [("long-part-2", "long-part-3")]
    assert [first.pieces[0].questions, second.pieces[0].questions] == [
        ("long-question-0", "long-question-1"),
        ("long-question-2", "long-question-3"),
    ]


def test_two_short_modules_go_together() -> None:
    evening, after = evenings_for(
        [module("a", [15], questions=2), module("b", [20], questions=2), module("c", [30])],
        budget=40,
        length=90,
    )
    assert [piece.module for piece in evening.pieces] == ["a", "b"]
    assert [piece.module for piece in after.pieces] == ["c"]


def test_readings_go_where_there_is_least_to_read() -> None:
    evenings = evenings_for([module("a", [10, 10], readings=[50, 20])], budget=60, length=90)
    assert [evening.minutes for evening in evenings] == [60, 30]


def test_what_cannot_be_split_stays_whole_though_it_is_long() -> None:
    (evening,) = evenings_for([module("whole", [200])], budget=30, length=90)
    assert evening.minutes == 200


def test_no_modules_make_no_meetings() -> None:
    assert evenings_for([], budget=60, length=90) == []


@pytest.mark.parametrize(
    ("rhythm", "first", "days"),
    [
        (Rhythm.WEEKLY, date(2027, 1, 5), ["2027-01-05", "2027-01-12", "2027-01-19"]),
        (Rhythm.FORTNIGHTLY, date(2027, 1, 9), ["2027-01-09", "2027-01-23", "2027-02-06"]),
        (Rhythm.MONTHLY, date(2027, 1, 12), ["2027-01-12", "2027-02-09", "2027-03-09"]),
        (Rhythm.MONTHLY, date(2027, 1, 29), ["2027-01-29", "2027-02-26", "2027-03-26"]),
        (Rhythm.DAY_SCHOOL, date(2027, 1, 9), ["2027-01-09", "2027-01-10", "2027-01-11"]),
    ],
)
def test_the_days_of_a_rhythm(rhythm: Rhythm, first: date, days: list[str]) -> None:
    assert [day.isoformat() for day in islice(days_of(rhythm, first), 3)] == days


@given(
    st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY]),
    st.dates(date(2026, 1, 1), date(2040, 1, 1)),
)
def test_every_rhythm_keeps_its_weekday(rhythm: Rhythm, first: date) -> None:
    days = list(islice(days_of(rhythm, first), 30))
    assert {day.weekday() for day in days} == {first.weekday()}
    assert days[0] == first
    assert all(7 <= (after - before).days <= 35 for before, after in pairwise(days))


def test_days_that_are_struck_out_are_passed_over() -> None:
    struck = {TUESDAY + timedelta(weeks=1), TUESDAY + timedelta(weeks=2)}
    starts = starts_of(
        Rhythm.WEEKLY, datetime.combine(TUESDAY, time(19)), count=3, minutes=90, without=struck
    )
    assert [start.date() for start in starts] == [TUESDAY + timedelta(weeks=weeks) for weeks in (0, 3, 4)]


@given(st.integers(1, 12), st.integers(45, 180), st.times(time(6), time(22)))
def test_a_day_school_has_breaks_and_goes_to_bed_in_time(count: int, minutes: int, begins: time) -> None:
    starts = starts_of(Rhythm.DAY_SCHOOL, datetime.combine(TUESDAY, begins), count=count, minutes=minutes)
    lasting = timedelta(minutes=minutes)
    assert len(starts) == count
    for before, after in pairwise(starts):
        assert after >= before + lasting + timedelta(minutes=15), "people need a break"
    for start in starts:
        is_first = start.time() == begins
        assert is_first or (start + lasting).time() <= SCHOOL_ENDS


def test_a_day_school_eats_at_midday() -> None:
    starts = starts_of(Rhythm.DAY_SCHOOL, datetime.combine(TUESDAY, time(10)), count=5, minutes=90)
    assert [start.strftime("%d %H:%M") for start in starts] == [
        "05 10:00",
        "05 11:45",
        "05 14:15",
        "05 16:00",
        "06 10:00",
    ]


def test_summer_time_moves_no_meeting() -> None:
    """The clock on the wall is what people agreed on; the moment follows."""
    before, after = (moment_of(date(2027, 3, day), time(19), time_zone="Europe/London") for day in (23, 30))
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == (19, 18)


def test_a_time_that_summer_time_skips_is_a_moment_all_the_same() -> None:
    assert moment_of(date(2027, 3, 28), time(1, 30), time_zone="Europe/London") == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )


def test_an_evening_without_pieces_takes_no_reading() -> None:
    assert Evening(is_recap=True).minutes == 0
