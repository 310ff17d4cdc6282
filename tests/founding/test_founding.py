"""Founding a group in five questions."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from studyhub.db import db
from studyhub.founding.models import FoundingDraft
from studyhub.groups.models import Group
from studyhub.meetings.models import Meeting
from tests.forms import post_form, send
from tests.reading_group import ReadingGroup

ANSWERS = {
    "course": {"course": "revolution"},
    "name": {"name": "Wednesday readers", "entry": "asking"},
    "when": {
        "day": "2026-06-03",
        "begins": "19:30",
        "minutes": "90",
        "rhythm": "fortnightly",
        "without": "2026-06-17, 2026-07-01",
    },
    "reading": {"budget": "30"},
    "where": {"place": "The library", "online": "", "access": "No steps."},
}


def start(here: ReadingGroup) -> str:
    """Return where founding begins."""
    return f"/branches/{here.branch}/new-group"


def answer_all(here: ReadingGroup) -> str:
    """Answer every question in turn, as each leads to the next; returns the address of the last page."""
    iain, page = here.clients["Iain"], f"{start(here)}/course"
    for question, answer in ANSWERS.items():
        assert page == f"{start(here)}/{question}"
        page = post_form(iain, page, **answer).headers["Location"]
    return page


def test_five_questions_lead_to_a_group_with_its_plan(here: ReadingGroup) -> None:
    iain = here.clients["Iain"]
    assert iain.get(start(here)).headers["Location"] == f"{start(here)}/course"
    assert "Question 1 of 5" in iain.get(f"{start(here)}/course").text
    review = answer_all(here)
    assert review == start(here)
    text = iain.get(review).text
    for words in (
        "Wednesday readers",
        "Wednesday 3 June 2026 at 19:30",
        "Wednesday 15 July 2026",
        "The library",
    ):
        assert words in text
    assert "17 June" not in text
    founded = post_form(iain, review).headers["Location"]
    page = iain.get(founded).text
    assert "The group is founded" in page
    assert "Wednesday 3 June 2026 at 19:30" in page
    assert "Iain" in page
    with here.app.app_context():
        group = db.session.scalars(select(Group).where(Group.name == "Wednesday readers")).one()
        days = db.session.scalars(
            select(Meeting.day).where(Meeting.group_id == group.id).order_by(Meeting.day)
        ).all()
        assert (group.entry, group.edition, group.minutes) == ("asking", 1, 90)
        assert [day.isoformat() for day in days] == ["2026-06-03", "2026-07-15", "2026-07-29"]
        assert db.session.scalars(select(FoundingDraft)).all() == []


def test_founding_twice_founds_one(here: ReadingGroup) -> None:
    review = answer_all(here)
    for _time in range(2):
        send(here.clients["Iain"], review)
    with here.app.app_context():
        assert len(db.session.scalars(select(Group)).all()) == 2


def test_an_answer_can_be_changed(here: ReadingGroup) -> None:
    review, iain = answer_all(here), here.clients["Iain"]
    assert 'value="Wednesday readers"' in iain.get(f"{start(here)}/name").text
    assert post_form(iain, f"{start(here)}/name", name="Thursday", entry="open").headers["Location"] == review
    assert "Thursday" in iain.get(review).text


@pytest.mark.parametrize(
    ("question", "field", "value", "error"),
    [
        ("course", "course", "no-such", "Not a valid choice"),
        ("name", "name", " ", "Give the group a name"),
        ("name", "name", "x" * 81, "at most 80 letters"),
        ("name", "entry", "everybody", "Not a valid choice"),
        ("when", "day", "2026-05-01", "That day has passed"),
        ("when", "day", "2040-05-01", "within the next five years"),
        ("when", "begins", "23:30", "between 6:00 and 22:00"),
        ("when", "without", "Christmas", "year-month-day"),
        ("when", "minutes", "10", "Not a valid choice"),
        ("reading", "budget", "500", "Not a valid choice"),
        ("where", "online", "http://example.org", "begins with https://"),
        ("where", "access", "x" * 501, "at most 500 letters"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    here: ReadingGroup, question: str, field: str, value: str, error: str
) -> None:
    answer = post_form(
        here.clients["Iain"], f"{start(here)}/{question}", **{**ANSWERS[question], field: value}
    )
    assert answer.status_code == 422
    assert error in answer.text


def test_a_course_that_went_meanwhile_is_asked_for_again(here: ReadingGroup) -> None:
    review = answer_all(here)
    with here.app.app_context():
        draft = db.session.scalars(select(FoundingDraft)).one()
        draft.answers = draft.answers.replace("revolution", "gone")
        db.session.commit()
    assert here.clients["Iain"].get(review).headers["Location"] == f"{start(here)}/course"


def test_only_organisers_of_the_branch_found_groups(here: ReadingGroup) -> None:
    for who in ("Mairi", "Tomas", "Emre"):
        assert here.clients[who].get(start(here)).status_code == 404
        assert here.clients[who].get(f"{start(here)}/course").status_code == 404


def test_a_day_school_lies_on_one_day(here: ReadingGroup) -> None:
    iain = here.clients["Iain"]
    for question, answer in ANSWERS.items():
        given = {**answer, "rhythm": "day-school", "begins": "10:00"} if question == "when" else answer
        post_form(iain, f"{start(here)}/{question}", **given)
    text = iain.get(start(here)).text
    for starts in ("10:00", "11:45", "14:15"):
        assert f"Wednesday 3 June 2026 at {starts}" in text
