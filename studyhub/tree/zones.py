"""Time zones and languages, as people and files name them."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError


def time_zone_called(typed: str) -> str | None:
    """Return the name that computers know a time zone by; None for one that there is not."""
    return _zones().get(typed.strip().replace(" ", "_").casefold())


def language_called(typed: str) -> str | None:
    """Return a language's short name as it is written: `pt-BR` for `pt-br`; None for one that there is not."""
    try:
        return str(Locale.parse(typed.strip(), sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError):
        return None


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in (*available_timezones(), "UTC")}
