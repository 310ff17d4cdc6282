"""The forms about the tree: a branch, where it lies, and whom it is trusted to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from studyhub.accounts.forms import shown
from studyhub.branches.forms import UntilForm
from studyhub.branches.words import kind_called, role_called
from studyhub.organisation.models import LONGEST_KIND_NAME, LONGEST_NAME, LONGEST_SLUG, BranchKind, RoleKind
from studyhub.tree.zones import language_called, time_zone_called
from studyhub.web.forms import Form

ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
LONGEST_TAG = 35
GIVEN = (RoleKind.ORGANISER, RoleKind.ADMINISTRATOR)


def known_zone(_form: object, field: StringField) -> None:
    """Ask for a time zone by the name that computers know it by."""
    found = time_zone_called(field.data or "")
    if found is None:
        raise ValidationError(_l("Give a time zone as a part of the world and a city: Europe/London"))
    field.data = found


def known_language(_form: object, field: StringField) -> None:
    """Ask for a language by its short name."""
    found = language_called(field.data or "")
    if found is None:
        raise ValidationError(_l("Give a language by its short name: en, tr, ar, pt-BR"))
    field.data = found


class BranchForm(Form):
    """What is said of a branch."""

    name = StringField(
        _l("Name of the branch"),
        [
            DataRequired(_l("Give the branch a name")),
            Length(max=LONGEST_NAME, message=_l("Give a name of at most %(max)d letters")),
        ],
        filters=[shown],
    )
    kind = SelectField(_l("What it is"))
    time_zone = StringField(
        _l("Time zone"), [Length(max=64, message=_l("At most %(max)d letters")), known_zone], default="UTC"
    )
    language = StringField(
        _l("Language"),
        [Length(max=LONGEST_TAG, message=_l("At most %(max)d letters")), known_language],
        default="en",
    )

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        if self.kind is not None:
            self.kind.choices = [(kind, kind_called(kind)) for kind in BranchKind]


class FoundingForm(BranchForm):
    """A new branch; the address it will have comes along, so that sending it twice founds one."""

    slug = HiddenField()


class SettingsForm(BranchForm):
    """What may be changed of a branch."""

    members_see_people = BooleanField(_l("Members see who is in the branch"))
    slug = StringField(
        _l("Address"),
        [
            DataRequired(_l("Give the branch an address")),
            Length(max=LONGEST_SLUG, message=_l("At most %(max)d letters")),
        ],
    )

    def validate_slug(self, field: StringField) -> None:
        """Ask for words with hyphens between them."""
        if not ADDRESS.fullmatch(field.data or ""):
            raise ValidationError(
                _l("Give two words or more of a to z and 0 to 9, with hyphens between them")
            )


class MoveForm(Form):
    """Below which branch another shall lie."""

    below = SelectField(_l("Below which branch?"), [InputRequired(_l("Choose a branch"))], coerce=str)

    def __init__(self, *, branches: Iterable[tuple[str, str]], **given: object) -> None:
        super().__init__(**given)
        self.below.choices = list(branches)


class TrustForm(UntilForm):
    """Who is trusted with what, and until when."""

    sign_in_name = StringField(
        _l("Their sign-in name"),
        [DataRequired(_l("Give the name that they sign in by")), Length(max=80)],
    )
    role = RadioField(_l("What are they trusted with?"), [InputRequired(_l("Choose one"))])

    def __init__(self, *, today: date, **given: object) -> None:
        super().__init__(today=today, **given)
        self.role.choices = [(role, role_called(role)) for role in GIVEN]


def _kind_field(label: str) -> StringField:
    at_most = Length(max=LONGEST_KIND_NAME, message=_l("Give at most %(max)d letters"))
    return StringField(label, [at_most], filters=[shown])


class PlaceForm(Form):
    """What an administrator decides for everybody."""

    name = StringField(
        _l("Name of this place"),
        [
            DataRequired(_l("Give this place a name")),
            Length(max=LONGEST_NAME, message=_l("Give a name of at most %(max)d letters")),
        ],
        filters=[shown],
    )
    guests_may_read = BooleanField(_l("People without an account may read the courses"))
    require_second_factor = BooleanField(_l("Whoever is trusted with others needs a second factor"))
    two_people = BooleanField(_l("Two people decide together who is trusted with others"))
    called_international = _kind_field(_l("The whole"))
    called_section = _kind_field(_l("A section"))
    called_region = _kind_field(_l("A region"))
    called_branch = _kind_field(_l("A branch"))
