"""Words as they are found: the texts and what is asked go through the same functions, and so cannot differ.

A word is found under its stem, without accents; and also under the stem of the word as somebody types it who has
no accents on the keyboard, where that is another. Scripts that put no spaces between words are found by letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from importlib.metadata import version
from typing import Any, NamedTuple

LONGEST_WORD = 60  # characters of its stem that count
MADE_BY = f"1 snowball {version('snowballstemmer')} unicode {unicodedata.unidata_version}"

STEMMERS = {  # of snowball, by language; of other languages words are folded only
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
DOTLESS = frozenset({"tr", "az"})  # here I is the capital of ı, and İ that of i
APOSTROPHES = "'’ʼ＇"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens and joiners: they stand inside a word
SPACELESS = re.compile(  # Thai, Lao, Burmese, Khmer, Japanese, Chinese
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
WORD = re.compile("sm*|a[am]*(?:'a[am]*)*")  # over the kinds of its characters
LETTERS = frozenset("йўї")  # whose marks make other letters of them
SAME = str.maketrans(
    {
        **dict.fromkeys(INVISIBLE + "ـ"),
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
    }
)


class Word(NamedTuple):  # there are many: a dataclass that is frozen takes longer to make
    """A word of a text, and where it stands there."""

    text: str
    start: int
    end: int
    is_letter: bool = False  # one of a script that puts no spaces between words


def words_of(text: str) -> list[Word]:
    """Return the words of a text in their order; punctuation and signs are none."""
    kinds = "".join(map(_kind, text))
    return [
        Word(text[found.start() : found.end()], found.start(), found.end(), is_letter=found[0][0] == "s")
        for found in WORD.finditer(kinds)
    ]


@lru_cache(maxsize=50_000)  # some megabytes; a text has few words of its own
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """Return what a word of this language is found under: one or two stems, none for a sign without letters."""
    primary = language.partition("-")[0].lower()
    longest = max(re.split(f"[{APOSTROPHES}]", word), key=len)[:LONGEST_WORD]
    small = _small(longest, primary)
    folded = fold(small)
    stems = (fold(_stem(small, primary)), fold(_stem(folded, primary)))
    return tuple(dict.fromkeys(stem[:LONGEST_WORD] for stem in stems if stem))


def fold(text: str) -> str:
    """Take off what typists leave out: capitals, accents, points, ornaments; й stays, being a letter."""
    text = unicodedata.normalize("NFC", text.casefold()).translate(SAME)
    plain = "".join(_plain(letter) for letter in text)
    return unicodedata.normalize("NFC", plain).casefold().translate(SAME)


@lru_cache(maxsize=10_000)
def _plain(letter: str) -> str:
    if letter in LETTERS:
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return "".join(one for one in unicodedata.normalize("NFKD", letter) if not _is_ornament(one))


def _is_ornament(mark: str) -> bool:
    """Accents and points of Latin, Greek, Cyrillic, Hebrew, Arabic; not the vowels of India and Thailand."""
    kind = unicodedata.combining(mark)
    return kind == 1 or 10 <= kind <= 36 or kind >= 200  # noqa: PLR2004 - Unicode's numbers of the kinds


def _small(word: str, language: str) -> str:
    if language in DOTLESS:
        word = word.replace("İ", "i").replace("I", "ı")
    return unicodedata.normalize("NFC", word).lower()


def _stem(word: str, language: str) -> str:
    name = STEMMERS.get(language)
    # a stemmer keeps its state while it works, so each word has its own: that costs ten microseconds
    return str(_snowball().stemmer(name).stemWord(word)) if name else word


@cache
def _snowball() -> Any:
    return import_module("snowballstemmer")  # its thirty languages take a while, and a start has no time


@lru_cache(maxsize=10_000)
def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if SPACELESS.match(character) and category[0] in "LN":
        return "s"
    if category[0] in "LN":
        return "a"
    if category[0] == "M" or character in INVISIBLE:
        return "m"
    return "'" if character in APOSTROPHES else " "
