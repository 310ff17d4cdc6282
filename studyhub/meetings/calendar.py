"""Meetings as calendars read them (RFC 5545), with the rules of their time zones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from studyhub.accounts.limits import keyed_hash
from studyhub.meetings.queries import Occasion

MADE_BY = "-//StudyHub//EN"


def calendar_of(occasions: Iterable[Occasion], *, title: str, key: str, now: datetime) -> bytes:
    """Return a calendar of some meetings.

    Without a title each is called by its day of the week, and has no place: a calendar lies open on many phones,
    and whoever looks over a shoulder shall learn nothing from it. The id of an event is made from a secret key,
    so that it tells nothing either, and stays the same when the meeting moves.
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    for occasion in occasions:
        calendar.add_component(_event(occasion, title=title, key=key, now=now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(occasion: Occasion, *, title: str, key: str, now: datetime) -> Event:
    meeting, event = occasion.meeting, Event()
    zone = ZoneInfo(meeting.time_zone)
    starts = meeting.starts_at.astimezone(zone)
    event.add("uid", f"{keyed_hash(key, f'meeting {meeting.id}')[:32]}@studyhub.invalid")
    event.add("dtstamp", now)
    event.add("dtstart", starts)
    event.add("dtend", occasion.ends_at.astimezone(zone))
    event.add("summary", title or f"{starts:%A}")
    event.add("status", "CONFIRMED" if meeting.cancelled_on is None else "CANCELLED")
    event.add("class", "PRIVATE")
    if title and meeting.place:
        event.add("location", meeting.place)
    return event
