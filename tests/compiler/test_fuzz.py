"""Whatever a folder holds, compiling it raises nothing and takes no second."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studyhub.compiler import RULES, Compiled, Facilitation, Module, compile_courses
from tests.compiler.documents import DOCUMENT, FRONT_MATTER, INLINE, LINES
from tests.compiler.folders import FIRST, WHOLE
from tests.scale import scaled

LONGEST = 1.0  # seconds of this process
FUZZ = settings(
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
DOCUMENTS, TREES = 20_000, 1_000
NAMES = st.sampled_from(
    [
        "course.md",
        "01-a.md",
        "02-b.md",
        "02-c.md",
        "x.md",
        "README.md",
        "tr",
        "en-GB",
        "images",
        "library",
        "works.yaml",
        "people.yaml",
        "terms.yaml",
        "timelines",
        "coast.yaml",
        "organisation.yaml",
        "routes.yaml",
        "c",
        "d",
        ".hidden",
        "é.md",
        "01-Ä.md",
        "nameless",
    ]
)
CONTENT = st.one_of(
    DOCUMENT.map(lambda text: text.encode("utf-8", "replace")),
    FRONT_MATTER.map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=40),
    st.just(b""),
)
TREE = st.recursive(
    CONTENT,
    lambda inner: st.dictionaries(NAMES, st.one_of(inner, st.just("link")), max_size=6),
    max_leaves=12,
)
SECRET = "thesecretword"
OPENINGS = (
    ":::",
    "```",
    "~~~",
    "<!--",
)  # of what would swallow the block's own fence; publishing refuses that


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        courses = Path(shutil.copytree(WHOLE, Path(folder) / "courses"))
        shutil.rmtree(courses / "harbour/tr")  # one module is enough, and compiles in a third of the time
        (courses / "harbour/02-end.md").unlink()
        yield courses


@settings(FUZZ, max_examples=scaled(DOCUMENTS))
@given(document=DOCUMENT)
def test_no_document_breaks_the_compiler(root: Path, document: str) -> None:
    (root / FIRST).write_bytes(document.encode("utf-8", "surrogatepass"))
    check_outcome(root)


@settings(FUZZ, max_examples=scaled(TREES))
@given(tree=st.dictionaries(NAMES, TREE, max_size=6))
def test_no_tree_breaks_the_compiler(tree: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder), tree)
        check_outcome(Path(folder))


@settings(FUZZ, max_examples=scaled(DOCUMENTS) // 10)
@given(
    before=LINES.filter(lambda text: not any(opening in text for opening in OPENINGS)),
    words=INLINE,
)
def test_what_is_meant_for_facilitators_is_in_nothing_that_readers_get(
    root: Path, before: str, words: str
) -> None:
    secret = " ".join(
        word for word in f"{words} {SECRET} [^{SECRET}]".split() if word not in {"```", "~~~", ":::", "##"}
    )
    (root / FIRST).write_text(
        f"---\nid: strike\ntitle: T\nwhy: W\naims: [A]\n---\n\n{before}\n\n"
        f"::: {{.question #q}}\nA question?\n\n::: facilitator\nx {secret}\n\n[^{SECRET}]: {SECRET}\n\n"
        f"[{SECRET}]: https://{SECRET}.example.org\n:::\n:::\n\nText. [{SECRET}]\n\n"
        f"::: lead-off\n- {secret}\n:::\n\n::: facilitator\n| {SECRET} |\n|---|\n| x |\n:::\n\n::: faciltator\n{SECRET}\n:::\n",
        encoding="utf-8",
    )
    compiled = compile_courses(root)
    for module in modules_of(compiled):
        public = repr(replace(module, facilitation=Facilitation())).replace(f"[{SECRET}]", "")
        assert SECRET not in public


def check_outcome(root: Path) -> None:
    start = time.process_time()
    compiled = compile_courses(root)
    assert time.process_time() - start < LONGEST
    for problem in compiled.problems:
        assert problem.rule in RULES
        assert problem.level is RULES[problem.rule].level
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.length >= 1
        assert problem.message
        if problem.fix:
            assert problem.fix.line == problem.line
            assert 1 <= problem.fix.start <= problem.fix.end <= len(problem.source) + 1
    for module in modules_of(compiled):
        names = [passage.id for passage in module.passages]
        assert len(names) == len(set(names))
        assert {passage.part for passage in module.passages} <= {part.id for part in module.parts}


def modules_of(compiled: Compiled) -> list[Module]:
    courses = [one for course in compiled.courses for one in (course, *course.translations)]
    return [module for course in courses for module in course.modules]


def grow(folder: Path, tree: dict[str, object]) -> None:
    for name, inside in tree.items():
        if isinstance(inside, dict):
            (folder / name).mkdir()
            grow(folder / name, inside)
        elif isinstance(inside, bytes):
            (folder / name).write_bytes(inside)
        else:
            (folder / name).symlink_to("/etc")
