"""XS-09: what nobody can see does not come in by another way of writing it: YAML's escapes, HTML's entities."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyhub.compiler import compile_courses
from studyhub.compiler.files.source import UNSEEN
from studyhub.courses.content import dump, to_json
from tests.compiler.folders import FIRST, change, copy_whole, module_with, problems_of

ESCAPES = (r"\u202E", r"\u0001", r"\e", r"\x9b", r"\uFFFE", r"\u200B", r"\U000E0041", r"\L")
ENTITIES = (
    "&#x202E;",
    "&#8238;",
    "&#1;",
    "&#x1b;",
    "&#xFFFE;",
    "&#xE0041;",
    "&ZeroWidthSpace;",
)
PLACES = (
    "Some {} text.",
    "## A {} heading",
    "- One {} thing\n- another",
    "*Very {} much* and [a {} link](https://example.org/more)",
    "![A {} pier](images/pier.png)",
    '<abbr title="A {} title">a</abbr>',
    "| a {} | b |\n|---|---|\n| c {} | d |",
    "A note.[^unseen]\n\n[^unseen]: It says {} this.",
    '::: {{.quote source=company-report part="p. {} 3"}}\nA {} word.\n:::',
    "::: {{.question #unseen depth=none}}\nWhat {} is it?\n\n::: facilitator\nA {} hint.\n:::\n:::",
    "::: {{.timeline}}\n1919\n: What {} was.\n:::",
)


@pytest.mark.parametrize("escape", ESCAPES)
def test_an_escape_of_yaml_is_reported_where_it_stands_and_goes_nowhere(escape: str, tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, FIRST, old="title: ", new=f'title: "A {escape} title" # ')
    change(root, "library/people.yaml", old="name: ", new=f'name: "A {escape} name" # ')
    found = [(problem.path, problem.rule) for problem in problems_of(root)]
    assert found == [(FIRST, "hidden-character"), ("library/people.yaml", "hidden-character")]
    assert not UNSEEN.search(everything(root))


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("place", PLACES)
def test_an_entity_of_html_goes_nowhere(place: str, entity: str, tmp_path: Path) -> None:
    assert not UNSEEN.search(everything(module_with(tmp_path, place.format(*[entity] * 2))))


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_entity_in_a_text_is_reported_where_it_stands(entity: str, tmp_path: Path) -> None:
    root = module_with(tmp_path, f"Some {entity} text.")
    (problem,) = problems_of(root)
    assert (problem.rule, problem.source) == ("hidden-character", f"Some {entity} text.")


@pytest.mark.parametrize(
    "entity", ["&nbsp;", "&shy;", "&zwj;", "&zwnj;", "&lrm;", "&eacute;", "&#233;", "&amp;"]
)
def test_what_a_script_or_a_line_needs_may_be_written_so(entity: str, tmp_path: Path) -> None:
    assert problems_of(module_with(tmp_path, f"Some {entity} text.")) == []


def everything(root: Path) -> str:
    """Return all that comes out, as a text."""
    compiled = compile_courses(root)
    return dump([to_json([*compiled.courses]), to_json(compiled.library)])
