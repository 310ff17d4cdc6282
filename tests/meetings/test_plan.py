"""What an organiser does about meetings."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from studyhub.db import db
from studyhub.meetings.models import Covered, Meeting
from tests.forms import post_form, send
from tests.reading_group import ReadingGroup

GOOD = {"day": "2026-06-02", "begins": "18:00", "minutes": "60", "place": "The library", "online": ""}


def plan(here: ReadingGroup) -> list[tuple[str, str]]:
    """Return the days of the meetings, and the module of each."""
    with here.app.app_context():
        rows = db.session.execute(
            select(Meeting.day, Covered.module)
            .outerjoin(Covered, Covered.meeting_id == Meeting.id)
            .order_by(Meeting.day)
        )
        return [(day.isoformat(), module) for day, module in rows]


@pytest.fixture
def next_is(here: ReadingGroup) -> ReadingGroup:
    """Two more meetings, so that there is something to exchange: the plan has one left."""
    for day in ("2026-05-26", "2026-06-02"):
        post_form(here.clients["Mairi"], f"{here.page}/new-meeting", **{**GOOD, "day": day})
    return here


def test_a_meeting_is_added(here: ReadingGroup) -> None:
    answer = post_form(here.clients["Mairi"], f"{here.page}/new-meeting", **GOOD)
    assert answer.headers["Location"] == f"{here.page}/meetings/4?saved=yes"
    text = here.read("Nadia", "/meetings/4").text
    assert "Tuesday 2 June 2026 at 18:00" in text
    assert "The library" in text
    assert "has not been agreed yet" in text


def test_sent_twice_it_is_added_once(here: ReadingGroup) -> None:
    for _time in range(2):
        post_form(here.clients["Mairi"], f"{here.page}/new-meeting", **GOOD)
    assert len(plan(here)) == 4


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("day", "2026-05-01", "That day has passed"),
        ("day", "", "Give the day of the meeting"),
        ("day", "soon", "Not a valid date value"),
        ("day", "2099-01-01", "within the next five years"),
        ("begins", "03:00", "between 6:00 and 22:00"),
        ("minutes", "20", "from 45 to 180"),
        ("minutes", "many", "Not a valid integer value"),
        ("place", "x" * 201, "at most 200 letters"),
        ("online", "http://example.org", "begins with https://"),
        ("online", "javascript:alert(1)", "begins with https://"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_kept(
    here: ReadingGroup, field: str, value: str, error: str
) -> None:
    answer = post_form(here.clients["Mairi"], f"{here.page}/new-meeting", **{**GOOD, field: value})
    assert answer.status_code == 422
    assert error in answer.text
    assert "The library" in answer.text or field == "place"
    assert len(plan(here)) == 3


def test_what_meetings_are_about_moves_and_the_days_stay(next_is: ReadingGroup) -> None:
    mairi, page = next_is.clients["Mairi"], next_is.page
    before = plan(next_is)
    post_form(mairi, f"{page}/plan", to=f"{page}/meetings/3/later")
    assert plan(next_is) == [*before[:2], ("2026-05-19", None), ("2026-05-26", "module-3"), before[4]]
    post_form(mairi, f"{page}/plan", to=f"{page}/meetings/4/earlier")
    assert plan(next_is) == before


def test_what_is_first_moves_no_earlier(next_is: ReadingGroup) -> None:
    before = plan(next_is)
    send(next_is.clients["Mairi"], f"{next_is.page}/meetings/3/earlier")
    send(next_is.clients["Mairi"], f"{next_is.page}/meetings/5/later")
    assert plan(next_is) == before


def test_what_is_over_moves_no_more(next_is: ReadingGroup) -> None:
    assert send(next_is.clients["Mairi"], f"{next_is.page}/meetings/1/later").status_code == 404


def test_a_meeting_is_cancelled_and_held_after_all(here: ReadingGroup) -> None:
    page = f"{here.page}/meetings/3"
    post_form(here.clients["Mairi"], page, to=f"{page}/cancellation")
    text = here.read("Nadia", "/meetings/3").text
    assert "This meeting is cancelled" in text
    assert "Are you coming?" not in text
    assert "This meeting is cancelled" in here.read("Nadia").text
    assert b"STATUS:CANCELLED" in here.read("Nadia", "/meetings/3.ics").data
    post_form(here.clients["Mairi"], page, to=f"{page}/cancellation", hold="yes")
    assert "Are you coming?" in here.read("Nadia", "/meetings/3").text


def test_notes_are_the_organisers_until_they_are_shared(here: ReadingGroup) -> None:
    page = f"{here.page}/meetings/1/afterwards"
    post_form(here.clients["Mairi"], page, came="11", notes="What we read.\n\nWhat is open.")
    assert "What is open." in here.read("Mairi", "/meetings/1").text
    hidden = here.read("Nadia", "/meetings/1").text
    assert "What is open." not in hidden
    assert "11 people came" in hidden
    post_form(here.clients["Mairi"], page, came="11", notes="What is open.", is_shared="y")
    assert "What is open." in here.read("Nadia", "/meetings/1").text


def test_notes_are_text_and_nothing_else(here: ReadingGroup) -> None:
    page = f"{here.page}/meetings/1/afterwards"
    post_form(here.clients["Mairi"], page, notes="<script>alert(1)</script>", is_shared="y")
    text = here.read("Nadia", "/meetings/1").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_how_many_came_is_a_number_of_people(here: ReadingGroup) -> None:
    page = f"{here.page}/meetings/1/afterwards"
    answer = post_form(here.clients["Mairi"], page, came="501", notes="kept")
    assert answer.status_code == 422
    assert "kept" in answer.text


@pytest.mark.parametrize("who", ["Nadia", "Tomas", "Iain", "Emre"])
def test_nobody_else_plans(here: ReadingGroup, who: str) -> None:
    for page in ("/plan", "/new-meeting", "/meetings/3/change", "/meetings/1/afterwards"):
        assert here.read(who, page).status_code == 404
