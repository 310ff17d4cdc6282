"""What is the same for everybody is made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import Environment
from jinja2.runtime import Macro

from studyhub.web.fragments import Fragments


class Thing:
    """What a macro shows, and how often it was looked at."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.looks = 0

    def __str__(self) -> str:
        self.looks += 1
        return self.words


@pytest.fixture
def macro() -> Macro:
    template = Environment(autoescape=True).from_string(
        "{% macro show(thing) %}<b>{{ thing }}</b>{% endmacro %}"
    )
    found = getattr(template.module, "show")  # noqa: B009 - mypy does not know what a template defines
    assert isinstance(found, Macro)
    return found


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_it_is_made_once_for_each_thing(macro: Macro) -> None:
    kept, one, other = Fragments(), Thing("<one>"), Thing("other")
    assert kept(macro, one) == kept(macro, one) == "<b>&lt;one&gt;</b>"
    assert kept(macro, other) == "<b>other</b>"
    assert (one.looks, other.looks) == (1, 1)


def test_the_one_not_asked_for_longest_goes_first(macro: Macro) -> None:
    kept, things = Fragments(most=2), [Thing("a"), Thing("b"), Thing("c")]
    for thing in (things[0], things[1], things[0], things[2], things[0], things[1]):
        kept(macro, thing)
    assert [thing.looks for thing in things] == [1, 2, 1]


def test_another_language_is_made_anew(macro: Macro, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, thing = Fragments(), Thing("one")
    kept(macro, thing)
    monkeypatch.setattr("studyhub.web.fragments.get_locale", lambda: "tr")
    kept(macro, thing)
    assert thing.looks == 2


def test_it_can_be_forgotten(macro: Macro) -> None:
    kept, thing = Fragments(), Thing("one")
    kept(macro, thing)
    kept.forget()
    kept(macro, thing)
    assert thing.looks == 2


def test_other_words_beside_the_thing_make_another(app: Flask) -> None:
    template = app.jinja_env.from_string(
        "{% macro show(thing, words) %}{{ thing }} {{ words }}{% endmacro %}"
    )
    found = getattr(template.module, "show")  # noqa: B009 - mypy does not know what a template defines
    kept, thing = Fragments(), Thing("one")
    assert [str(kept(found, thing, words)) for words in ("here", "there", "here")] == [
        "one here",
        "one there",
        "one here",
    ]
    assert thing.looks == 2
