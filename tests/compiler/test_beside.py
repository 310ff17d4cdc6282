"""A compiled text in pieces: where notes and explanations stand, and that nothing of the text is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyhub.compiler import Module, compile_courses
from studyhub.compiler.beside import Piece, notes_beside, pieces_of
from tests.compiler.folders import compiled_text
from tests.compiler.golden import CASES

SHIPPED = Path(__file__).resolve().parent.parent.parent / "courses"
FOLDERS = [SHIPPED, *sorted(CASES.glob("*/courses"))]
ADDED = re.compile(r'<div class="noted(?: paragraph)?">|</div>| role="list"| id="g-[^"]+"|"#[^"]+"')


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_pieces_together_are_the_text(folder: Path) -> None:
    for module in _modules(folder):
        for part in module.parts:
            together = "".join(piece.html for piece in pieces_of(module)[part.id])
            assert ADDED.sub("", together) == ADDED.sub("", part.html)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_each_passage_ends_once_and_in_order(folder: Path) -> None:
    for module in _modules(folder):
        ended = [piece.passage for piece in _all(module) if piece.passage]
        assert sorted(ended) == sorted(passage.id for passage in module.passages)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_what_words_lead_to_is_there_and_leads_back(folder: Path) -> None:
    for module in _modules(folder):
        html = "".join(piece.html for piece in _all(module))
        beside = [one for piece in _all(module) for one in piece.beside]
        led_to = re.findall(r'href="#((?:note|g-)[^"]*)"', html)
        assert {one.id for one in beside} == set(led_to)
        assert len({one.id for one in beside}) == len(beside)
        for one in beside:
            assert html.count(f'id="{one.back}"') == 1


def test_a_note_stands_behind_its_paragraph(tmp_path: Path) -> None:
    module = _first(tmp_path, "Some words[^new] and *others*.\n\nThe next.\n\n[^new]: What is meant.")
    words, behind, _end, after, *_ = _from(module, "Some words")
    assert words.html.startswith('<div class="noted paragraph">')
    assert words.passage
    assert behind.html == "</p>"
    assert [one.note.html for one in behind.beside if one.note] == ["<p>What is meant.</p>"]
    assert f'href="#{behind.beside[0].id}"' in words.html
    assert "The next." in after.html


def test_a_note_in_a_list_stands_in_its_item(tmp_path: Path) -> None:
    module = _first(tmp_path, "- One[^new]\n- Two\n\n[^new]: What is meant.")
    item, after, *_ = _from(module, "One")
    assert [one.note.html for one in item.beside if one.note] == ["<p>What is meant.</p>"]
    assert after.html.startswith("</li>")
    assert after.beside == ()


def test_a_person_named_twice_in_a_paragraph_is_explained_once_and_again_in_the_next(tmp_path: Path) -> None:
    ines = "[Inés](person:ines)"
    module = _first(tmp_path, f"## New\n\n{ines} and {ines}.\n\n{ines} again.")
    one, two = [one for piece in _from(module, "Inés") for one in piece.beside if one.entry]
    assert one.entry == two.entry
    assert one.id != two.id
    assert two.is_again


def test_a_note_of_a_question_stands_beside_nothing(tmp_path: Path) -> None:
    ask = "::: {.question #asked}\nWho said so?[^new]\n:::\n\n[^new]: She did."
    module = _first(tmp_path, ask)
    theirs = next(note for note in module.notes if "She did" in note.html)
    assert theirs.id not in notes_beside(module)


def test_the_first_timeline_of_two_calendars_is_announced(tmp_path: Path) -> None:
    new, old = "::: timeline\n1921\n: Peace.\n:::", "::: timeline\n1917-02-23 OS\n: Bread.\n:::"
    module = _first(tmp_path, f"## One\n\n{new}\n\n## Two\n\n{old}")
    announced = [number for number, piece in enumerate(_all(module)) if piece.two_calendars]
    timelines = [number for number, piece in enumerate(_all(module)) if 'class="timeline"' in piece.html]
    assert len(timelines) == 4
    assert announced == [timelines[0] - 1]
    assert 'class="old-style"' in _all(module)[timelines[0]].html


def _first(folder: Path, body: str) -> Module:
    return compiled_text(folder, body).courses[0].modules[0]


def _from(module: Module, words: str) -> list[Piece]:
    """The pieces from the one on with these words in it, of the last part."""
    pieces = list(pieces_of(module).values())[-1]
    at = next(number for number, piece in enumerate(pieces) if words in piece.html)
    return list(pieces[at:])


def _modules(folder: Path) -> list[Module]:
    found = [
        module
        for course in compile_courses(folder).courses
        for one in (course, *course.translations)
        for module in one.modules
    ]
    assert found
    return found


def _all(module: Module) -> list[Piece]:
    return [piece for pieces in pieces_of(module).values() for piece in pieces]
