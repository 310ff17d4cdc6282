"""What is the same for everybody is made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g
from jinja2 import DictLoader, Environment

from studyhub.web.fragments import Fragments

SHOW = "_things.html#show"


class Thing:
    """What a macro shows, and how often it was looked at."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.looks = 0

    def __str__(self) -> str:
        self.looks += 1
        return self.words


def fragments(most: int = 100) -> Fragments:
    shown = "{% macro show(thing, words) %}<b>{{ thing }}</b>{{ words }}{% endmacro %}"
    return Fragments(Environment(autoescape=True, loader=DictLoader({"_things.html": shown})), most=most)


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_it_is_made_once_for_each_thing() -> None:
    made_once, one, other = fragments(), Thing("<one>"), Thing("other")
    assert made_once(SHOW, one) == made_once(SHOW, one) == "<b>&lt;one&gt;</b>"
    assert made_once(SHOW, other) == "<b>other</b>"
    assert (one.looks, other.looks) == (1, 1)


def test_what_comes_into_the_place_of_a_thing_that_is_gone_is_another() -> None:
    made_once = fragments()
    assert [made_once(SHOW, Thing(word)) for word in "abcdef"] == [f"<b>{word}</b>" for word in "abcdef"]


def test_the_one_not_asked_for_longest_goes_first_when_all_are_too_long() -> None:
    made_once, things = fragments(most=2 * len("<b>a</b>")), [Thing("a"), Thing("b"), Thing("c")]
    for thing in (things[0], things[1], things[0], things[2], things[0], things[1]):
        made_once(SHOW, thing)
    assert [thing.looks for thing in things] == [1, 2, 1]


def test_what_is_longer_than_all_may_be_is_shown_and_not_kept() -> None:
    made_once, long, short = fragments(most=10), Thing("long" * 10), Thing("s")
    assert made_once(SHOW, long) == made_once(SHOW, long) == f"<b>{'long' * 10}</b>"
    assert made_once(SHOW, short) == made_once(SHOW, short) == "<b>s</b>"
    assert (long.looks, short.looks) == (2, 1)


def test_another_language_is_made_anew() -> None:
    made_once, thing = fragments(), Thing("one")
    made_once(SHOW, thing)
    g.locale = "tr"  # as found in another request
    made_once(SHOW, thing)
    assert thing.looks == 2


def test_other_words_beside_the_thing_make_another() -> None:
    made_once, thing = fragments(), Thing("one")
    assert [made_once(SHOW, thing, words) for words in ("here", "there", "here")] == [
        "<b>one</b>here",
        "<b>one</b>there",
        "<b>one</b>here",
    ]
    assert thing.looks == 2
