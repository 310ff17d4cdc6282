"""What becomes of a module's text: passages, minutes, glossary, shared timelines, images, fixes."""

from __future__ import annotations

import html
from pathlib import Path
from unittest.mock import create_autospec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.compiler import Module, Problem, compile_courses
from studyhub.compiler.model import Level
from studyhub.compiler.text.markdown_text import MarkdownText, Scope
from studyhub.compiler.text.passages import opening_of
from studyhub.compiler.words.reading_time import minutes_of_pages, minutes_of_text, minutes_of_words
from tests.compiler.folders import FIRST, WHOLE, change, compiled_text, copy_whole, module_with, problems_of

PIXELS = {
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.gif": b"GIF89a",
    "b.gif": b"GIF87a",
    "a.webp": b"RIFF\0\0\0\0WEBP",
    "a.avif": b"\0\0\0\x20ftypavif",
}


def first_module(to: Path, body: str) -> Module:
    return compiled_text(to, body).courses[0].modules[0]


def test_the_same_paragraph_twice_gets_two_ids_and_keeps_them(tmp_path: Path) -> None:
    module = first_module(tmp_path, "The same.\n\nThe same.\n\nOther.\n\nThe *same*.")
    names = [passage.id for passage in module.passages if passage.opening == "The same."]
    assert len(names) == 3
    assert names[1:] == [f"{names[0]}-2", f"{names[0]}-3"]
    assert all(f'id="{name}"' in module.parts[-1].html for name in names)


def test_a_passage_keeps_its_id_when_footnotes_are_renumbered(tmp_path: Path) -> None:
    before = first_module(tmp_path / "a", "A paragraph.[^late]")
    after = first_module(tmp_path / "b", "New.[^new]\n\nA paragraph.[^late]\n\n[^new]: x")
    assert before.passages[-1].id == after.passages[-1].id


def test_an_opening_is_cut_at_a_word() -> None:
    assert opening_of("Short.") == "Short."
    assert opening_of("word " * 20) == "word word word word word word word word word word word word…"
    assert opening_of("x" * 80) == "x" * 60 + "…"
    assert opening_of(f"{'A winter. ' * 6}Bread was dear.") == f"{'A winter. ' * 5}A winter…"


@pytest.mark.parametrize(
    ("characters", "figures", "language", "minutes"),
    [
        (0, 0, "en", 0),
        (1, 0, "en", 1),
        (9000, 0, "en", 11),
        (9000, 3, "en", 11),
        (260, 0, "zh-Hant", 1),
        (361, 0, "ja", 2),
    ],
)
def test_a_text_takes_as_long_as_its_characters(
    characters: int, figures: int, language: str, minutes: int
) -> None:
    assert minutes_of_text(characters, figures, language=language) == minutes


def test_words_and_pages_are_turned_into_minutes() -> None:
    assert minutes_of_words(4100) == 21
    assert minutes_of_pages(12) == 18


def test_a_term_that_facilitators_alone_meet_is_in_their_glossary_alone() -> None:
    module = compile_courses(WHOLE).courses[0].modules[0]
    assert [entry.anchor for entry in module.glossary] == ["g-person-ines", "g-term-lock-out"]
    assert [entry.anchor for entry in module.facilitation.glossary] == ["g-term-blackleg"]


def test_a_term_that_readers_meet_too_is_in_theirs(tmp_path: Path) -> None:
    module = first_module(tmp_path, "A [word](term:blackleg).")
    assert "g-term-blackleg" in [entry.anchor for entry in module.glossary]
    assert module.facilitation.glossary == ()


def test_a_shared_timeline_is_sorted_and_cut(tmp_path: Path) -> None:
    html = first_module(tmp_path, "## Dates\n\n::: {.timeline from=coast}\n:::").parts[-1].html
    assert html.index("long pier") < html.index("Petrograd") < html.index("May Day")
    html = (
        first_module(tmp_path / "cut", "## Dates\n\n::: {.timeline from=coast start=1919-01}\n:::")
        .parts[-1]
        .html
    )
    assert "long pier" not in html


@pytest.mark.parametrize(
    ("block", "rules"),
    [
        ("::: {.timeline from=coast start=1950}\n:::", ["bad-timeline"]),
        ("::: {.timeline from=coast start=x}\n:::", ["bad-date"]),
        ("::: {.timeline from=coast}\n1917\n: x\n:::", ["bad-timeline"]),
        ("::: {.timeline from=nothing-like-it}\n:::", ["unknown-timeline"]),
        ("::: timeline\n1917\n:::", []),
        ("::: timeline\n1917\n: Women strike\n    in Petrograd.\n:::", []),
        ("::: timeline\n1917\n: Women strike\nin Petrograd.\n:::", ["bad-timeline"]),
        ("::: timeline\n1917\n: Women strike.\n1917-2-23\n:::", ["bad-date"]),
        ("::: timeline\nOnce\n: Women strike.\n:::", ["bad-date"]),
        ("::: note\n::: timeline\n1917\n: x\n:::\n:::", []),
    ],
)
def test_a_timeline_is_checked(block: str, rules: list[str], tmp_path: Path) -> None:
    assert [problem.rule for problem in problems_of(module_with(tmp_path, block))] == rules


@pytest.mark.parametrize("name", PIXELS)
def test_every_usual_kind_of_image_is_shown(name: str, tmp_path: Path) -> None:
    root = module_with(tmp_path, f"![An image](images/{name})")
    (root / f"harbour/images/{name}").write_bytes(PIXELS[name] + b"x")
    compiled = compile_courses(root)
    assert compiled.problems == ()
    (image,) = (image for image in compiled.courses[0].images if image.path.endswith(name))
    assert (
        f"/courses/harbour/images/{image.sha256}.{name[2:]}" in compiled.courses[0].modules[0].parts[-1].html
    )


@pytest.mark.parametrize(
    "target",
    [
        "images/none.png",
        "images",
        "../course.md",
        "/etc/passwd",
        "a%2e%2e/b",
        "C:\\x.png",
        "images\\pier.png",
        "course.md",
    ],
)
def test_nothing_else_is_an_image(target: str, tmp_path: Path) -> None:
    found = [problem.rule for problem in problems_of(module_with(tmp_path, f"![An image]({target})"))]
    assert found == ["bad-image"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("x " * 13_000, ["long-line"]),
        ("word word word\n" * 2000, ["too-dense"]),
        ("[" * 700, ["too-dense"]),
        ("> " * 20 + "x", ["too-dense"]),
        ("- a\n\n" + " " * 60 + "b", ["too-dense"]),
        ("[x](http://[)", ["bad-link"]),
        ("[x](https://a b)", []),
        ('[x](https://a"b)', ["bad-link"]),
        ("````\nx\n\n`````\n\n```\ny", ["unclosed-code"]),
        ("````\nx\n\n````` a\n\n~~~~ b", ["unclosed-code", "unclosed-code", "unclosed-code"]),
        ("- a\n  - b\n  - c", ["list-indent"]),
        ("- a\ntext\n- b", []),
        ("[x](no\\_where)", ["bad-link"]),
        ("::: 1x\nx\n:::", ["bad-attribute"]),
        ("::: :::\nx\n:::", ["unknown-block"]),
        ("::: recall\n" + "a" * 90 + "?\n\n: b\n:::", ["missing-id"]),
        ("::: facilitator\n::: timeline\n1917\n: x\n:::\n:::", []),
        ("a\nb\n- c", ["blank-line"]),
        ("```\n```", []),
        ('A <sub>2</sub> and <span lang="tr">x</span> &nbsp;&#8212;.', []),
    ],
)
def test_a_text_is_checked(text: str, rules: list[str], tmp_path: Path) -> None:
    assert [problem.rule for problem in problems_of(module_with(tmp_path, text))] == rules


def test_what_a_fix_says_mends_the_problem(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="id: strike\n", new="")
    change(root, FIRST, old="depth: main", new="deph: main")
    change(root, FIRST, old="plan: branch-night", new="plan: branch-nigth")
    change(root, FIRST, old="{.recall #year}", new="{.recall}")
    change(root, FIRST, old="::: note\n", new="::: ntoe\n")
    change(root, FIRST, old="person:ines", new="person:inse")
    change(root, FIRST, old="\n## The morning", new="## The morning")
    change(root, FIRST, old="### What", new="###What")
    change(root, FIRST, old="    - of the night", new="  - of the night")
    change(root, FIRST, old="{.question #your-work", new="{question #your-work")
    change(root, FIRST, old="from=coast", new="from=caost")
    change(root, FIRST, old="wages", new="wag\u200bes")
    for _ in range(3):
        mend(root)
    assert problems_of(root) == []


def mend(root: Path) -> None:
    """Apply the fixes from the bottom of each file up, one a line."""
    seen: set[tuple[str, int]] = set()
    for problem in reversed(compile_courses(root).problems):
        if problem.fix and (problem.path, problem.fix.line) not in seen:
            seen.add((problem.path, problem.fix.line))
            apply(root, problem)


def apply(root: Path, problem: Problem) -> None:
    fix = problem.fix
    assert fix
    lines = (root / problem.path).read_text(encoding="utf-8").split("\n")
    line = lines[fix.line - 1]
    lines[fix.line - 1] = line[: fix.start - 1] + fix.replacement + line[fix.end - 1 :]
    (root / problem.path).write_text("\n".join(lines), encoding="utf-8")


def test_advice_does_not_stop_publishing(tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    (root / "stray.md").write_text("x", encoding="utf-8")
    compiled = compile_courses(root)
    assert [problem.level for problem in compiled.problems] == [Level.ADVICE]
    assert compiled.errors == ()


@pytest.mark.parametrize("entity", ["&amp;", "&AMP;", "&#38;", "&#x26;"])
def test_an_ampersand_written_as_an_entity_begins_no_other(entity: str, tmp_path: Path) -> None:
    module = first_module(tmp_path, f"Write {entity}lt; or *{entity}amp;lt;* for it, at AT{entity}T.")
    assert "Write &amp;lt; or <em>&amp;amp;lt;</em> for it, at AT&amp;T." in module.parts[-1].html


@given(st.text("&amp;lt#38 x", max_size=30))
def test_what_is_escaped_is_shown_as_it_was(text: str) -> None:
    shown = f"a{text}z"
    parser = MarkdownText()
    written = parser.serialise(parser.tree(html.escape(shown), create_autospec(Scope)))
    assert html.unescape(written.removeprefix("<p>").removesuffix("</p>")) == shown
