"""The form for setting this place up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.accounts.forms import good_passphrase, good_sign_in_name, shown
from studyhub.organisation.models import LONGEST_NAME
from studyhub.web.forms import Form

TOO_LONG = _l("Give a name of at most %(max)d letters")


class SetUpForm(Form):
    """The name of the place, and the first administrator's account."""

    code = HiddenField()
    offered = HiddenField()
    place = StringField(
        _l("Name of this place"),
        [DataRequired(_l("Give this place a name")), Length(max=LONGEST_NAME, message=TOO_LONG)],
        filters=[shown],
    )
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Give a name for yourself")), Length(max=LONGEST_NAME, message=TOO_LONG)],
        filters=[shown],
    )
    sign_in_name = StringField(
        _l("Your sign-in name"), [DataRequired(_l("Choose a sign-in name")), good_sign_in_name]
    )
    passphrase = PasswordField(_l("Your passphrase"), [good_passphrase])

    def own_words(self) -> list[str]:
        """What a guesser would try first for this person, here."""
        return [self.place.data or "", self.name.data or "", self.sign_in_name.data or ""]
