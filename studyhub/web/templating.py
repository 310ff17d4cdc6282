"""What every template can rely on: words in the reader's language, assets, places, reading settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError
from flask import Flask, g, request
from flask_babel import Babel, get_locale, get_translations
from jinja2 import StrictUndefined
from werkzeug.local import LocalProxy
from werkzeug.urls import iri_to_uri

from studyhub.web.fragments import Fragments
from studyhub.web.reading_settings import ReadingSettings


@dataclass(frozen=True, slots=True)
class NavigationPlace:
    """One of the few places of the main navigation; it appears with its feature."""

    endpoint: str
    label: str  # lazily translated
    icon: str
    path: str
    is_in_bar: bool = True  # whether it has room on a phone, too

    @property
    def is_current(self) -> bool:
        """Whether the page being shown lies in this place."""
        return request.path == self.path or (self.path != "/" and request.path.startswith(self.path + "/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What depends on who is looking; app.py hands it in, since web knows no feature."""

    reading_settings: Callable[[], ReadingSettings]
    places: Callable[[], tuple[NavigationPlace, ...]]
    place_on_device: Callable[[], str | None] = lambda: None


def prepare_templates(app: Flask, *, asset: Callable[[str], str], page: PageContext) -> None:
    """Set up Jinja and gettext; a name that a template misspells is an error, not an empty space."""
    Babel(app, default_locale="en_GB", locale_selector=lambda: "en_GB")
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]  # of its i18n extension
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["made_once"] = Fragments(app.jinja_env)
    app.jinja_env.globals["interface_language"] = LocalProxy(lambda: str(_locale()).replace("_", "-"))
    app.jinja_env.globals["interface_direction"] = LocalProxy(lambda: _locale().text_direction)
    app.jinja_env.filters["rounded_minutes"] = rounded_minutes
    app.jinja_env.filters["text_direction"] = text_direction
    app.jinja_env.globals["with_way_back"] = with_way_back

    @app.context_processor
    def context() -> dict[str, object]:
        places = page.places()
        return {
            "reading_settings": page.reading_settings(),
            "places": places,
            "place_shown": next((place.endpoint for place in places if place.is_current), ""),
            "place_on_device": page.place_on_device(),
        }


def _locale() -> Locale:
    return get_locale() or Locale("en", "GB")


def _gettext(message: str) -> str:
    return str(_translations().ugettext(message))


def _ngettext(*forms_and_number: Any) -> str:
    return str(_translations().ungettext(*forms_and_number))


def _translations() -> Any:
    """Those of this request, found once: Flask-Babel would look for them at each of a page's hundred words."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def rounded_minutes(minutes: int) -> int:
    """Round to five above ten: nobody's evening is planned to the minute."""
    return minutes if minutes <= 10 else 5 * round(minutes / 5)  # noqa: PLR2004 - said in the docstring


def with_way_back(address: str) -> str:
    """Add to the address of a page where one is now, so that it can lead back there."""
    if request.method != "GET" or request.path == address:
        return address
    return f"{address}?{urlencode({'back': iri_to_uri(request.full_path).removesuffix('?')})}"


@cache
def text_direction(language: str) -> str:
    """Return `ltr` or `rtl` for a language tag; what Babel does not know runs left to right."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return "ltr"
