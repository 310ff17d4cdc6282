"""The page of a group and of a meeting: what they show to whom, who is coming, and calendars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select, update

from studyhub.db import db
from studyhub.expiry.purging import delete_due, expiring
from studyhub.meetings.models import Meeting, Rsvp
from tests.conftest import Traveller
from tests.factories import branch_called
from tests.forms import post_form, send
from tests.reading_group import ReadingGroup

NEXT = 3  # the third Tuesday is the next after the evening on which the tests take place


def event_of(here: ReadingGroup, page: str) -> Any:
    """Return the one event of a calendar; the library's types name thirty kinds of values that it could have."""
    (event,) = icalendar.Calendar.from_ical(here.read("Nadia", page).data).walk("VEVENT")
    return event


def said(here: ReadingGroup) -> list[tuple[int, str]]:
    """Return who has said what, by their participation."""
    with here.app.app_context():
        return [(row.participation_id, row.answer) for row in db.session.scalars(select(Rsvp))]


def test_the_page_begins_with_the_next_meeting(here: ReadingGroup) -> None:
    text = here.read("Nadia").text
    assert text.index("Tuesday 19 May 2026 at 19:00") < text.index("Tuesday 5 May 2026")
    assert "The back room" in text
    assert "Are you coming?" in text


def test_one_says_that_one_comes_and_thinks_again(here: ReadingGroup) -> None:
    page = f"{here.page}/meetings/{NEXT}"
    for answer in ("yes", "no", "not-sure", "not-sure"):
        sent = post_form(here.clients["Nadia"], page, to=f"{page}/coming", answer=answer)
        assert sent.headers["Location"] == f"{page}?said=yes"
        assert said(here) == [(here.participations["Nadia"], answer)]
    text = here.clients["Nadia"].get(f"{page}?said=yes").text
    assert "Noted" in text
    assert 'value="not-sure" aria-pressed="true"' in text


def test_the_group_sees_who_comes(here: ReadingGroup) -> None:
    send(here.clients["Nadia"], f"{here.page}/meetings/{NEXT}/coming", answer="yes")
    text = here.read("Mairi", f"/meetings/{NEXT}").text
    assert "1 is coming" in text
    assert "Nadia" in text


def test_an_organiser_of_the_branch_sees_how_many_come_and_no_names(here: ReadingGroup) -> None:
    send(here.clients["Nadia"], f"{here.page}/meetings/{NEXT}/coming", answer="yes")
    text = here.read("Iain", f"/meetings/{NEXT}").text
    assert "1 is coming" in text
    assert "Nadia" not in text


def test_nobody_says_anything_of_a_meeting_that_is_over(here: ReadingGroup) -> None:
    send(here.clients["Nadia"], f"{here.page}/meetings/1/coming", answer="yes")
    assert said(here) == []
    assert "Are you coming?" not in here.read("Nadia", "/meetings/1").text


def test_what_is_no_answer_is_refused(here: ReadingGroup) -> None:
    sent = send(here.clients["Nadia"], f"{here.page}/meetings/{NEXT}/coming", answer="perhaps")
    assert sent.status_code == 400


def test_a_meeting_that_is_not_there_is_not_found(here: ReadingGroup) -> None:
    assert here.read("Nadia", "/meetings/99").status_code == 404


def test_what_somebody_said_goes_after_thirty_days(here: ReadingGroup, clock: Traveller) -> None:
    """PR: names of those who came go."""
    send(here.clients["Nadia"], f"{here.page}/meetings/{NEXT}/coming", answer="yes")
    for days, left in ((30, 1), (40, 0)):
        clock.move_to(datetime(2026, 5, 14, 12, tzinfo=UTC) + timedelta(days=days))
        with here.app.app_context():
            now = datetime.now(UTC)
            for what in expiring():
                delete_due(what, now)
            db.session.commit()
        assert len(said(here)) == left


def test_the_meeting_says_what_to_read_and_what_of_it_one_has_read(here: ReadingGroup) -> None:
    text = here.read("Nadia", f"/meetings/{NEXT}").text
    assert "Module 3:" in text
    assert "Not read yet" in text
    send(here.clients["Nadia"], "/courses/revolution/module-3/completion")
    assert "Not read yet" not in here.read("Nadia", f"/meetings/{NEXT}").text


def test_a_calendar_entry_says_nothing_unless_asked(here: ReadingGroup) -> None:
    answer = here.read("Nadia", f"/meetings/{NEXT}.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == "attachment; filename=meeting.ics"
    assert "Tuesday readers" not in answer.text
    assert "back room" not in answer.text
    event = event_of(here, f"/meetings/{NEXT}.ics")
    assert str(event["summary"]) == "Tuesday"
    assert event["dtstart"].dt == datetime(2026, 5, 19, 19, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=90)


def test_a_calendar_entry_by_name_has_the_place(here: ReadingGroup) -> None:
    (event,) = icalendar.Calendar.from_ical(here.read("Nadia", f"/meetings/{NEXT}.ics?named=yes").data).walk(
        "VEVENT"
    )
    assert str(event["summary"]) == "Tuesday readers"
    assert str(event["location"]) == "The back room"


def test_a_calendar_entry_keeps_its_id_when_the_meeting_moves(here: ReadingGroup) -> None:
    ids = set()
    for day in ("2026-05-20", "2026-05-21"):
        page = f"{here.page}/meetings/{NEXT}/change"
        sent = post_form(
            here.clients["Mairi"], page, day=day, begins="18:30", minutes="60", place="Elsewhere"
        )
        assert sent.headers["Location"].endswith("saved=moved")
        event = event_of(here, f"/meetings/{NEXT}.ics")
        assert event["dtstart"].dt.isoformat().startswith(f"{day}T18:30")
        ids.add(str(event["uid"]))
    assert len(ids) == 1


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kolkata", "America/New_York"])
def test_a_calendar_brings_the_rules_of_its_zone(here: ReadingGroup, zone: str) -> None:
    with here.app.app_context():
        branch_called(here.branch).time_zone = zone
        db.session.execute(update(Meeting).values(time_zone=zone))
        db.session.commit()
    calendar = icalendar.Calendar.from_ical(here.read("Nadia", f"/meetings/{NEXT}.ics").data)
    assert [str(found["tzid"]) for found in calendar.walk("VTIMEZONE")] == [zone]


def test_a_branch_organiser_sees_all_groups(here: ReadingGroup) -> None:
    text = here.clients["Iain"].get(f"/branches/{here.branch}/groups").text
    assert "Tuesday readers" in text
    assert "2 people read with it" in text
    assert "Next meeting: Tuesday 19 May, 19:00" in text


def test_today_knows_where_the_group_is(here: ReadingGroup) -> None:
    send(here.clients["Nadia"], "/courses/revolution/module-1/place", passage="")
    assert "The group is on module 3" in here.clients["Nadia"].get("/").text
    assert "The group is on module" not in here.clients["Tomas"].get("/").text
