"""How long a text takes to read."""

from __future__ import annotations

import math

PER_CHARACTER = 0.068  # seconds
PER_FIGURE = 12  # seconds for an image or a table
CHARACTERS_A_MINUTE = {"zh": 260, "ja": 360}
WORDS_A_MINUTE = 200
WORDS_A_PAGE = 300


def minutes_of_text(characters: int, figures: int, *, language: str) -> int:
    """Return the minutes that a text takes, rounded up; an empty one takes none."""
    rate = CHARACTERS_A_MINUTE.get(language.split("-", maxsplit=1)[0])
    seconds = characters * (60 / rate if rate else PER_CHARACTER) + figures * PER_FIGURE
    return math.ceil(round(seconds / 60, 6))


def minutes_of_words(words: int) -> int:
    """Return the minutes that so many words take, rounded up."""
    return math.ceil(words / WORDS_A_MINUTE)


def minutes_of_pages(pages: int) -> int:
    """Return the minutes that so many printed pages take, rounded up."""
    return minutes_of_words(pages * WORDS_A_PAGE)
