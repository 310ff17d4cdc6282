"""The forms about devices."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.accounts.forms import shown
from studyhub.accounts.models import LONGEST_LABEL
from studyhub.web.forms import Form


class NameForm(Form):
    """What one calls a phone or computer."""

    label = StringField(
        _l("What do you call it?"),
        [Length(max=LONGEST_LABEL, message=_l("Give a name of at most %(max)d letters"))],
        filters=[shown],
    )


class ComeInForm(Form):
    """A button, and whether one stays signed in."""

    is_own_phone = BooleanField(_l("This is my own phone: keep me signed in"))


class ResetForm(Form):
    """What the organiser who opened the link does not know."""

    sign_in_name = StringField(_l("Your sign-in name"), [DataRequired(_l("Give your sign-in name"))])
