"""What the compiler hands out: frozen courses, a library, and problems.

Text that ends in `_html` is rendered and sanitised; everything else is plain text. Facilitator material
lives in `Facilitation` alone and in no other class, so that a page for readers cannot show it by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from studyhub.compiler.library_model import Organisation, Person, Route, Term, Timeline, Work


class Level(StrEnum):
    """How much a problem matters: an error stops publishing, advice does not."""

    ERROR = "error"
    ADVICE = "advice"


class Depth(StrEnum):
    """How far a reading, or a question that needs it, goes."""

    NONE = "none"
    SHORT = "short"
    MAIN = "main"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Fix:
    """One replacement that mends a problem: columns `start` to `end` (1-based, end excluded) of the line."""

    line: int
    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a courses folder, with its place: line and column count from 1."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    level: Level = Level.ERROR
    length: int = 1
    source: str = ""
    hint: str = ""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One addressable paragraph of a module: `id` is `p-` and eight characters of its text's hash."""

    id: str
    part: str
    opening: str
    characters: int


@dataclass(frozen=True, slots=True)
class Part:
    """A `##` heading's worth of a module; text before the first heading is a part without a title."""

    id: str
    title: str
    html: str
    characters: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote that readers see; `number` is its place in the text, counted from 1."""

    id: str
    number: int
    html: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage of a work set in a module, with everything needed to show it without the library."""

    id: str
    work: str
    title: str
    author: str
    year: str
    part: str
    depth: Depth
    minutes: int
    address: str
    other_view: bool = False
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A discussion question: its first paragraph as plain text, and the whole as HTML."""

    id: str
    text: str
    html: str
    depth: Depth
    minutes: int


@dataclass(frozen=True, slots=True)
class Position:
    """One sourced position on a disputed question; `source` is in plain words: author, title, year."""

    by: str
    html: str
    source: str
    part: str
    work: str = ""  # the id of the work
    address: str = ""  # where it can be read, if anywhere


@dataclass(frozen=True, slots=True)
class DisputedQuestion:
    """A question on which people really part company, with two or more positions."""

    id: str
    text: str
    html: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class RecallPrompt:
    """A question and a fact; `revision` changes only when the author marks that the meaning changed."""

    id: str
    question_html: str
    answer_html: str
    revision: int = 1


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A person or a term that a text links to (`#g-term-…`), to be listed at the end of its page."""

    kind: str  # "person" or "term"
    id: str
    name: str
    text: str
    source: str
    lived: str = ""

    @property
    def anchor(self) -> str:
        """The id that the links in the text lead to."""
        return f"g-{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class Facilitation:
    """What only organisers, people with a duty and authors may see of one module."""

    notes: Mapping[str, str] = field(default_factory=dict)  # question id -> HTML
    other_html: tuple[str, ...] = ()  # facilitator blocks that stand outside a question
    lead_off_html: str = ""
    footnotes: tuple[Note, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()  # what readers' text does not link to already


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of a course, by the hash under which the text refers to it (`images/<sha256>.<ext>`)."""

    sha256: str
    media_type: str
    path: str  # on disk, where the compiler found it


@dataclass(frozen=True, slots=True)
class Module:
    """What one or two meetings cover, in one language."""

    id: str
    number: int
    title: str
    language: str
    why: str
    aims: tuple[str, ...]
    plan: str
    minutes: int  # the module's own text, rounded up; readings carry their own minutes
    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]
    readings: tuple[Reading, ...]
    questions: tuple[Question, ...]
    disputed: tuple[DisputedQuestion, ...]
    recall: tuple[RecallPrompt, ...]
    key_points_html: str
    facilitation: Facilitation
    source: str  # path of the file, for messages
    glossary: tuple[GlossaryEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A folder of Markdown about one subject. A translation is a course of the same id in another language."""

    id: str
    title: str
    language: str
    summary: str
    authors: tuple[str, ...]
    licence: str
    needs: tuple[str, ...]
    introduction_html: str
    modules: tuple[Module, ...]
    images: tuple[Image, ...]
    translations: tuple[Course, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """What all courses of a folder share."""

    works: Mapping[str, Work] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    timelines: Mapping[str, Timeline] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation)
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """The whole of a courses folder, or as much of it as could be read, and every problem found."""

    courses: tuple[Course, ...]
    library: Library
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop publishing."""
        return tuple(problem for problem in self.problems if problem.level is Level.ERROR)
