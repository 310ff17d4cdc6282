"""The forms by which people come in, and by which organisers let them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from studyhub.accounts.forms import good_passphrase, good_sign_in_name, shown
from studyhub.accounts.models import LONGEST_NAME
from studyhub.joining.models import LONGEST_LINE
from studyhub.joining.name_list import MOST_BYTES
from studyhub.web.forms import Form


class NameForm(Form):
    """The one question of an invitation."""

    name = StringField(
        _l("What should we call you?"),
        [
            DataRequired(_l("Give a name for yourself")),
            Length(max=LONGEST_NAME, message=_l("Give a name of at most %(max)d letters")),
        ],
        filters=[shown],
    )


class WelcomeForm(Form):
    """How somebody who has just joined signs in from now on."""

    offered = HiddenField()
    sign_in_name = StringField(
        _l("Your sign-in name"), [DataRequired(_l("Choose a sign-in name")), good_sign_in_name]
    )
    passphrase = PasswordField(_l("Your passphrase"), [good_passphrase])
    is_own_phone = BooleanField(_l("This is my own phone: keep me signed in"))

    def own_words(self) -> list[str]:
        """What a guesser would try first for this person."""
        return [self.sign_in_name.data or ""]


class _InvitationForm(Form):
    """What every invitation needs: something by which the same form is known when it comes twice."""

    salt = HiddenField(validators=[Regexp(r"[0-9a-f]{32}")])


class LinkForm(_InvitationForm):
    """What a private link says."""

    names_maker = BooleanField(_l("Say that it comes from me"))


class PosterForm(_InvitationForm):
    """What a poster says."""

    line = StringField(
        _l("A line of your own"),
        [Length(max=LONGEST_LINE, message=_l("Give at most %(max)d letters"))],
        filters=[shown],
    )


class SlipsForm(_InvitationForm):
    """Whom to make slips for: a list that is pasted, or a file."""

    names = TextAreaField(
        _l("The names, one on each line"),
        [Length(max=MOST_BYTES, message=_l("Give a shorter list"))],
    )
    file = FileField(_l("Or a file (CSV)"))

    def has_file(self) -> bool:
        """Say whether a file was chosen."""
        return isinstance(self.file.data, FileStorage) and bool(self.file.data.filename)

    def content(self) -> bytes:
        """Return what the file holds, as far as it is looked at."""
        found: bytes = self.file.data.read(MOST_BYTES + 1)
        return found

    def validate_names(self, field: TextAreaField) -> None:
        """Ask for one of the two."""
        if self.has_file() and (field.data or "").strip():
            raise ValidationError(_l("Either paste the names or choose a file, not both"))
        if not self.has_file() and not (field.data or "").strip():
            raise ValidationError(_l("Give the names of those you invite"))

    def say(self, what: str) -> None:
        """Say at the field that was used why nothing came of it."""
        field = self.file if self.has_file() else self.names
        field.errors = [what]
