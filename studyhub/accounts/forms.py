"""The form for signing in, and what every form asks of names and passphrases."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, ValidationError

from studyhub.accounts.models import shown_name_of, sign_in_name_of
from studyhub.accounts.passphrases import Weakness, weakness_of
from studyhub.web.forms import Form

WORDS_FOR = {
    Weakness.SHORT: _l("Give a longer passphrase: at least 12 characters"),
    Weakness.LONG: _l("Give a shorter passphrase: at most 256 characters"),
    Weakness.COMMON: _l("Choose another passphrase: this one is among the first that a stranger would try"),
}


class SignInForm(Form):
    """Sign-in name and passphrase; and where to go on."""

    sign_in_name = StringField(_l("Sign-in name"), [DataRequired(_l("Give your sign-in name"))])
    passphrase = PasswordField(_l("Passphrase"), [DataRequired(_l("Give your passphrase"))])
    is_own_phone = BooleanField(_l("This is my own phone: keep me signed in"))
    next = HiddenField()
    held = HiddenField()
    passkey = HiddenField()  # another way in; a script fills it, and sends it elsewhere


def shown(typed: str | None) -> str | None:
    """Filter a field whose text others will read."""
    return None if typed is None else shown_name_of(typed)


def good_sign_in_name(_form: object, field: Field) -> None:
    """Ask for a name that an account can have."""
    if sign_in_name_of(field.data or "") is None:
        raise ValidationError(_l("Choose 3 to 24 of: a to z, 0 to 9 and hyphen"))


def good_passphrase(form: object, field: Field) -> None:
    """Ask for a passphrase that is not soon guessed; a form with `own_words()` names what not to use."""
    own_words = form.own_words() if hasattr(form, "own_words") else ()
    weakness = weakness_of(field.data or "", own_words=own_words)
    if weakness is not None:
        raise ValidationError(WORDS_FOR[weakness])
