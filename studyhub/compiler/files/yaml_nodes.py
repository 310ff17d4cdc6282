"""YAML as a tree of words with their places: no types are guessed, and little of YAML is allowed.

libyaml's events are turned into nodes here, so that `no` stays a word, a key stands once, and neither
an alias nor a thousand brackets can do harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import yaml

from studyhub.compiler.files.source import UNSEEN
from studyhub.compiler.problems import Place, Problems

DEEPEST = 20
REFUSED = "anchors, aliases and tags are not used here"


@dataclass(slots=True)
class Word:
    """A scalar, always as text."""

    place: Place
    value: str


@dataclass(slots=True)
class Listing:
    """A sequence."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """A mapping, its keys in the order of the file; a key that stands twice keeps its first value."""

    place: Place
    pairs: dict[str, tuple[Word, Node]] = field(default_factory=dict)


Node = Word | Listing | Mapping


class _Mark(Protocol):
    line: int
    column: int


class _RefusedError(Exception):
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def read_yaml(text: str, problems: Problems, *, first_line: int = 1) -> Node | None:
    """Return the tree of one YAML document that begins at `first_line` of its file, or None with a problem."""
    tree = _Tree(problems, first_line - 1)
    try:
        return tree.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except _RefusedError as error:
        problems.add("yaml", error.place, message=error.message)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add("yaml", tree.at(mark), message=_reason(error), hint=_hint(error))
    except yaml.YAMLError:
        problems.add("yaml", Place(first_line), message="this cannot be read as YAML")
    return None


class _Tree:
    def __init__(self, problems: Problems, offset: int) -> None:
        self.problems = problems
        self.offset = offset

    def at(self, mark: _Mark | None, end: _Mark | None = None) -> Place:
        if mark is None:
            return Place(self.offset + 1)
        length = end.column - mark.column if end and end.line == mark.line else 1
        return Place(mark.line + 1 + self.offset, mark.column + 1, max(1, length))

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _RefusedError(self.at(event.start_mark), "a second document begins here")
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, depth=1)
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> Node:
        place = self.at(event.start_mark, event.end_mark)
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            raise _RefusedError(place, REFUSED)
        if depth > DEEPEST:
            raise _RefusedError(place, f"this is nested more than {DEEPEST} deep")
        if isinstance(event, yaml.ScalarEvent):
            return Word(place, self.visible(event.value, place))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.listing(place, events, depth=depth)
        return self.mapping(place, events, depth=depth)

    def visible(self, value: str, place: Place) -> str:
        """Return a text without what nobody can see: YAML can write it as an escape."""
        if UNSEEN.search(value):
            message = "here is written a character that nobody can see"
            self.problems.add("hidden-character", place, message=message)
        return UNSEEN.sub(" ", value)

    def listing(self, place: Place, events: Iterator[yaml.Event], *, depth: int) -> Listing:
        listing = Listing(place)
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            listing.items.append(self.node(event, events, depth=depth + 1))
        return listing

    def mapping(self, place: Place, events: Iterator[yaml.Event], *, depth: int) -> Mapping:
        mapping = Mapping(place)
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth=depth + 1)
            value = self.node(next(events), events, depth=depth + 1)
            if not isinstance(key, Word):
                raise _RefusedError(key.place, "a key is one word")
            if key.value in mapping.pairs:
                first = mapping.pairs[key.value][0].place.line
                self.problems.add(
                    "duplicate-key", key.place, message=f"this key stands in line {first} already"
                )
            else:
                mapping.pairs[key.value] = (key, value)
        return mapping


def _reason(error: yaml.MarkedYAMLError) -> str:
    return f"this cannot be read as YAML: {error.problem or error.context or 'something is missing'}"


def _hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "a value with a colon in it needs quotation marks around it"
    if "cannot start any token" in problem:
        return "indent with spaces, and put quotation marks around a value that begins with a sign"
    return ""
