"""Passages read back out of a compiled module: the words that the compiler counted, under any id."""

from __future__ import annotations

from dataclasses import replace

from studyhub.compiler import compile_courses
from studyhub.compiler.likeness import Index, Text, likeness
from studyhub.compiler.model import Part, Passage
from studyhub.compiler.passage_texts import passage_texts, rename_passages
from tests.architecture.rules.source import ROOT
from tests.compiled import make_module

FOLDERS = (ROOT / "courses", ROOT / "tests/compiler/cases/whole/courses")
KEY = "p-0a1b2c3d"


def test_every_passage_is_read_back_as_long_as_it_was_written() -> None:
    modules = [
        module
        for folder in FOLDERS
        for course in compile_courses(folder).courses
        for module in course.modules
    ]
    assert modules
    for module in modules:
        texts = passage_texts(module)
        assert [(key, len(text)) for key, text in texts.items()] == [
            (passage.id, passage.characters) for passage in module.passages
        ]


def test_words_in_cells_and_after_breaks_stand_apart_and_notes_are_left_out() -> None:
    html = (
        f'<h3 id="s-x">No</h3><table id="{KEY}"><tr><td>one</td><td>two<br>three</td></tr></table>'
        f'<p>not a passage</p><ul><li id="{KEY}-2">a<sup id="fnref-1"><a href="#fn-1">1</a></sup> b'
        "<ul><li>c</li></ul><sup>2</sup></li></ul>"
    )
    passages = tuple(Passage(key, "first", "", 1) for key in (KEY, f"{KEY}-2", "p-ffffffff"))
    module = replace(make_module("m"), parts=(Part("first", "", html, 1),), passages=passages)
    assert passage_texts(module) == {KEY: "one two three", f"{KEY}-2": "a b c 2", "p-ffffffff": ""}


def test_an_id_is_changed_where_it_names_an_element_and_nowhere_else() -> None:
    html = f'<p lang="ru" id="{KEY}">Write id="{KEY}" in it.</p><p id="s-other">x</p>'
    module = replace(
        make_module("m"), parts=(Part("first", "", html, 1),), passages=(Passage(KEY, "first", "", 1),)
    )
    renamed = rename_passages(module, {KEY: "p-11111111"})
    assert renamed.parts[0].html == html.replace(KEY, "p-11111111", 1)
    assert renamed.passages[0].id == "p-11111111"


def test_neither_capitals_nor_punctuation_nor_typography_make_a_text_another() -> None:
    assert Text.of("The tsar’s “manifesto” – 1904–1905.") == Text.of("the tsar's 'Manifesto', 1904-1905")
    assert Text.of("***") != Text.of("…")


def test_texts_of_few_words_are_compared_by_letters() -> None:
    assert likeness(Text.of("Bread was dear."), Text.of("Bread was daer.")) > 0.9
    assert likeness(Text.of("战争与和平"), Text.of("战争和平")) > 0.8


def test_words_that_stand_everywhere_find_nothing() -> None:
    index = Index([Text.of(f"the row {number}") for number in range(200)])
    assert index.nearest(Text.of("the row 7"), most=8) == [7]
    assert index.nearest(Text.of("the"), most=8) == []
