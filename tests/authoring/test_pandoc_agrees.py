"""pandoc reads every shipped file of the courses and finds in it what the compiler finds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from studyhub.compiler import compile_courses
from studyhub.compiler.model import Compiled, Course, Module

COURSES = Path(__file__).parents[2] / "courses"
TEXTS = sorted(path for path in COURSES.glob("*/**/*.md") if path.name != "README.md")
MODULES = [path for path in TEXTS if path.name != "course.md"]
APART = {"question", "disputed", "recall"}  # blocks with an id, which leave the text
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " "})


@dataclass
class Structure:
    """What both readers must agree on."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    items: list[tuple[str, ...]] = field(default_factory=list)  # blocks with ids, in their order by kind
    blocks: dict[str, int] = field(default_factory=dict)  # the other blocks, counted by kind
    footnotes: int = 0
    links: int = 0
    events: int = 0  # of timelines


@cache
def compiled() -> Compiled:
    return compile_courses(COURSES)


@cache
def pandoc(path: Path) -> dict[str, Any]:
    read = json.loads(pypandoc.convert_text(path.read_text(), "json", format="markdown"))
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(COURSES).as_posix())
def test_pandoc_finds_the_same_structure_in_a_module(path: Path) -> None:
    (module,) = [module for module in all_modules() if COURSES / module.source == path]
    theirs = structure_by_pandoc(pandoc(path)["blocks"])
    assert structure_by_us(module) == theirs
    assert theirs.headings
    assert theirs.items


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(COURSES).as_posix())
def test_pandoc_reads_the_same_front_matter(path: Path) -> None:
    meta = pandoc(path)["meta"]
    things: list[Course | Module] = [*all_courses(), *all_modules()]
    (ours,) = [thing for thing in things if source_of(thing) == path]
    assert words(meta["id"]) == ours.id
    assert words(meta["title"]) == ours.title.translate(STRAIGHT)
    if isinstance(ours, Module):
        assert [words(aim) for aim in meta["aims"]["c"]] == [aim.translate(STRAIGHT) for aim in ours.aims]
        readings = [reading["c"] for reading in meta["readings"]["c"]]
        assert [words(reading["id"]) for reading in readings] == [reading.id for reading in ours.readings]
        assert [words(reading["depth"]) for reading in readings] == [str(r.depth) for r in ours.readings]


def test_there_is_something_to_compare() -> None:
    assert MODULES
    assert len(all_modules()) == len(MODULES)


def all_courses() -> list[Course]:
    return [one for course in compiled().courses for one in (course, *course.translations)]


def all_modules() -> list[Module]:
    return [module for course in all_courses() for module in course.modules]


def source_of(thing: Course | Module) -> Path:
    if isinstance(thing, Module):
        return COURSES / thing.source
    original = COURSES / thing.id / "course.md"
    own = COURSES / thing.id / thing.language / "course.md"
    return own if own.exists() else original


# what pandoc found


def structure_by_pandoc(blocks: list[Any]) -> Structure:
    found = Structure()
    items: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in APART}
    for node in nodes(with_each_footnote_once(blocks, seen=set())):
        match node:
            case {"t": "Header", "c": [level, _, inlines]}:
                found.headings.append((level, words(inlines)))
            case {"t": "Note"}:
                found.footnotes += 1
            case {"t": "Link"}:
                found.links += 1
            case {"t": "Div", "c": [[identifier, [kind], pairs], inner]}:
                if kind in APART:
                    items[kind].append(item(kind, identifier, dict(pairs), inner))
                elif kind != "position":
                    found.blocks[kind] = found.blocks.get(kind, 0) + 1
                if kind == "timeline":
                    found.events += sum(len(n["c"]) for n in nodes(inner) if n.get("t") == "DefinitionList")
    found.items = [row for kind in sorted(APART) for row in items[kind]]
    return found


def with_each_footnote_once(tree: Any, *, seen: set[str]) -> Any:
    """Return the tree without the copies that pandoc makes of a footnote wherever it is cited again."""
    if isinstance(tree, list):
        return [with_each_footnote_once(branch, seen=seen) for branch in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("t") == "Note":
        text = json.dumps(tree)
        if text in seen:
            return {}
        seen.add(text)
    return {name: with_each_footnote_once(branch, seen=seen) for name, branch in tree.items()}


def item(kind: str, identifier: str, pairs: dict[str, str], inner: list[Any]) -> tuple[str, ...]:
    if kind == "question":
        return kind, identifier, pairs.get("depth", "main"), pairs.get("minutes", "10")
    if kind == "disputed":
        positions = [dict(node["c"][0][2]) for node in inner if node["t"] == "Div"]
        positions = [position for position in positions if "by" in position]
        said = [f"{p['by']}|{p['source']}|{p.get('part', '')}" for p in positions]
        return kind, identifier, *(text.translate(STRAIGHT) for text in said)
    assert any(node["t"] == "DefinitionList" for node in inner)  # a question and its fact
    return kind, identifier


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        yield from nodes(list(tree.values()))
    elif isinstance(tree, list):
        for branch in tree:
            yield from nodes(branch)


def words(tree: Any) -> str:
    """Return the text of a piece of pandoc's tree, with straight quotation marks."""
    match tree:
        case list():
            said = "".join(map(words, tree))
        case {"t": "Str" | "MetaString", "c": text} | {"t": "Code", "c": [_, text]}:
            said = str(text)
        case {"t": "MetaBool", "c": is_so}:
            said = str(is_so).lower()
        case {"t": "Space" | "SoftBreak"}:
            said = " "
        case {"t": "Quoted", "c": [{"t": kind}, inner]}:
            mark = '"' if kind == "DoubleQuote" else "'"
            said = f"{mark}{words(inner)}{mark}"
        case {"c": inner}:
            said = words(inner)
        case _:
            said = ""
    return said.translate(STRAIGHT)


# what the compiler found


class Seen(HTMLParser):
    """Counts what matters in the compiler's HTML, and keeps its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links = 0
        self.classes: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self._heading: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.classes += (given.get("class") or "").split()
        self.links += tag == "a" and not (given.get("role") or "").startswith("doc-")
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = []

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch(r"h[1-6]", tag) and self._heading is not None:
            self.headings.append((int(tag[1]), "".join(self._heading).translate(STRAIGHT)))
            self._heading = None


def structure_by_us(module: Module) -> Structure:
    held_back = module.facilitation
    seen = Seen("\n".join(all_html(module)))
    kinds = {kind: seen.classes.count(kind) for kind in ("quote", "excerpt", "note", "timeline")}
    kinds["facilitator"] = len(held_back.notes) + len(held_back.other_html)
    kinds["key-points"] = bool(module.key_points_html)
    kinds["lead-off"] = bool(held_back.lead_off_html)
    return Structure(
        headings=headings(module),
        items=[
            *(
                ("disputed", d.id, *(f"{p.by}|{p.work}|{p.part}".translate(STRAIGHT) for p in d.positions))
                for d in module.disputed
            ),
            *(("question", q.id, str(q.depth), str(q.minutes)) for q in module.questions),
            *(("recall", prompt.id) for prompt in module.recall),
        ],
        blocks={kind: count for kind, count in kinds.items() if count},
        footnotes=len(module.notes) + len(held_back.footnotes),
        links=seen.links,
        events=seen.classes.count("event"),
    )


def headings(module: Module) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for part in module.parts:
        found += [(2, part.title.translate(STRAIGHT))] if part.title else []
        found += [heading for heading in Seen(part.html).headings if heading[0] > 2]
    return found


def all_html(module: Module) -> list[str]:
    held_back = module.facilitation
    return [
        *(part.html for part in module.parts),
        *(note.html for note in (*module.notes, *held_back.footnotes)),
        *(question.html for question in module.questions),
        *(html for d in module.disputed for html in (d.html, *(position.html for position in d.positions))),
        *(html for prompt in module.recall for html in (prompt.question_html, prompt.answer_html)),
        module.key_points_html,
        *held_back.notes.values(),
        *held_back.other_html,
        held_back.lead_off_html,
    ]
