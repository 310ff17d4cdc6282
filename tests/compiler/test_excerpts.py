"""A passage on a page of its own: sound HTML, without notes, and nothing that is called as in its module."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from studyhub.compiler import compile_courses
from studyhub.compiler.excerpts import passage_html
from studyhub.compiler.passage_texts import passage_texts
from tests.compiler.folders import compiled_text
from tests.compiler.test_beside import FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_passage_is_whole_and_says_what_it_said(folder: Path) -> None:
    for course in compile_courses(folder).courses:
        for module in course.modules:
            for key, text in passage_texts(module).items():
                html = passage_html(module, key, home="/there")
                reader = _Reader()
                reader.feed(html)
                assert reader.depth == 0
                assert "".join("".join(reader.words).split()) == "".join(text.split())
                assert reader.attributes.isdisjoint({"id"})
                assert 'href="#' not in html


def test_an_item_keeps_a_list_around_it_and_links_lead_into_the_module(tmp_path: Path) -> None:
    module = compiled_text(tmp_path, "- [Inés](person:ines) spoke[^1]").courses[0].modules[0]
    html = passage_html(module, module.passages[-1].id, home="/there")
    assert html == '<ul><li><a class="gloss" href="/there#g-person-ines">Inés</a> spoke</li></ul>'


def test_a_passage_that_is_not_there_is_nothing(tmp_path: Path) -> None:
    module = compiled_text(tmp_path, "Words.").courses[0].modules[0]
    assert passage_html(module, "p-00000000", home="/there") == ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.words: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag not in {"br", "hr", "img"}
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, _tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.words.append(data)
