"""Dates in plain words, as HTML: English has names of months, other languages get the date as written."""

from __future__ import annotations

from studyhub.compiler.words.dates import Point, When

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date_html(when: When, language: str) -> str:
    """Return a date as `<time>`; an Old Style one is followed by the same in the calendar of today."""
    new = when.new
    words = _words(when, language)
    if not when.old:
        return _time(new, words)
    if new is when:  # a month of the old calendar cannot be converted, only be called so
        return f'<span class="old-style">{words} <abbr title="Old Style">OS</abbr></span>'
    return (
        f'<span class="old-style">{words} <abbr title="Old Style">OS</abbr></span> '
        f'<span class="new-style">({_time(new, _words(new, language))})</span>'
    )


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


def _words(when: When, language: str) -> str:
    about = "c. " if when.about else ""
    if language.split("-", maxsplit=1)[0] != "en":
        last = f"/{when.last.iso}" if when.is_range else ""
        return f"{about}{when.first.iso}{last}"
    if not when.is_range:
        return about + _point(when.first)
    return about + _range(when.first, when.last)


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
