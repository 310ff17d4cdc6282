"""The forms about one meeting."""

from __future__ import annotations

from datetime import date, time, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from studyhub.accounts.forms import shown
from studyhub.groups.models import LONGEST_ADDRESS, LONGEST_MEETING, LONGEST_PLACE, SHORTEST_MEETING
from studyhub.meetings.models import LONGEST_NOTES, MOST_PEOPLE
from studyhub.web.forms import Form

EARLIEST, LATEST = time(6), time(22)
FURTHEST = timedelta(days=5 * 365)
AT_MOST = _l("Give at most %(max)d letters")


class AppointmentForm(Form):
    """When and where a meeting is."""

    day = DateField(_l("Day"), [InputRequired(_l("Give the day of the meeting"))])
    begins = TimeField(_l("It begins at"), [InputRequired(_l("Give a time, such as 19:00"))])
    minutes = IntegerField(
        _l("How many minutes it lasts"),
        [
            InputRequired(_l("Give a number of minutes")),
            NumberRange(SHORTEST_MEETING, LONGEST_MEETING, _l("Give a number from %(min)s to %(max)s")),
        ],
    )
    place = StringField(
        _l("Where do you meet?"), [Optional(), Length(max=LONGEST_PLACE, message=AT_MOST)], filters=[shown]
    )
    online = StringField(
        _l("An address to join from afar"),
        [Optional(), Length(max=LONGEST_ADDRESS, message=AT_MOST)],
        filters=[shown],
    )

    def __init__(self, *, today: date = date.min, **given: object) -> None:
        super().__init__(**given)
        self._today = today

    def validate_day(self, field: DateField) -> None:
        """Ask for a day that has not passed, within five years."""
        if field.data is not None and field.data < self._today:
            raise ValidationError(_l("That day has passed. Give one that is still to come"))
        if field.data is not None and field.data > self._today + FURTHEST:
            raise ValidationError(_l("Give a day within the next five years"))

    def validate_begins(self, field: TimeField) -> None:
        """Ask for a time at which people are up."""
        if field.data is not None and not EARLIEST <= field.data <= LATEST:
            raise ValidationError(_l("Give a time between 6:00 and 22:00"))

    def validate_online(self, field: StringField) -> None:
        """Ask for an address that a browser opens safely."""
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(_l("Give an address that begins with https://"))


class AfterwardsForm(Form):
    """How many came, and the notes."""

    came = IntegerField(
        _l("How many came?"),
        [Optional(), NumberRange(0, MOST_PEOPLE, _l("Give a number from %(min)s to %(max)s"))],
    )
    notes = TextAreaField(
        _l("Notes of the meeting"), [Optional(), Length(max=LONGEST_NOTES, message=AT_MOST)]
    )
    is_shared = BooleanField(_l("The group may read them"))
