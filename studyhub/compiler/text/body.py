"""What a line-aware reading of a module's text finds: text, headings, code and blocks, each with its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from studyhub.compiler.problems import Place
from studyhub.compiler.text.attributes import Attributes


@dataclass(slots=True)
class Text:
    """Lines of ordinary Markdown; what is handled elsewhere has left empty lines behind."""

    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> range:
        """The lines' numbers in the file."""
        return range(self.line, self.line + len(self.lines))

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(line.strip() for line in self.lines)


@dataclass(slots=True)
class Heading:
    """A line that begins with `#`; its attributes are taken off."""

    place: Place
    level: int
    title: str
    attributes: Attributes


@dataclass(slots=True)
class Code:
    """The lines between two code fences."""

    line: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A fenced div; `name` is empty for one that nobody knows, and its content goes nowhere."""

    name: str
    place: Place  # of its name
    attributes: Attributes
    children: list[Piece] = field(default_factory=list)

    def blocks(self, name: str) -> Iterator[Block]:
        """Yield the blocks of this name that stand directly in it."""
        return (piece for piece in self.children if isinstance(piece, Block) and piece.name == name)


Piece = Text | Heading | Code | Block


@dataclass(frozen=True, slots=True)
class ItemId:
    """The id of a thing in a module, and where it stands."""

    id: str
    kind: str
    place: Place


@dataclass(slots=True)
class Definition:
    """A footnote's text; private when it is written down in facilitator material."""

    label: str
    place: Place
    text: Text
    private: bool


@dataclass(slots=True)
class Target:
    """What a `[name]: address` line says."""

    address: str
    place: Place
    private: bool


@dataclass(slots=True)
class Body:
    """All of a module's text."""

    pieces: list[Piece] = field(default_factory=list)
    footnotes: dict[str, Definition] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)

    def walk(self) -> Iterator[Piece]:
        """Yield every piece in the order of the file, blocks before what is in them."""
        waiting = list(reversed(self.pieces))
        while waiting:
            piece = waiting.pop()
            yield piece
            if isinstance(piece, Block):
                waiting.extend(reversed(piece.children))
