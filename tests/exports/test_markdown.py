"""One file of plain text: what compiles to the same passages again has kept every word in its place."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.compiler import Module, compile_courses
from studyhub.compiler.passage_texts import passage_texts
from studyhub.exports.as_markdown import Hand
from tests.compiled import make_course, make_module
from tests.compiler.folders import WHOLE
from tests.factories import make_instance, publish_course
from tests.journeys.world import SCRIPTS
from tests.shipped import SHIPPED

HEAD = "---\nid: again\ntitle: Again\nwhy: To see.\naims:\n  - See.\n---\n"
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>")
PICTURE = re.compile(r'<img alt="([^"]*)"')
TRICKY = (
    "1917. That was the year.",
    "- a dash begins this",
    "# no heading, *no stress*, `no code`, _nor this_ and a_b_c",
    "> no quotation [no link](nowhere) [^1] {nor=this}",
    ": no definition",
    "| no | table |",
    "2 < 3, 4 > 3 & 5; a back\\slash",
    "--- no line --- and ::: no block :::",
    "::: note",
    "+ 12) and 12. and 3) twelve",
    "~~~ and ``` and === and !",
)


@pytest.mark.parametrize("folder", [SHIPPED, SCRIPTS, WHOLE], ids=lambda folder: folder.name)
def test_what_is_taken_away_compiles_to_the_same_passages(
    app: Flask, client: FlaskClient, tmp_path: Path, folder: Path
) -> None:
    courses = compile_courses(folder).courses
    make_instance(app, guests_may_read=True)
    publish_course(app, *courses)
    for course in courses:
        for module in course.modules:
            text = client.get(f"/courses/{course.id}/{module.id}/module.md").text
            again = compiled_again(text, tmp_path / course.id / module.id, language=module.language)
            assert_same(module, again)


@pytest.mark.parametrize("words", TRICKY)
def test_words_that_look_like_signs_stay_words(
    app: Flask, client: FlaskClient, tmp_path: Path, words: str
) -> None:
    make_instance(app, guests_may_read=True)
    module = make_module("tricky", paragraphs=("One.", words, "Two."))
    publish_course(app, make_course(modules=[module]))
    text = client.get("/courses/revolution/tricky/module.md").text
    again = compiled_again(text, tmp_path / "tricky", language="de")  # whose dashes nobody sets anew
    assert_same(module, again)


def test_a_module_is_one_file_with_everything_readers_see(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    courses = compile_courses(shutil.copytree(WHOLE, tmp_path / "courses")).courses
    make_instance(app, guests_may_read=True)
    publish_course(app, *courses)
    answer = client.get("/courses/harbour/strike/module.md")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="harbour-strike.md"'
    for said in (
        "# How a strike begins\n",
        "lock-out.[^1] See",
        "> — Ada Porter, *A Harbour and Its People* (1921), p. 3\n",
        "- hours\n    - of the night shift\n",
        "| day | out |\n| --- | --: |\n",
        "- **23 February 1917 OS (8 March 1917)**  \n    Women strike",
        "1. Who *called* the strike",
        "**The committee**\n\nYes, with the railway.\n",
        "    *In 1919.*\n",
        "[^1]: Porter, ch. 1, on the gates.\n\n    A second paragraph.\n",
        "- **Inés Vidal** (1880–1941): Crane driver",
        "*(Picture: A pier with two cranes)*",
        "Licence: ",
    ):
        assert said in answer.text
    assert "facilitator-only" not in answer.text
    assert "/courses/" not in answer.text


def test_a_course_is_one_file_whose_notes_keep_apart(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, *compile_courses(WHOLE).courses)
    text = client.get("/courses/harbour/print/course.md").text
    assert text.startswith("# A harbour on strike\n")
    assert "\n## 1. How a strike begins\n" in text
    assert "\n## 2. How it ended\n" in text
    assert "\n### The morning\n" in text
    labels = re.findall(r"^\[\^([\w-]+)\]:", text, re.MULTILINE)
    assert len(labels) == len(set(labels)) == 4
    assert set(re.findall(r"\[\^([\w-]+)\](?!:)", text)) == set(labels)
    turkish = client.get("/courses/harbour/print/course.md?lang=tr")
    assert turkish.headers["Content-Disposition"] == 'attachment; filename="harbour-tr.md"'


def test_what_would_run_into_one_another_is_kept_apart() -> None:
    told = Hand().write("<blockquote><p>One.</p></blockquote><blockquote><p>Two.</p></blockquote>")
    assert told == "> One.\n\n<!-- -->\n\n> Two."


def test_a_list_of_paragraphs_and_code_keeps_its_shape() -> None:
    html = '<ol start="3"><li><p>One<br>two.</p><p>More.</p></li></ol><pre><code>a\n```\nb</code></pre><hr>'
    assert Hand().write(html) == "3. One  \n    two.\n\n    More.\n\n````\na\n```\nb\n````\n\n* * *"


def test_a_line_in_a_cell_does_not_end_it() -> None:
    html = (
        '<table><thead><tr><th>Yes|No</th><th class="end">Votes</th></tr></thead>'
        "<tbody><tr><td>For|Against</td><td>3</td></tr></tbody></table>"
    )
    assert Hand().write(html) == "| Yes\\|No | Votes |\n| --- | --: |\n| For\\|Against | 3 |"


def test_a_name_for_a_sign_stays_as_it_stands() -> None:
    assert (
        Hand().write("<p>It is written &amp;lt; there, in R&amp;D.</p>")
        == "It is written &amp;lt; there, in R&D."
    )


def compiled_again(text: str, folder: Path, *, language: str) -> Module:
    """Compile a module that was taken away, as an author would who has put a front matter before it."""
    course = folder / "courses" / "again"
    course.mkdir(parents=True)
    (course / "course.md").write_text(
        f"---\nid: again\ntitle: Again\nlanguage: {language}\nsummary: Again.\nlicence: CC0-1.0\n---\nAgain.\n"
    )
    (course / "01-again.md").write_text(f"{HEAD}\n{text.partition(chr(10))[2]}")
    (module,) = compile_courses(folder / "courses").courses[0].modules
    return module


def assert_same(module: Module, again: Module) -> None:
    """Every part has the words that it had, and the sources of quotations and the words for pictures beside."""
    words, found = words_of(module), words_of(again)
    html = "".join(part.html for part in module.parts)
    beside = [f"— {re.sub('<[^>]+>', '', one)}" for one in CAPTION.findall(html)]
    beside += [f"(Picture: {alt})" for alt in PICTURE.findall(html)]
    for title, text in words.items():
        told = found[title]
        for one in beside:
            told = told.replace(one, " ")
        assert " ".join(told.split()).endswith(text), title  # a part without a title follows what comes first
        assert title == "" or " ".join(told.split()) == text, title


def words_of(module: Module) -> dict[str, str]:
    """The words of each part by its title."""
    titles = {part.id: part.title for part in module.parts}
    texts = passage_texts(module)
    words: dict[str, list[str]] = defaultdict(list)
    for passage in module.passages:
        words[titles[passage.part]] += texts[passage.id].split()
    return {title: " ".join(found) for title, found in words.items()}
