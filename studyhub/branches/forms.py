"""The forms about a branch and the people in it."""

from __future__ import annotations

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from studyhub.accounts.forms import shown
from studyhub.accounts.models import LONGEST_NAME
from studyhub.web.forms import Form


class OwnNameForm(Form):
    """What one is called in a branch."""

    name = StringField(
        _l("What should this branch call you?"),
        [
            DataRequired(_l("Give a name for yourself")),
            Length(max=LONGEST_NAME, message=_l("Give a name of at most %(max)d letters")),
        ],
        filters=[shown],
    )


class ConfirmForm(Form):
    """A button that asks once more; it has no fields but the token."""


class UntilForm(Form):
    """Until when somebody is trusted with something."""

    ends_on = DateField(_l("Until"), [Optional()], format="%Y-%m-%d")

    def __init__(self, *, today: date, **given: object) -> None:
        super().__init__(**given)
        self._today = today

    def validate_ends_on(self, field: DateField) -> None:
        """Ask for a day that has not passed."""
        if field.data is not None and field.data < self._today:
            raise ValidationError(_l("Give a day that is not over yet"))

    def say_own_end(self, until: date) -> None:
        """Tell somebody that they cannot give what ends for them sooner."""
        self.ends_on.errors = [
            _(
                "You are trusted with it yourself until %(day)s: give no later day",
                day=format_date(until, "long"),
            )
        ]

    def say_waiting(self) -> None:
        """Tell somebody that about this person and role something else waits for a second person."""
        self.ends_on.errors = [
            _(
                "About this, something waits for a second person already: it has to be decided or taken back first"
            )
        ]


class OrganiserForm(UntilForm):
    """Until when somebody organises a branch."""
