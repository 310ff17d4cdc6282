"""Every word of the interface can be translated: a pseudo-language shows the ones that cannot."""

from __future__ import annotations

from collections import OrderedDict
from html.parser import HTMLParser

import flask_babel
import pytest
from babel.support import NullTranslations

from studyhub.web.fragments import Fragments
from tests.journeys.world import EMPTY_PAGES, PAGES, World

OPEN, CLOSE = "⟦", "⟧"
NOT_FOR_TRANSLATORS = {"code", "script", "style", "svg"}
OUR_NAME = "StudyHub"


class PseudoLanguage(NullTranslations):
    """A language in which every marked word stands in brackets."""

    def ugettext(self, message: str) -> str:
        """Bracket one message."""
        return f"{OPEN}{message}{CLOSE}"

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        """Bracket the form for this number."""
        return self.ugettext(singular if num == 1 else plural)


class Unmarked(HTMLParser):
    """Collects the visible words of a page that stand outside brackets, courses' own text left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[bool] = []  # per open element: whether its text is nobody's to translate
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"meta", "link", "input", "br", "hr", "img", "use", "path"}:
            return
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        self._open.append(tag in NOT_FOR_TRANSLATORS or "data-from" in given or "prose" in classes)

    def handle_endtag(self, _tag: str) -> None:
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        outside = ""
        for character in data:
            self._depth += (character == OPEN) - (character == CLOSE)
            outside += character if self._depth == 0 and character != CLOSE else ""
        outside = outside.replace(OUR_NAME, "")
        if not any(self._open) and any(character.isalpha() for character in outside):
            self.words.append(outside.strip())


@pytest.mark.parametrize("is_empty", [False, True], ids=["with-courses", "empty"])
def test_every_word_is_marked_for_translation(
    world: World, empty_world: World, monkeypatch: pytest.MonkeyPatch, *, is_empty: bool
) -> None:
    place, pages = (empty_world, EMPTY_PAGES) if is_empty else (world, PAGES)
    clients = {who: place.client_of(who) for who in pages}
    fragments = place.app.jinja_env.globals["made_once"]
    assert isinstance(fragments, Fragments)
    monkeypatch.setattr(fragments, "_kept", OrderedDict())  # without what was made in English
    monkeypatch.setattr(fragments, "_length", 0)
    monkeypatch.setattr(flask_babel.Domain, "get_translations", lambda _self: PseudoLanguage())
    unmarked = {}
    for who, addresses in pages.items():
        for address in addresses:
            collector = Unmarked()
            collector.feed(clients[who].get(address, follow_redirects=True).text)
            if collector.words:
                unmarked[who, address] = collector.words
    assert unmarked == {}, "mark these with _() or {% trans %}, or data-from for text that people wrote"
