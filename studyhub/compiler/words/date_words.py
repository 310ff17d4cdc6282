"""Dates in plain words of a course's language, as HTML: British English by our own rules, others as Babel knows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from studyhub.compiler.words.dates import Point, When

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


LEAP = 2000  # a year that has every day; the right one is put in its place


def date_html(when: When, language: str) -> str:
    """Return a date as `<time>`; an Old Style one is followed by the same in the calendar of today."""
    new = when.new
    words = _words(when, language)
    if not when.old:
        return _time(new, words)
    tagged = "" if _is_english(language) else ' lang="en"'
    old = f'<span class="old-style">{words} <abbr{tagged} title="Old Style">OS</abbr></span>'
    if new is when:  # a month of the old calendar cannot be converted, only be called so
        return old
    return f'{old} <span class="new-style">({_time(new, _words(new, language))})</span>'


def date_text(when: When, language: str) -> str:
    """Return a date as plain text."""
    words = _words(when, language)
    if not when.old:
        return words
    new = when.new
    return f"{words} OS" if new is when else f"{words} OS ({_words(new, language)})"


def _time(when: When, words: str) -> str:
    # the standard has no range in one element: the beginning stands for it
    return f'<time datetime="{when.first.iso}">{words}</time>'


def _is_english(language: str) -> bool:
    return language.split("-", maxsplit=1)[0] == "en"


def _words(when: When, language: str) -> str:
    if _is_english(language):
        about, words = "c. ", _range(when.first, when.last) if when.is_range else _point(when.first)
    else:
        about, words = "≈ ", _words_in(language, when)
    return about + words if when.about else words


def _words_in(language: str, when: When) -> str:
    say = _point_in(language)
    if not when.is_range:
        return say(when.first)
    joint = " – " if when.first.month or when.last.month else "–"
    return f"{say(when.first)}{joint}{say(when.last)}"


@lru_cache(maxsize=100)
def _point_in(language: str) -> Callable[[Point], str]:
    """How a point in time is said in a language; a language that Babel does not know gets it as written."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return lambda point: point.iso

    def say(point: Point) -> str:
        if not point.month:
            return str(point.year)
        day = date(LEAP, point.month, point.day or 1)
        said = (
            format_date(day, "long", locale=locale)
            if point.day
            else format_skeleton("yMMMM", day, locale=locale)
        )
        return str(said).replace(str(LEAP), str(point.year))

    return say


def _range(first: Point, last: Point) -> str:
    if not first.month or not last.month or first.year != last.year:
        joint = " – " if first.month or last.month else "–"
        return f"{_point(first)}{joint}{_point(last)}"
    if first.day and last.day and first.month == last.month:
        return f"{first.day}–{_point(last)}"
    start = f"{first.day} {MONTHS[first.month - 1]}" if first.day else MONTHS[first.month - 1]
    return f"{start} – {_point(last)}"


def _point(point: Point) -> str:
    day = f"{point.day} " if point.day else ""
    month = f"{MONTHS[point.month - 1]} " if point.month else ""
    return f"{day}{month}{point.year}"
