"""The form for signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from studyhub.web.forms import Form


class SignInForm(Form):
    """Sign-in name and passphrase; and where to go on."""

    sign_in_name = StringField(_l("Sign-in name"), [InputRequired(_l("Give your sign-in name"))])
    passphrase = PasswordField(_l("Passphrase"), [InputRequired(_l("Give your passphrase"))])
    is_own_phone = BooleanField(_l("This is my own phone: keep me signed in"))
    next = HiddenField()
    held = HiddenField()
