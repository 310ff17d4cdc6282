"""Nothing that an author writes becomes a tag, an attribute or an address that the compiler does not write."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyhub.compiler import Compiled
from studyhub.compiler.text.sanitise import ATTRIBUTES, CLASSES, ID, TAGS, sanitise
from tests.compiler.folders import compiled_text
from tests.compiler.test_fuzz import FUZZ, modules_of
from tests.scale import scaled

CORPUS = (Path(__file__).parent / "hostile_html.txt").read_text(encoding="utf-8").split("\n%\n")
HREF = re.compile(r"https?://|mailto:|#|/courses/")
SRC = re.compile(r"/courses/[a-z-]+/images/[0-9a-f]{64}\.[a-z]+\Z")


class Reader(HTMLParser):
    """Reads HTML and fails on the first thing that is not in the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES[tag]
            assert not name.startswith("on")
            self.check(name, value or "")

    def check(self, name: str, value: str) -> None:
        if name == "class":
            assert set(value.split()) <= CLASSES
        elif name == "id":
            assert ID.match(value)
        elif name == "href":
            assert HREF.match(value)
        elif name == "src":
            assert SRC.match(value)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def read(html: str) -> None:
    Reader(convert_charrefs=True).feed(html)


def all_html(compiled: Compiled) -> list[str]:
    pieces = [course.introduction_html for course in compiled.courses]
    for module in modules_of(compiled):
        pieces += [part.html for part in module.parts]
        pieces += [note.html for note in (*module.notes, *module.facilitation.footnotes)]
        pieces += [question.html for question in module.questions]
        pieces += [position.html for disputed in module.disputed for position in disputed.positions]
        pieces += [html for prompt in module.recall for html in (prompt.question_html, prompt.answer_html)]
        pieces += [module.key_points_html, module.facilitation.lead_off_html, *module.facilitation.other_html]
        pieces += module.facilitation.notes.values()
    return pieces


@pytest.mark.parametrize("hostile", CORPUS)
def test_hostile_html_comes_out_harmless_wherever_it_stands(hostile: str, tmp_path: Path) -> None:
    quoted = hostile.replace('"', "'").replace("\n", " ")
    body = (
        f"{hostile}\n\n## {quoted}\n\n[{hostile}]({hostile})\n\n![{hostile}]({hostile})\n\n"
        f"[x][y]\n\n[y]: {hostile}\n\n::: note\n{hostile}\n:::\n\n"
        f'::: {{.quote source=porter-harbour part="{quoted}" lang="{quoted}" dir="{quoted}"}}\n{hostile}\n:::\n\n'
        f"::: facilitator\n{hostile}[^z]\n:::\n\n[^z]: {hostile}\n\n```\n{hostile}\n```\n"
    )
    for html in all_html(compiled_text(tmp_path, body)):
        read(html)


@pytest.mark.parametrize("hostile", CORPUS)
def test_the_last_gate_alone_lets_nothing_through(hostile: str) -> None:
    once = sanitise(hostile)
    read(once)
    assert sanitise(once) == once


@settings(FUZZ, max_examples=scaled(20_000))
@given(st.text(alphabet=st.sampled_from("<>/\"'=&;#x: abijnoprstv\n\t\x00!-[]"), max_size=80))
def test_no_text_gets_through_the_last_gate(text: str) -> None:
    once = sanitise(text)
    read(once)
    assert sanitise(once) == once


def test_what_the_compiler_writes_gets_through(tmp_path: Path) -> None:
    pieces = all_html(compiled_text(tmp_path, "A paragraph."))
    together = "\n".join(pieces)
    for written in (
        '<a class="outside" href="https://example.org/more" rel="noreferrer">',
        '<a class="gloss" href="#g-person-ines">',
        '<a href="#reading-porter-opening">',
        '<a href="/courses/harbour/end">',
        '<a href="#s-the-noon">',
        'role="doc-noteref"',
        'loading="lazy"',
        '<span lang="tr">',
        '<th class="end">',
        '<time datetime="1917-03-08">',
        '<figure class="quote">',
        "<cite>A Harbour and Its People</cite>",
        '<ol class="timeline">',
    ):
        assert written in together
    for html in pieces:
        assert sanitise(html) == html
