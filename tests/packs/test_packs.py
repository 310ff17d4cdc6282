"""The meeting pack: for organisers of the group alone, on a page and as plain text."""

from __future__ import annotations

import pytest

from studyhub.db import db
from studyhub.meetings.models import Covered
from tests.compiled import SECRET
from tests.forms import post_form
from tests.reading_group import ReadingGroup
from tests.statements import statements


@pytest.mark.parametrize("page", ["/meetings/3/pack", "/meetings/3/pack.txt"])
def test_an_organiser_of_the_group_gets_all_of_it(here: ReadingGroup, page: str) -> None:
    text = here.read("Mairi", page).text
    for words in ("19:00", "Who governed?", SECRET, "Module 3"):
        assert words in text


@pytest.mark.parametrize("who", ["Nadia", "Iain", "Tomas", "Emre"])
@pytest.mark.parametrize("page", ["/meetings/3/pack", "/meetings/3/pack.txt"])
def test_nobody_else_does(here: ReadingGroup, who: str, page: str) -> None:
    """What a course tells organisers is theirs alone."""
    answer = here.read(who, page)
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_a_meeting_that_is_not_there_has_no_pack(here: ReadingGroup) -> None:
    assert here.read("Mairi", "/meetings/99/pack").status_code == 404


def test_an_evening_about_nothing_yet_has_an_agenda_all_the_same(here: ReadingGroup) -> None:
    post_form(
        here.clients["Mairi"], f"{here.page}/new-meeting", day="2026-06-02", begins="18:00", minutes="60"
    )
    text = here.read("Mairi", "/meetings/4/pack").text
    assert "What we remember" in text
    assert "18:00" in text


def test_only_the_questions_of_its_part_are_asked(here: ReadingGroup) -> None:
    with here.app.app_context():
        for covered in db.session.query(Covered):
            covered.questions = "[]"
        db.session.commit()
    assert "Who governed?" not in here.read("Mairi", "/meetings/3/pack").text


def test_it_costs_the_same_for_a_long_plan(here: ReadingGroup) -> None:
    counted = []
    for days in (range(2, 4), range(4, 20)):
        for day in days:
            post_form(
                here.clients["Mairi"],
                f"{here.page}/new-meeting",
                day=f"2026-07-{day:02}",
                begins="18:00",
                minutes="60",
            )
        with statements(here.app) as ran:
            assert here.read("Mairi", "/meetings/3/pack").status_code == 200
        counted.append(len(ran))
    assert counted[0] == counted[1]
