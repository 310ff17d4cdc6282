"""The blocks that leave the text: questions, disputed questions, recall prompts, key points, facilitator material."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeGuard

from studyhub.compiler.model import Depth, DisputedQuestion, Fix, Position, Question, RecallPrompt
from studyhub.compiler.text.body import Block, ItemId, Piece, Text
from studyhub.compiler.text.plain import first_paragraph
from studyhub.compiler.text.sanitise import sanitise
from studyhub.compiler.text.writer import Writer
from studyhub.compiler.words.naming import is_id, slug, unused

TAKEN = frozenset({"question", "disputed", "recall", "key-points", "facilitator", "lead-off", "position", ""})
MINUTES = 10  # of a question that does not say
MOST_MINUTES = 240
POSITIONS = 2
CHANGED = re.compile(r"changed(?:-([1-9]\d?))?\Z")  # with a number from the second time on


@dataclass(slots=True)
class Items:
    """What the blocks of one module hold."""

    questions: list[Question] = field(default_factory=list)
    disputed: list[DisputedQuestion] = field(default_factory=list)
    recall: list[RecallPrompt] = field(default_factory=list)
    key_points: str = ""
    notes: dict[str, str] = field(default_factory=dict)  # facilitators' HTML by question id
    other: list[str] = field(default_factory=list)
    lead_off: str = ""
    ids: list[ItemId] = field(default_factory=list)


class ItemWriter:
    """Writes the blocks that leave the text, each for its own audience."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.problems = writer.problems
        self.found = Items()
        self.taken: set[str] = set()  # ids in this module
        self.counts: Counter[str] = Counter()

    def takes(self, piece: Piece) -> TypeGuard[Block]:
        """Tell whether a piece is one of these blocks."""
        return isinstance(piece, Block) and piece.name in TAKEN

    def write(self, block: Block) -> str:
        """Keep what a block holds; nothing of it stays in the text."""
        part, self.writer.part = self.writer.part, None
        write = {
            "question": self.question,
            "disputed": self.dispute,
            "recall": self.prompt,
            "key-points": self.points,
            "facilitator": self.remark,
            "lead-off": self.opening,
        }.get(block.name)
        if write:
            write(block)
        self.writer.part = part
        return ""

    # what everyone sees

    def question(self, block: Block) -> None:
        """Keep a discussion question and, apart from it, its facilitator note."""
        found = self._id(block)
        text, html = self._asked(block)
        depth = self._choice(block, "depth", choices=tuple(Depth), default=Depth.MAIN.value)
        if not any(True for _ in block.blocks("facilitator")):
            message = "this question has no facilitator note"
            hint = "add a block ::: facilitator that says what a good discussion brings out"
            self.problems.add("missing-note", block.place, message=message, hint=hint)
        self.found.questions.append(Question(found, text, html, Depth(depth), self._minutes(block)))
        self._facilitate(found, block)

    def dispute(self, block: Block) -> None:
        """Keep a disputed question with its positions."""
        found = self._id(block)
        text, html = self._asked(block)
        positions = tuple(self._position(position) for position in block.blocks("position"))
        if len(positions) < POSITIONS:
            message = "a disputed question has two or more positions"
            self.problems.add(
                "too-few-positions",
                block.place,
                message=message,
                hint="add a block {.position by=… source=…}",
            )
        self.found.disputed.append(DisputedQuestion(found, text, html, positions))
        self._facilitate(found, block)

    def prompt(self, block: Block) -> None:
        """Keep a recall prompt."""
        found = self._id(block)
        question, answer = _halves(block)
        texts = [sanitise(self.writer.text_alone(text)) if text else "" for text in (question, answer)]
        if not all(text.strip() for text in texts):
            message = "a recall prompt is a question and, on a line that begins with “: ”, its answer"
            self.problems.add("bad-recall", block.place, message=message)
        for piece in block.children:
            if not isinstance(piece, Text):
                self.problems.add(
                    "bad-recall", block.place, message="a recall prompt holds a question and an answer only"
                )
        revision = self._revision(block)
        self.found.recall.append(RecallPrompt(found, texts[0], texts[1], revision))

    def points(self, block: Block) -> None:
        """Keep the key points."""
        html = self._public(block.children)
        if self.found.key_points:
            self.problems.add("twice", block.place, message="a module has one block “key-points”")
        self._filled(block, html)
        self.found.key_points = self.found.key_points or html

    # what facilitators see

    def remark(self, block: Block) -> None:
        """Keep a facilitator block that stands outside a question."""
        self.found.other.append(self._private(block))

    def opening(self, block: Block) -> None:
        """Keep what the person who opens the discussion gets."""
        html = self._private(block)
        if self.found.lead_off:
            self.problems.add("twice", block.place, message="a module has one block “lead-off”")
        self.found.lead_off = self.found.lead_off or html

    def _facilitate(self, found: str, block: Block) -> None:
        html = "\n".join(self._private(note) for note in block.blocks("facilitator"))
        if html.strip():
            self.found.notes[found] = html

    def _private(self, block: Block) -> str:
        self.writer.scope.private = True
        html = sanitise(self.writer.html(block.children))
        self.writer.scope.private = False
        self._filled(block, html)
        return html

    def _public(self, pieces: Iterable[Piece]) -> str:
        return sanitise(self.writer.html(list(pieces)))

    # pieces

    def _asked(self, block: Block) -> tuple[str, str]:
        pieces = [piece for piece in block.children if not self.takes(piece)]
        html = self._public(pieces)
        if self._filled(block, html):
            return first_paragraph(html), html
        return "", html

    def _position(self, block: Block) -> Position:
        by, part = (self.writer.attribute(block, key) for key in ("by", "part"))
        if not by:
            message = "this position does not say whose it is"
            self.problems.add("missing-source", block.place, message=message, hint='add by="…"')
        work = self.writer.work(block)
        html = self._public(block.children)
        self._filled(block, html)
        if work is None:
            return Position(by, html, "", part)
        year = f" ({work.year})" if work.year else ""
        words = f"{work.author}, {work.title}{year}" if work.author else f"{work.title}{year}"
        address = next((printing.address for printing in work.printings if printing.address), "")
        return Position(by, html, words, part, work.id, address)

    def _filled(self, block: Block, html: str) -> bool:
        if not html.strip():
            self.problems.add("empty-block", block.place, message=f"the block “{block.name}” is empty")
        return bool(html.strip())

    # keys

    def _id(self, block: Block) -> str:
        ids = block.attributes.ids
        if ids:
            if is_id(ids[0][0]):
                self.found.ids.append(ItemId(ids[0][0], block.name, ids[0][1]))
                self.taken.add(ids[0][0])
            for _, place in ids[1:]:
                self.problems.add("bad-attribute", place, message="a block has one id only")
            return ids[0][0]
        made = self._made_id(block)
        line = self.problems.lines[block.place.line - 1]
        braced = line[: block.place.column - 1].endswith(".")
        start = block.place.column + (block.place.length if braced else 0)
        replacement = f" #{made}" if braced else f"{{.{block.name} #{made}}}"
        fix = Fix(block.place.line, start, block.place.column + block.place.length, replacement)
        message = f"this block “{block.name}” has no id"
        self.problems.add("missing-id", block.place, message=message, hint=f"for example #{made}", fix=fix)
        return ""

    def _made_id(self, block: Block) -> str:
        words = next(
            (piece.lines for piece in block.children if isinstance(piece, Text) and not piece.is_blank), []
        )
        first = next((line for line in words if line.strip()), "")
        wanted = slug(first)[:40].strip("-") or f"{block.name}-{len(self.found.ids) + 1}"
        made = unused(wanted, self.taken, counts=self.counts)
        self.taken.add(made)
        self.found.ids.append(ItemId(made, block.name, block.place))
        return made

    def _choice(self, block: Block, key: str, *, choices: tuple[str, ...], default: str) -> str:
        attribute = block.attributes.pairs.get(key)
        if attribute is None or attribute.value in choices:
            return attribute.value if attribute else default
        message = f"“{key}” is one of: {', '.join(choices)}"
        self.problems.unknown(
            "wrong-type", attribute.place, word=attribute.value, known=choices, message=message
        )
        return default

    def _revision(self, block: Block) -> int:
        attribute = block.attributes.pairs.get("meaning")
        if attribute is None:
            return 1
        changed = CHANGED.match(attribute.value)
        if not changed:
            message = "“meaning” is “changed”; when it changes again, “changed-2”"
            self.problems.add("wrong-type", attribute.place, message=message)
            return 1
        return 1 + int(changed[1] or 1)

    def _minutes(self, block: Block) -> int:
        attribute = block.attributes.pairs.get("minutes")
        if attribute is None:
            return MINUTES
        value = attribute.value
        if (
            value.isascii()
            and value.isdigit()
            and len(value) <= len(str(MOST_MINUTES))
            and 0 < int(value) <= MOST_MINUTES
        ):
            return int(value)
        message = f"“minutes” is a whole number from 1 to {MOST_MINUTES}"
        self.problems.add("wrong-type", attribute.place, message=message)
        return MINUTES


def _halves(block: Block) -> tuple[Text | None, Text | None]:
    text = next((piece for piece in block.children if isinstance(piece, Text) and not piece.is_blank), None)
    if text is None:
        return None, None
    at = next((i for i, line in enumerate(text.lines) if line.startswith((": ", ":\t"))), None)
    if at is None:
        return text, None
    answer = [text.lines[at][1:].lstrip(), *(_dedented(line) for line in text.lines[at + 1 :])]
    return Text(text.line, text.lines[:at]), Text(text.line + at, answer)


def _dedented(line: str) -> str:
    return (
        line.removeprefix("    ")
        if line.startswith("    ")
        else line.lstrip()
        if line.startswith("  ")
        else line
    )
