"""The form that deletes an account: one's own name has to be typed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, ValidationError

from studyhub.accounts.models import sign_in_name_of
from studyhub.web.forms import Form


class DeletionForm(Form):
    """The sign-in name, typed; and a mark by which the same form is known when it comes twice."""

    leaving = HiddenField()
    typed = StringField(
        _l("Type your sign-in name"), [DataRequired(_l("Type your sign-in name, to be sure"))]
    )

    def __init__(self, *, sign_in_name: str, **given: object) -> None:
        super().__init__(**given)
        self._sign_in_name = sign_in_name

    def validate_typed(self, field: StringField) -> None:
        """Ask for the name of this account."""
        if sign_in_name_of(field.data or "") != self._sign_in_name:
            raise ValidationError(_l("This is not your sign-in name"))
