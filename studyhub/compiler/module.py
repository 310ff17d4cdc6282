"""One module: its text taken apart by audience, and everything in it rendered once."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.compiler.course import ModuleFile
from studyhub.compiler.model import Facilitation, Image, Module, Note, Part, Passage, Reading
from studyhub.compiler.module_checks import check_module
from studyhub.compiler.module_head import SetReading
from studyhub.compiler.problems import Problems
from studyhub.compiler.text.body import Block, Body, Heading, ItemId, Piece
from studyhub.compiler.text.context import Context
from studyhub.compiler.text.items import ItemWriter
from studyhub.compiler.text.markdown_text import MarkdownText
from studyhub.compiler.text.sanitise import sanitise
from studyhub.compiler.text.scan import TOP, scan
from studyhub.compiler.text.scope import ModuleScope
from studyhub.compiler.text.typography import typeset
from studyhub.compiler.text.writer import NO_SUCH_WORK, Writer
from studyhub.compiler.words.reading_time import minutes_of_text

SHAPES = frozenset({"unclosed-block", "unknown-block", "stray-fence", "misplaced-block", "unclosed-code"})


@dataclass(frozen=True, slots=True)
class Written:
    """A module and the ids in it, for the checks that need the whole course."""

    module: Module
    ids: tuple[ItemId, ...]
    images: tuple[Image, ...]


def write_module(file: ModuleFile, context: Context, *, markdown: MarkdownText) -> Written:
    """Render one module; what is wrong with it is added to the problems of its file."""
    problems = file.problems
    before = len(problems.found)
    body = scan(file.source.lines, file.head.body, problems=problems)
    is_whole = not any(problem.rule in SHAPES for problem in problems.found[before:])
    scope = ModuleScope(context, body, problems=problems)
    scope.readings = frozenset(reading.id for reading in file.head.readings)
    items = ItemWriter(Writer(markdown, scope))
    scope.anchors = _anchors(body, items)
    module = _module(file, body, items=items)
    if is_whole:
        _unused(body, scope)
        check_module(module, file.head, problems=problems)
    return Written(module, (*file.head.ids, *items.found.ids), tuple(scope.images.values()))


def _module(file: ModuleFile, body: Body, *, items: ItemWriter) -> Module:
    head, found, writer = file.head, items.found, items.writer
    context = writer.scope.context
    parts = _parts(body, writer, items=items)
    characters = sum(part.characters for part in parts)
    return Module(
        id=head.id,
        number=file.number,
        title=typeset(head.title, context.language),
        language=context.language,
        why=typeset(head.why, context.language),
        aims=tuple(typeset(aim, context.language) for aim in head.aims),
        plan=head.plan,
        minutes=minutes_of_text(characters, writer.figures, language=context.language),
        parts=parts,
        passages=tuple(writer.passages.found),
        notes=_notes(writer, private=False),
        readings=tuple(_reading(one, context, problems=file.problems) for one in head.readings),
        questions=tuple(found.questions),
        disputed=tuple(found.disputed),
        recall=tuple(found.recall),
        key_points_html=found.key_points,
        facilitation=_facilitation(items),
        source=file.source.path,
        glossary=tuple(entry for entry, public in writer.scope.glossary.values() if public),
    )


def _facilitation(items: ItemWriter) -> Facilitation:
    found, writer = items.found, items.writer
    return Facilitation(
        notes=found.notes,
        other_html=tuple(found.other),
        lead_off_html=found.lead_off,
        footnotes=_notes(writer, private=True),
        glossary=tuple(entry for entry, public in writer.scope.glossary.values() if not public),
    )


def _anchors(body: Body, items: ItemWriter) -> dict[str, str]:
    anchors: dict[str, str] = {}
    for piece in body.walk():
        if isinstance(piece, Heading):
            name = items.writer.anchor(piece)
            anchors.setdefault(name.removeprefix("s-"), name)
        elif isinstance(piece, Block) and piece.attributes.ids and piece.name in {"question", "disputed"}:
            anchors.setdefault(piece.attributes.ids[0][0], f"q-{piece.attributes.ids[0][0]}")
    items.writer.anchors.clear()
    items.writer.counts.clear()
    return anchors


def _parts(body: Body, writer: Writer, *, items: ItemWriter) -> tuple[Part, ...]:
    parts: list[Part] = []
    for heading, pieces in _sections(body.pieces):
        writer.part = writer.anchor(heading) if heading else "s-start"
        title = writer.plain(heading.title, heading.place.line) if heading else ""
        already = len(writer.passages.found)
        html = [items.write(piece) if items.takes(piece) else writer.piece(piece) for piece in pieces]
        written = sanitise("\n".join(filter(None, html)))
        if written.strip():
            characters = _characters(writer.passages.found[already:])
            parts.append(Part(writer.part, title, written, characters))
    writer.part = None
    return tuple(parts)


def _sections(pieces: list[Piece]) -> list[tuple[Heading | None, list[Piece]]]:
    sections: list[tuple[Heading | None, list[Piece]]] = [(None, [])]
    for piece in pieces:
        if isinstance(piece, Heading) and piece.level <= TOP:
            sections.append((piece, []))
        else:
            sections[-1][1].append(piece)
    return sections


def _characters(passages: list[Passage]) -> int:
    return sum(passage.characters for passage in passages)


def _notes(writer: Writer, *, private: bool) -> tuple[Note, ...]:
    scope = writer.scope
    scope.private, scope.in_footnote = private, True
    notes = []
    for cited in scope.footnotes.of(private=private):
        html = sanitise(writer.text_alone(cited.definition.text))
        notes.append(Note(f"fn-{cited.suffix}", cited.number, html))
    scope.private = scope.in_footnote = False
    return tuple(notes)


def _reading(one: SetReading, context: Context, *, problems: Problems) -> Reading:
    work = context.library.works.get(one.work)
    if work is None and one.work:
        problems.unknown(
            "unknown-work", one.work_place, word=one.work, known=context.library.works, message=NO_SUCH_WORK
        )
    address = one.address
    if work and not address:
        printings = sorted(work.printings, key=lambda printing: printing.language != context.language)
        address = next((printing.address for printing in printings if printing.address), "")
    return Reading(
        id=one.id,
        work=one.work,
        title=work.title if work else "",
        author=work.author if work else "",
        year=work.year if work else "",
        part=typeset(one.part, context.language),
        depth=one.depth,
        minutes=one.minutes,
        address=address,
        other_view=one.other_view,
        estimated=one.estimated,
    )


def _unused(body: Body, scope: ModuleScope) -> None:
    for label, definition in body.footnotes.items():
        if label not in scope.footnotes.cited:
            message = "nothing in the text leads to this footnote"
            scope.problems.add("unused-footnote", definition.place, message=message)
