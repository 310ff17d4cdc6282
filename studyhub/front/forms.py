"""The form for what strangers see first."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from studyhub.accounts.forms import shown
from studyhub.compiler.page_text import page_html
from studyhub.organisation.models import LONGEST_FRONT, LONGEST_NAME
from studyhub.web.forms import Form


def _in_lines(text: str | None) -> str:
    return "\n".join((text or "").split("\r\n")).strip()


class FrontForm(Form):
    """What strangers see at the first address, and whether they see it."""

    shows_front = BooleanField(_l("Show this page to people who are not signed in"))
    front_title = StringField(
        _l("Heading"),
        [Length(max=LONGEST_NAME, message=_l("Give a heading of at most %(max)d letters"))],
        filters=[shown],
    )
    front_text = TextAreaField(
        _l("Text, in Markdown"),
        [Length(max=LONGEST_FRONT, message=_l("Give a text of at most %(max)d letters"))],
        filters=[_in_lines],
    )

    def validate_front_title(self, field: StringField) -> None:
        """A page that is shown has a heading."""
        if self.shows_front.data and not field.data:
            raise ValidationError(_l("Give the page a heading"))

    def validate_front_text(self, field: TextAreaField) -> None:
        """What was written must be readable."""
        if field.data and not page_html(field.data):
            raise ValidationError(_l("Nothing of this text could be shown. Write it more simply."))
