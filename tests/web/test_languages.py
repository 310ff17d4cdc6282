"""In which language somebody wants to read."""

from __future__ import annotations

import pytest
from babel import Locale
from flask import Flask

from studyhub.web import languages
from studyhub.web.languages import preferred_languages


@pytest.mark.parametrize(
    ("asked", "interface", "preferred"),
    [
        ("", "en_GB", ["en-GB", "en"]),
        ("tr", "en_GB", ["tr", "en-GB", "en"]),
        ("pt", "pt_BR", ["pt", "pt-BR"]),
        ("", "zh_Hant_TW", ["zh-Hant-TW", "zh"]),
        ("tr", "tr", ["tr"]),
        ("", "", []),
    ],
)
def test_what_the_address_asks_for_comes_before_the_interface(
    monkeypatch: pytest.MonkeyPatch, app: Flask, asked: str, interface: str, preferred: list[str]
) -> None:
    locale = Locale.parse(interface) if interface else None
    monkeypatch.setattr(languages, "get_locale", lambda: locale)
    with app.test_request_context(f"/?lang={asked}"):
        assert preferred_languages() == preferred
