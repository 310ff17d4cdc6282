"""The five questions by which a group is founded, one form each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from studyhub.accounts.forms import shown
from studyhub.groups.models import LONGEST_ACCESS, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_PLACE, Entry, Rhythm
from studyhub.web.forms import Form

BETWEEN_DAYS = re.compile(r"[\s,;]+")
EARLIEST, LATEST = time(6), time(22)
MOST_STRUCK = 600  # letters: about fifty days
LENGTHS = ("45", "60", "90", "120", "150", "180")
AT_MOST = _l("Give at most %(max)d letters")


def struck_days(typed: str) -> list[date]:
    """Return the days that somebody struck out; raises ValueError for what is no day."""
    return [date.fromisoformat(day) for day in BETWEEN_DAYS.split(typed.strip()) if day]


class CourseForm(Form):
    """Question 1."""

    course = RadioField(_l("What does the group read?"), [InputRequired(_l("Choose a course"))])

    def __init__(self, *, courses: Iterable[tuple[str, str]] = (), **given: object) -> None:
        super().__init__(**given)
        self.course.choices = list(courses)


class NameForm(Form):
    """Question 2."""

    name = StringField(
        _l("What is the group called?"),
        [InputRequired(_l("Give the group a name")), Length(max=LONGEST_NAME, message=AT_MOST)],
        filters=[shown],
    )
    entry = RadioField(
        _l("Who may come in?"),
        [InputRequired(_l("Choose who may come in"))],
        choices=[
            SelectChoice(Entry.OPEN.value, _l("Everybody in the branch joins as they like")),
            SelectChoice(Entry.ASKING.value, _l("People of the branch ask, and you say yes")),
            SelectChoice(Entry.INVITED.value, _l("Only whom you invite; others do not see the group")),
        ],
        default=Entry.OPEN.value,
    )

    def validate_name(self, field: StringField) -> None:
        """Ask for more than blanks."""
        if not field.data:
            raise ValidationError(_l("Give the group a name"))


class WhenForm(Form):
    """Question 3."""

    day = DateField(_l("Day of the first meeting"), [InputRequired(_l("Give the day of the first meeting"))])
    begins = TimeField(_l("It begins at"), [InputRequired(_l("Give a time, such as 19:00"))])
    minutes = RadioField(
        _l("How long is a meeting?"),
        [InputRequired(_l("Choose how long a meeting is"))],
        choices=[SelectChoice(length, _l("%(minutes)s minutes", minutes=length)) for length in LENGTHS],
        default="90",
    )
    rhythm = RadioField(
        _l("How often do you meet?"),
        [InputRequired(_l("Choose how often you meet"))],
        choices=[
            SelectChoice(Rhythm.WEEKLY.value, _l("Every week")),
            SelectChoice(Rhythm.FORTNIGHTLY.value, _l("Every second week")),
            SelectChoice(Rhythm.MONTHLY.value, _l("Once a month, on the same weekday")),
            SelectChoice(Rhythm.DAY_SCHOOL.value, _l("A day school: one meeting after the other")),
        ],
        default=Rhythm.FORTNIGHTLY.value,
    )
    without = TextAreaField(
        _l("Days on which you do not meet"), [Optional(), Length(max=MOST_STRUCK, message=AT_MOST)]
    )

    def __init__(self, *, today: date = date.min, **given: object) -> None:
        super().__init__(**given)
        self._today = today

    def validate_day(self, field: DateField) -> None:
        """Ask for a day that has not passed, in this century."""
        if field.data is not None and field.data < self._today:
            raise ValidationError(_l("The first meeting must be in the future. That day has passed"))
        if field.data is not None and field.data.year > self._today.year + 5:
            raise ValidationError(_l("Give a day within the next five years"))

    def validate_begins(self, field: TimeField) -> None:
        """Ask for a time at which people are up."""
        if field.data is not None and not EARLIEST <= field.data <= LATEST:
            raise ValidationError(_l("Give a time between 6:00 and 22:00"))

    def validate_without(self, field: TextAreaField) -> None:
        """Ask for days as computers write them."""
        try:
            struck_days(field.data or "")
        except ValueError:
            raise ValidationError(_l("Give each day as year-month-day, such as 2027-12-28")) from None


class ReadingForm(Form):
    """Question 4."""

    budget = RadioField(
        _l("How much do people read between two meetings?"),
        [InputRequired(_l("Choose how much people read"))],
        choices=[
            SelectChoice("30", _l("About half an hour: the text of the module, and what is short")),
            SelectChoice("60", _l("About an hour: the main readings, too")),
            SelectChoice("120", _l("Up to two hours: the main readings, in fewer meetings")),
        ],
        default="60",
    )


class WhereForm(Form):
    """Question 5."""

    place = StringField(
        _l("Where do you meet?"), [Optional(), Length(max=LONGEST_PLACE, message=AT_MOST)], filters=[shown]
    )
    online = StringField(
        _l("An address to join from afar"),
        [Optional(), Length(max=LONGEST_ADDRESS, message=AT_MOST)],
        filters=[shown],
    )
    access = TextAreaField(
        _l("What should people know about the place?"),
        [Optional(), Length(max=LONGEST_ACCESS, message=AT_MOST)],
    )

    def validate_online(self, field: StringField) -> None:
        """Ask for an address that a browser opens safely."""
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(_l("Give an address that begins with https://"))
