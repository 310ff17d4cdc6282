"""Ids: what is one, and how one is made of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_ID = 64
LONGEST_MADE = 48
BAD_ID = "an id is made of small letters, digits and single hyphens"
RESERVED = frozenset(
    {"print", "editions", "images"}
)  # words that stand in addresses where a module's id would


def is_id(word: str) -> bool:
    """Tell whether a word can be an id: small letters, digits and single hyphens, at most 64."""
    return len(word) <= LONGEST_ID and KEBAB.match(word) is not None


def slug(text: str) -> str:
    """Return an id made of the Latin letters and digits of a text, cut at a word; it may be empty."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _joined(re.findall(r"[a-z0-9]+", bare.lower()))


def anchor_of(title: str) -> str:
    """Return what a heading is called in an address, in whatever script it is written."""
    return _joined(re.findall(r"\w+", unicodedata.normalize("NFC", title).lower())) or "part"


def unused(wanted: str, taken: Container[str], *, counts: Counter[str]) -> str:
    """Return a name that is not taken: the wanted one, or that with `-2`, `-3` and so on after it.

    `counts` belongs to the same caller as `taken` and keeps many equal names from being tried in turn.
    """
    made = wanted
    while made in taken:
        counts[wanted] += 1
        made = f"{wanted}-{counts[wanted] + 1}"
    return made


def kebab_hint(word: str) -> str:
    """Return the hint that goes with a word that is no id."""
    made = slug(word)
    return f"for example “{made}”" if made else ""


def _joined(words: list[str]) -> str:
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word
        if len(longer) > LONGEST_MADE:
            return made or word[:LONGEST_MADE]
        made = longer
    return made
