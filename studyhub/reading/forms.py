"""How one likes to read, as a form: a choice of each kind."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs

from studyhub.web.forms import Form
from studyhub.web.reading_settings import CHOICES, ReadingSettings


class ReadingSettingsForm(Form):
    """Every choice is one of web/reading_settings.py's CHOICES, with the words for it."""

    theme = RadioField(
        _("Colours"),
        choices=[
            SelectChoice("auto", _("Same as my phone")),
            SelectChoice("paper", _("Paper")),
            SelectChoice("night", _("Night")),
            SelectChoice("lamp", _("Lamp")),
            SelectChoice("contrast", _("High contrast")),
        ],
    )
    size = RadioField(
        _("Size of the text"),
        choices=[
            SelectChoice("1", _("Small")),
            SelectChoice("2", _("Normal")),
            SelectChoice("3", _("Large")),
            SelectChoice("4", _("Larger")),
            SelectChoice("5", _("Largest")),
        ],
    )
    spacing = RadioField(
        _("Space between lines"),
        choices=[SelectChoice("normal", _("Normal")), SelectChoice("loose", _("Loose"))],
    )
    typeface = RadioField(
        _("Typeface"),
        choices=[
            SelectChoice("literata", _("Literata, a typeface for books")),
            SelectChoice("serif", _("My phone’s typeface with serifs")),
            SelectChoice("sans", _("My phone’s typeface without serifs")),
        ],
    )
    hyphens = RadioField(
        _("Long words at the end of a line"),
        choices=[
            SelectChoice("on", _("Divide them with a hyphen")),
            SelectChoice("off", _("Keep them whole")),
        ],
    )
    paragraphs = RadioField(
        _("Paragraphs"),
        choices=[
            SelectChoice("indented", _("Begin with an indent, as in a book")),
            SelectChoice("spaced", _("Stand apart, with a space")),
        ],
    )
    fonts = RadioField(
        _("Fonts"),
        choices=[
            SelectChoice("ours", _("Load this site’s fonts")),
            SelectChoice("device", _("Use my phone’s fonts: saves data")),
        ],
    )
    tab = RadioField(
        _("In the browser’s tab and history"),
        choices=[
            SelectChoice("page", _("The title of the page, so that tabs can be told apart")),
            SelectChoice(
                "plain", _("Only “Study” and a plain square, so that nobody reads there what I read")
            ),
        ],
    )

    def choices(self) -> list[RadioField]:
        """List the fields that hold a choice, in the order in which they are shown."""
        return [self[name] for name in CHOICES if name in self]

    def chosen(self, before: ReadingSettings) -> ReadingSettings:
        """Return what was chosen; what is not asked here stays as it was before."""
        return replace(before, **{field.name: field.data for field in self.choices()})
