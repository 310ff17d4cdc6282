"""Passphrases: which are accepted, how they are kept, and how many are checked at once."""

from __future__ import annotations

import os
import re
import secrets
import threading
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from werkzeug.exceptions import ServiceUnavailable
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 12
LONGEST = 256
LONGEST_TYPED = 4 * LONGEST  # a composed character is made of four at most
PATIENCE = 2.0  # seconds that one waits for others' passphrases to be checked
RUNS = ("qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn")
GENERATED_WORDS = 5


class Weakness(StrEnum):
    """Why a passphrase is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs with Argon2id: kibibytes of memory, passes over it, lanes."""

    memory: int = 19 * 1024
    passes: int = 2
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a passphrase was right, and the hash to keep from now on when the old one was made too cheaply."""

    is_right: bool
    new_hash: str | None = None


class TooManyAtOnceError(ServiceUnavailable):
    """So many sign in at this moment that one more would have to wait too long."""


class Passphrases:
    """Hashes and checks; at most as many at a time as there are processors, since each takes memory and time."""

    def __init__(
        self, cost: Cost | None = None, *, at_once: int | None = None, patience: float = PATIENCE
    ) -> None:
        cost = cost or Cost()
        self._hasher = PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)
        self._slots = threading.BoundedSemaphore(at_once or os.cpu_count() or 1)
        self._patience = patience
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, passphrase: str) -> str:
        """Return what is kept of a passphrase; raises TooManyAtOnceError."""
        with self._slot():
            return self._hasher.hash(composed(passphrase))

    def check(self, passphrase_hash: str | None, passphrase: str) -> Outcome:
        """Compare; without a hash the answer is no, after the same work. Raises TooManyAtOnceError."""
        if len(passphrase) > LONGEST_TYPED:  # nobody's; and composing a megabyte of accents takes minutes
            passphrase_hash, passphrase = None, ""
        with self._slot():
            is_right = self._fits(passphrase_hash or self._nobodys_hash, composed(passphrase))
            if passphrase_hash is None or not is_right:
                return Outcome(is_right=False)
            if not self._hasher.check_needs_rehash(passphrase_hash):
                return Outcome(is_right=True)
            return Outcome(is_right=True, new_hash=self._hasher.hash(composed(passphrase)))

    def _fits(self, passphrase_hash: str, passphrase: str) -> bool:
        try:
            return self._hasher.verify(passphrase_hash, passphrase)
        except (VerificationError, InvalidHashError):
            return False

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=self._patience):
            raise TooManyAtOnceError
        try:
            yield
        finally:
            self._slots.release()


def passphrases() -> Passphrases:
    """Return the one that this application uses."""
    ours: Passphrases = current_app.extensions["passphrases"]
    return ours


def composed(passphrase: str) -> str:
    """Return the passphrase as it is hashed: exactly as typed, in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", passphrase)


def generated() -> str:
    """Return a new passphrase of five words, one of about 10^15 of them."""
    return random_words(GENERATED_WORDS)


def random_words(count: int) -> str:
    """Return so many words that nobody can foresee, with hyphens between."""
    return "-".join(secrets.choice(words()) for _ in range(count))


@cache
def words() -> tuple[str, ...]:
    """Return the words of which passphrases are made: short, plain, easy to tell on the telephone."""
    return tuple(resources.files(__package__).joinpath("words.txt").read_text("ascii").split())


def weakness_of(passphrase: str, *, own_words: Collection[str] = ()) -> Weakness | None:
    """Say why a new passphrase is refused; None for one that is good."""
    if len(passphrase) > LONGEST_TYPED:
        return Weakness.LONG
    length = len(composed(passphrase))
    if not SHORTEST <= length <= LONGEST:
        return Weakness.SHORT if length < SHORTEST else Weakness.LONG
    return Weakness.COMMON if is_common(passphrase, own_words=own_words) else None


def is_common(passphrase: str, *, own_words: Collection[str] = ()) -> bool:
    """Say whether a guesser would try this early: a known password, doubled or joined with another or with
    a number, a run of keys, one thing over and over, or just the words of this place and of the person.
    """
    plain = _plain(passphrase)
    core = plain.strip("0123456789")
    return any(
        (
            len(set(plain)) < 5,  # noqa: PLR2004 - four different characters say nothing, however long
            _is_repeated(plain),
            _is_run(core),
            _is_made_of_known(plain),
            _is_made_of_known(core),
            _is_only(core, own_words),
        )
    )


def _plain(text: str) -> str:
    """Return the letters and digits of a text, in small letters."""
    return re.sub(r"[\W_]", "", composed(text).casefold())


def _is_repeated(text: str) -> bool:
    # only a short thing over and over is weak; a long one said twice is still long
    at = (text + text).find(text, 1)
    return at < min(len(text), SHORTEST)


def _is_run(text: str) -> bool:
    return any(text in run * 2 or text in run[::-1] * 2 for run in (*RUNS, "abcdefghijklmnopqrstuvwxyz"))


def _is_made_of_known(text: str) -> bool:
    known = _known_passwords()

    def is_known(part: str) -> bool:
        return part in known or part.isdecimal()

    return text in known or any(is_known(text[:at]) and is_known(text[at:]) for at in range(1, len(text)))


def _is_only(text: str, own_words: Collection[str]) -> bool:
    parts = {_plain(part) for word in own_words for part in re.split(r"[\W_]+", word)} - {""}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "")
    return len(text) < 4  # noqa: PLR2004 - up to three letters around them change nothing


@cache
def _known_passwords() -> frozenset[str]:
    return frozenset(map(_plain, FREQUENCY_LISTS["passwords"]))
