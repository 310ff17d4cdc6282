"""The forms for getting in, and for showing again who one is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from studyhub.accounts.forms import good_passphrase, good_sign_in_name
from studyhub.ways_in.models import MOST_TYPED
from studyhub.web.forms import Form

SIX_DIGITS = _l("Give the six digits that your authenticator shows now")


class ConfirmForm(Form):
    """The passphrase once more, or a code instead of it; and what was being done."""

    passphrase = PasswordField(_l("Your passphrase"))
    code = StringField(
        _l("Or six digits of your authenticator"), [Length(max=MOST_TYPED, message=SIX_DIGITS)]
    )
    next = HiddenField()
    held = HiddenField()
    passkey = HiddenField()  # instead of both; a script fills it, and sends it elsewhere


class CodeForm(Form):
    """Six digits of an authenticator; and where to go on."""

    code = StringField(
        _l("Six digits"), [DataRequired(SIX_DIGITS), Length(max=MOST_TYPED, message=SIX_DIGITS)]
    )
    next = HiddenField()
    held = HiddenField()
    passkey = HiddenField()  # instead of the digits; a script fills it, and sends it elsewhere


class AuthenticatorForm(Form):
    """The secret that the page has shown, signed; and six digits that follow from it."""

    offered = HiddenField()
    code = StringField(
        _l("Six digits"), [DataRequired(SIX_DIGITS), Length(max=MOST_TYPED, message=SIX_DIGITS)]
    )


class RecoveryForm(Form):
    """Sign-in name and one recovery code."""

    sign_in_name = StringField(_l("Sign-in name"), [DataRequired(_l("Give your sign-in name"))])
    code = StringField(
        _l("Recovery code"),
        [
            DataRequired(_l("Give one of your recovery codes")),
            Length(max=MOST_TYPED, message=_l("Give one code: it has seven words")),
        ],
    )


class NewPassphraseForm(Form):
    """A passphrase of one's own choice; another is offered."""

    offered = HiddenField()
    passphrase = PasswordField(_l("Your new passphrase"), [good_passphrase])

    def __init__(self, own_words: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._own_words = own_words

    def own_words(self) -> tuple[str, ...]:
        """What a guesser would try first for this person."""
        return self._own_words


class SignInNameForm(Form):
    """Another sign-in name."""

    sign_in_name = StringField(
        _l("Your new sign-in name"), [DataRequired(_l("Choose a sign-in name")), good_sign_in_name]
    )
