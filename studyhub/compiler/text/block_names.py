"""Which blocks there are, what each may carry, and where it may stand."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.compiler.problems import Place, Problems
from studyhub.compiler.text.attributes import Attributes, read_attributes, read_bare
from studyhub.compiler.text.body import Block
from studyhub.compiler.words.naming import BAD_ID, is_id, kebab_hint
from studyhub.compiler.words.spelling import meant, nearest

PRIVATE = frozenset(
    {"facilitator", "lead-off", ""}
)  # a block nobody knows may have been meant as one of them
TEXTUAL = frozenset({"question", "disputed", "position", "facilitator", "lead-off", "excerpt", "note"})
EVERYWHERE = ("lang", "dir")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of block: its keys, whether it has an id, and the blocks it may stand in."""

    keys: tuple[str, ...] = ()
    has_id: bool = False
    inside: frozenset[str] = frozenset()
    outside: bool = True  # whether it may stand in no block at all


KINDS = {
    "question": Kind(("depth", "minutes"), has_id=True),
    "facilitator": Kind(inside=frozenset({"question", "disputed"})),
    "lead-off": Kind(),
    "disputed": Kind(has_id=True),
    "position": Kind(("by", "source", "part"), inside=frozenset({"disputed"}), outside=False),
    "recall": Kind(("meaning",), has_id=True),
    "timeline": Kind(("from", "start", "end"), inside=TEXTUAL),
    "quote": Kind(("source", "part"), inside=TEXTUAL),
    "key-points": Kind(),
    "excerpt": Kind(("source", "part"), inside=TEXTUAL - {"excerpt"}),
    "note": Kind(inside=TEXTUAL - {"note"}),
}
ALL_KINDS = f"known: {', '.join(KINDS)}"
HINT = 'for example {.question #who-governed depth=main part="ch. 11"}'


def open_block(rest: str, line: int, *, column: int, around: list[Block], problems: Problems) -> Block:
    """Return the block that a fence opens; `rest` is what follows the colons, `column` where it begins."""
    attributes = _read(rest, line, column=column)
    for junk in attributes.junk:
        word = problems.lines[line - 1][junk.column - 1 : junk.column - 1 + junk.length]
        fix = f".{word}" if word in KINDS and not attributes.classes else None
        message = (
            "a block's name begins with a dot here" if fix else "this is neither .class, #id nor key=value"
        )
        problems.add("bad-attribute", junk, message=message, hint=HINT, fix=fix)
    name, place = _name(attributes, Place(line, column, len(rest)), problems=problems)
    block = Block(name, place, attributes)
    if name:
        _check(block, KINDS[name], problems=problems)
        _check_place(block, KINDS[name], around=around, problems=problems)
    return block


def _read(rest: str, line: int, *, column: int) -> Attributes:
    bare = rest.rstrip(":").rstrip()
    if bare.startswith("{") and bare.endswith("}"):
        return read_attributes(bare[1:-1], line=line, column=column + 1)
    return read_bare(bare, line=line, column=column)


def _name(attributes: Attributes, whole: Place, *, problems: Problems) -> tuple[str, Place]:
    if not attributes.classes:
        if not attributes.junk:
            problems.add("unknown-block", whole, message="this block has no name", hint=ALL_KINDS)
        return "", whole
    (name, place), *more = attributes.classes
    for _, other in more:
        problems.add("bad-attribute", other, message="a block has one name only")
    if name in KINDS:
        return name, place
    near = nearest(name, KINDS)
    message = f"there is no block called “{name}”"
    problems.add("unknown-block", place, message=message, hint=meant(near) or ALL_KINDS, fix=near or None)
    return "", place


def _check(block: Block, kind: Kind, *, problems: Problems) -> None:
    for word, place in block.attributes.ids:
        if not kind.has_id:
            problems.add("bad-attribute", place, message=f"the block “{block.name}” has no id")
        elif not is_id(word):
            problems.add("bad-id", place, message=BAD_ID, hint=kebab_hint(word))
    known = (*kind.keys, *EVERYWHERE)
    for key, attribute in block.attributes.pairs.items():
        if key not in known:
            near = nearest(key, known)
            hint = meant(near) or f"known here: {', '.join(known)}"
            message = f"the block “{block.name}” has no such key"
            problems.add("unknown-key", attribute.key_place, message=message, hint=hint, fix=near or None)


def _check_place(block: Block, kind: Kind, *, around: list[Block], problems: Problems) -> None:
    if not around:
        if not kind.outside:
            message = f"the block “{block.name}” stands inside “{'” or “'.join(sorted(kind.inside))}”"
            problems.add("misplaced-block", block.place, message=message)
        return
    outer = around[-1].name
    if outer and outer not in kind.inside:
        hint = f"is “{outer}”, which begins in line {around[-1].place.line}, closed with a line of :::?"
        message = f"the block “{block.name}” cannot stand inside “{outer}”"
        problems.add("misplaced-block", block.place, message=message, hint=hint)
