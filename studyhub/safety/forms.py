"""What somebody asks for, so that they can be gone from a screen at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from studyhub.web.forms import Form


class SafetyForm(Form):
    """Whether every page has a way out."""

    leave = BooleanField(_l("Show “Leave quickly” on every page"))
