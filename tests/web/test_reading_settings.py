"""The one short text in which reading settings are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studyhub.accounts.models import Member
from studyhub.web.reading_settings import CHOICES, ReadingSettings

any_settings = st.builds(
    ReadingSettings, **{name: st.sampled_from(values) for name, values in CHOICES.items()}
)


def test_the_defaults_are_the_first_choices_and_need_no_text() -> None:
    assert ReadingSettings() == ReadingSettings(**{name: values[0] for name, values in CHOICES.items()})
    assert ReadingSettings().to_text() == ""


@given(any_settings)
def test_what_is_written_is_read_back_and_fits_its_column(settings: ReadingSettings) -> None:
    text = settings.to_text()
    assert ReadingSettings.from_text(text) == settings
    assert len(text) <= Member.__table__.columns["reading_settings"].type.length  # type: ignore[attr-defined]  # a String has a length


@given(st.text())
def test_any_other_text_gives_known_choices(text: str) -> None:
    settings = ReadingSettings.from_text(text)
    assert all(getattr(settings, name) in values for name, values in CHOICES.items())
