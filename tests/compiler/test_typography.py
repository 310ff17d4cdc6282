"""Authors type what a keyboard has; readers see what a printer would set."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyhub.compiler import compile_courses
from studyhub.compiler.text.typography import typeset
from tests.compiler.folders import FIRST, change, copy_whole

COURSE = "harbour/course.md"


@pytest.mark.parametrize(
    ("typed", "language", "set_"),
    [
        ('"Hello," he said.', "en", "“Hello,” he said."),
        ('"Hello," he said.', "en-GB", "“Hello,” he said."),
        ("It's the workers' party's", "en", "It’s the workers’ party’s"),
        ("\"'Bread' was the cry\"", "en", "“‘Bread’ was the cry”"),
        ('Of \'17 ("red")', "en", "Of ’17 (“red”)"),
        ("\"Da\" und 'dort'", "de", "„Da“ und ‚dort‘"),
        ('"Da"', "ru", "«Da»"),
        ('"a" l\'aube', "fr", '"a" l’aube'),
        ("1905-07, pp. 12-14 and 1880-1941.", "en", "1905–07, pp. 12–14 and 1880–1941."),
        ("1917-02-23, 978-0-14-0, F-16 and post-1917", "en", "1917-02-23, 978-0-14-0, F-16 and post-1917"),
        ("one - or two -- and so on...", "en", "one – or two – and so on…"),
        ("- a", "en", "- a"),
        ("", "en", ""),
    ],
)
def test_a_text_is_set_by_the_rules_of_its_language(typed: str, language: str, set_: str) -> None:
    assert typeset(typed, language) == set_
    assert typeset(set_, language) == set_


def test_a_mark_knows_what_stands_before_it_in_another_element(tmp_path: Path) -> None:
    html = first_part(tmp_path, 'A "*whole* strike" and *workers*\' bread; "**now**", `x = "y"`.')
    assert "“<em>whole</em> strike” and <em>workers</em>’ bread; “<strong>now</strong>”" in html
    assert '<code>x = "y"</code>' in html


def test_an_address_stays_as_it_is(tmp_path: Path) -> None:
    html = first_part(tmp_path, "See <https://example.org/1917-18/it's>.")
    assert ">https://example.org/1917-18/it's</a>" in html


def test_titles_aims_and_the_library_are_set_too(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, COURSE, old="title: ", new="title: The crane's ")
    change(root, FIRST, old="  - Say what", new='  - Say "why" and what')
    course = compile_courses(root).courses[0]
    assert course.title.startswith("The crane’s")
    assert course.modules[0].aims[0].startswith("Say “why” and what")
    assert {entry.lived for module in course.modules for entry in module.glossary} >= {"1880–1941"}


def first_part(tmp_path: Path, text: str) -> str:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="Before the first heading", new=f"{text}\n\nBefore the first heading")
    return compile_courses(root).courses[0].modules[0].parts[0].html
