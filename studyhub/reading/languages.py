"""The languages of a course, called as their speakers call them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

MOST_NAMES = 100  # kept at once: an address may ask for languages that nobody speaks, one after the other


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its tag, and its own name for itself."""

    code: str
    name: str


def languages(codes: Iterable[str]) -> tuple[Language, ...]:
    """Name these languages, in their order, each once."""
    return tuple(Language(code, own_name(code)) for code in dict.fromkeys(codes))


@lru_cache(maxsize=MOST_NAMES)
def own_name(code: str) -> str:
    """Return a language's own name, with a capital as on a sign; what Babel does not know keeps its tag."""
    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (ValueError, UnknownLocaleError):
        name = None
    return name[:1].upper() + name[1:] if name else code
