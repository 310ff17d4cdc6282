"""The forms that carry what a passkey has answered; a script fills it in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.accounts.forms import shown
from studyhub.accounts.models import LONGEST_LABEL
from studyhub.web.forms import Form


class AddForm(Form):
    """What one calls the new passkey, and what the phone says of it."""

    label = StringField(
        _l("What do you call it?"),
        [
            DataRequired(_l("Give it a name, by which you will know it again")),
            Length(max=LONGEST_LABEL, message=_l("Give a name of at most %(max)d letters")),
        ],
        filters=[shown],
    )
    passkey = HiddenField()


class AnswerForm(Form):
    """What a passkey answered; and where to go on."""

    is_own_phone = BooleanField()
    next = HiddenField()
    held = HiddenField()
    passkey = HiddenField()
