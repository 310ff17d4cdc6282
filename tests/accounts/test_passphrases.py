"""AU-01 to AU-03: which passphrases are taken, and how they are kept."""

from __future__ import annotations

import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from hypothesis import given, settings
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from studyhub.accounts.passphrases import (
    Cost,
    Passphrases,
    TooManyAtOnceError,
    Weakness,
    generated,
    weakness_of,
    words,
)

CHEAP = Passphrases(Cost(memory=8, passes=1))
LISTED = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 8]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=12, max_size=256))
@settings(max_examples=100)
def test_any_characters_are_checked_exactly_as_typed(typed: str) -> None:
    """AU-01: no composition rule; the composed and the decomposed spelling are one, nothing else is."""
    kept = CHEAP.hash(typed)
    assert CHEAP.check(kept, typed).is_right
    assert CHEAP.check(kept, unicodedata.normalize("NFD", typed)).is_right
    assert not CHEAP.check(kept, typed + " ").is_right
    assert not CHEAP.check(kept, typed[:-1]).is_right


@pytest.mark.parametrize(
    ("typed", "weakness"),
    [
        ("", Weakness.SHORT),
        ("eleven char", Weakness.SHORT),
        ("e\u0301" * 11, Weakness.SHORT),
        ("twelve chars", None),
        ("дванадесет знака", None),
        ("        spaced out words        ", None),
        ("x" * 257, Weakness.LONG),
        ("lamp river " * 23 + "end", None),
    ],
)
def test_twelve_to_256_characters_are_taken(typed: str, weakness: Weakness | None) -> None:
    """AU-01."""
    assert weakness_of(typed) is weakness


def test_common_ones_are_refused() -> None:
    """AU-02: thousands that fit the rule on length: listed ones, doubled, and with a number behind."""
    doubled = [word * 2 for word in LISTED]
    numbered = [f"{word}-2026" for word in LISTED]
    listed = [word for word in LISTED if len(word) >= 12]
    tried = [word for word in (*doubled, *numbered, *listed) if 12 <= len(word) <= 256]
    assert len(tried) >= 20_000
    assert [word for word in tried if weakness_of(word) is not Weakness.COMMON] == []


@pytest.mark.parametrize(
    "typed",
    [
        "aaaaaaaaaaaa",
        "abababababab",
        "nadianadianadia",
        "qwertyuiopasdf",
        "lkjhgfdsapoiuytrewq",
        "abcdefghijklm",
        "123456789012",
        "000000000000000000",
        "P-a-s-s-w-o-r-d-1-2-3-4",
        "Passwordpassword!",
        "iloveyou-princess",
        "Tuesday Readers!",
        "readers-nadia-2026",
        "nadia and tuesday",
    ],
)
def test_what_a_guesser_tries_first_is_refused(typed: str) -> None:
    """AU-02: repeated things, runs of keys, the words of this place and of the person."""
    own_words = ["Tuesday readers", "Nadia", "nadia-7"]
    assert weakness_of(typed, own_words=own_words) is Weakness.COMMON


@pytest.mark.parametrize(
    "typed", ["correct horse battery staple", "my dog is called Rex the third", "tuesday lamps over the quay"]
)
def test_a_few_words_that_do_not_belong_together_are_taken(typed: str) -> None:
    assert weakness_of(typed, own_words=["Tuesday readers", "Nadia"]) is None


@given(st.text(max_size=300))
def test_judging_never_fails(typed: str) -> None:
    weakness_of(typed, own_words=[typed[:5], ""])


def test_judging_a_hostile_one_takes_no_time() -> None:
    """DS-02's kin."""
    begun = time.perf_counter()
    for hostile in ("ab" * 128, "a" * 255 + "b", "4@8({[<369&#!1/|0$5+7%2z" * 10, "password" * 32):
        weakness_of(hostile, own_words=["ab"] * 50)
    assert time.perf_counter() - begun < 1


def test_the_hash_is_the_one_that_was_decided() -> None:
    """AU-03: Argon2id, 19 MiB, two passes, one lane."""
    parameters = extract_parameters(Passphrases().hash("lantern-orchard-pebble"))
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19 * 1024, 2, 1)


def test_a_hash_made_too_cheaply_is_renewed() -> None:
    """AU-03."""
    dearer = Passphrases(Cost(memory=16, passes=2))
    old = CHEAP.hash("lantern-orchard-pebble")
    outcome = dearer.check(old, "lantern-orchard-pebble")
    assert outcome.is_right
    assert outcome.new_hash is not None
    assert dearer.check(outcome.new_hash, "lantern-orchard-pebble").new_hash is None
    assert dearer.check(old, "lantern-orchard-pebbles").new_hash is None


def test_no_more_than_so_many_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """AU-03: each takes memory; the others wait, and are all served."""
    ours = Passphrases(Cost(memory=8, passes=1), at_once=2, patience=10)
    running, most, lock = 0, 0, threading.Lock()
    fits = Passphrases._fits

    def slowly(self: Passphrases, passphrase_hash: str, passphrase: str) -> bool:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return fits(self, passphrase_hash, passphrase)

    monkeypatch.setattr(Passphrases, "_fits", slowly)
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda _: ours.check(None, "whatever it is"), range(32)))
    assert most == 2


def test_whoever_would_wait_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """AU-03."""
    ours = Passphrases(Cost(memory=8, passes=1), at_once=1, patience=0.01)
    inside, go_on = threading.Event(), threading.Event()

    def wait(_self: Passphrases, _hash: str, _passphrase: str) -> bool:
        inside.set()
        return go_on.wait(timeout=10)

    monkeypatch.setattr(Passphrases, "_fits", wait)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(ours.check, None, "whatever it is")
        assert inside.wait(timeout=10)
        with pytest.raises(TooManyAtOnceError):
            ours.hash("another one")
        go_on.set()
        first.result()
    assert ours.hash("another one")


def test_a_broken_hash_fits_nothing() -> None:
    assert not CHEAP.check("not a hash", "lantern-orchard-pebble").is_right


def test_generated_ones_are_good_and_never_the_same() -> None:
    made = {generated() for _ in range(200)}
    assert len(made) == 200
    assert [one for one in made if weakness_of(one) is not None] == []
    assert all(one.count("-") == 4 for one in made)


def test_there_are_enough_plain_words() -> None:
    assert len(set(words())) == len(words()) >= 1024
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 7 for word in words())
