"""The files that all courses share: works, people, terms, timelines, routes, the organisation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from studyhub.compiler.files.fields import Fields
from studyhub.compiler.files.reader import FolderReader
from studyhub.compiler.files.yaml_nodes import Listing, Mapping, Node, Word, read_yaml
from studyhub.compiler.library_model import Event, Organisation, Person, Printing, Route, Term, Timeline, Work
from studyhub.compiler.model import Library
from studyhub.compiler.problems import Place, Problems
from studyhub.compiler.words.dates import NotADateError, gregorian_bounds, read_date
from studyhub.compiler.words.naming import BAD_ID, is_id, kebab_hint

Thing = TypeVar("Thing", Work, Person, Term, Route)
RIGHTS = ("link", "free", "print")


def read_library(root: Path, reader: FolderReader) -> Library:
    """Read what stands in `library/`, `organisation.yaml` and `routes.yaml`; each of them may be missing."""
    shelf = root / "library"
    for name in reader.names(shelf):
        known = name in {
            "works.yaml",
            "people.yaml",
            "terms.yaml",
            "timelines",
            "texts",
        } or not name.endswith(".yaml")
        if not known:
            reader.stray(shelf / name)
    return Library(
        works=_listed(shelf / "works.yaml", reader, read=_work),
        people=_listed(shelf / "people.yaml", reader, read=_person),
        terms=_listed(shelf / "terms.yaml", reader, read=_term),
        timelines=_timelines(shelf / "timelines", reader),
        organisation=_organisation(root / "organisation.yaml", reader),
        routes=tuple(_listed(root / "routes.yaml", reader, read=_route).values()),
    )


def _listed(file: Path, reader: FolderReader, *, read: Callable[[Fields], Thing]) -> dict[str, Thing]:
    node, problems = _tree(file, reader)
    if node is None or _is_empty(node):
        return {}
    if not isinstance(node, Listing):
        problems.add(
            "wrong-type", node.place, message="this file is a list: each item begins with a hyphen and its id"
        )
        return {}
    found: dict[str, Thing] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            problems.add(
                "wrong-type", item.place, message="each item of this list has keys of its own, such as “id”"
            )
            continue
        fields = Fields(item, problems)
        thing = read(fields)
        fields.finish()
        if thing.id in found:
            problems.add("duplicate-id", fields.place("id"), message="this id stands in this file already")
        elif thing.id:
            found[thing.id] = thing
    return found


def _tree(file: Path, reader: FolderReader) -> tuple[Node | None, Problems]:
    source, problems = reader.read(file)
    return (read_yaml("\n".join(source.lines), problems) if source else None), problems


def _is_empty(node: Node) -> bool:
    return isinstance(node, Word) and not node.value


def _work(fields: Fields) -> Work:
    return Work(
        id=fields.id(),
        author=fields.word("author"),
        title=fields.word("title", required=True),
        year=fields.word("year"),
        printings=tuple(_printing(printing) for printing in fields.mappings("printings")),
    )


def _printing(fields: Fields) -> Printing:
    printing = Printing(
        language=fields.language("language", required=True),
        translator=fields.word("translator"),
        address=fields.address("address"),
        rights=fields.choice("rights", RIGHTS),
    )
    fields.finish()
    return printing


def _person(fields: Fields) -> Person:
    return Person(
        id=fields.id(),
        name=fields.word("name", required=True),
        lived=fields.word("lived"),
        text=fields.word("text", required=True),
        source=fields.word("source", required=True),
    )


def _term(fields: Fields) -> Term:
    return Term(
        id=fields.id(),
        name=fields.word("name", required=True),
        text=fields.word("text", required=True),
        source=fields.word("source", required=True),
    )


def _route(fields: Fields) -> Route:
    return Route(
        id=fields.id(),
        title=fields.word("title", required=True),
        summary=fields.word("summary"),
        steps=tuple(step.value for step in fields.words("steps")),
    )


def _organisation(file: Path, reader: FolderReader) -> Organisation:
    node, problems = _tree(file, reader)
    if node is None or _is_empty(node):
        return Organisation()
    if not isinstance(node, Mapping):
        problems.add("wrong-type", node.place, message="this file is made of keys, such as “name: …”")
        return Organisation()
    fields = Fields(node, problems)
    found = Organisation(
        name=fields.word("name"),
        address=fields.address("address"),
        documents=tuple(_document(document) for document in fields.mappings("documents")),
    )
    fields.finish()
    return found


def _document(fields: Fields) -> tuple[str, str]:
    document = (fields.word("title", required=True), fields.address("address"))
    fields.finish()
    return document


def _timelines(folder: Path, reader: FolderReader) -> dict[str, Timeline]:
    found = {}
    for name in reader.names(folder):
        if not name.endswith(".yaml"):
            reader.stray(folder / name)
            continue
        timeline = _timeline(folder / name, name.removesuffix(".yaml"), reader=reader)
        if timeline:
            found[timeline.id] = timeline
    return found


def _timeline(file: Path, stem: str, *, reader: FolderReader) -> Timeline | None:
    node, problems = _tree(file, reader)
    if not is_id(stem):
        problems.add(
            "bad-id",
            Place(),
            message=f"a timeline is called by its file's name; {BAD_ID}",
            hint=kebab_hint(stem),
        )
        return None
    if not isinstance(node, Mapping):
        if node is not None:
            problems.add("wrong-type", node.place, message="a timeline has the keys “title” and “events”")
        return None
    fields = Fields(node, problems)
    title = fields.word("title", required=True)
    events = [_event(event) for event in fields.mappings("events")]
    fields.finish()
    kept = sorted(
        (event for event in events if event), key=lambda event: gregorian_bounds(read_date(event.date))
    )
    return Timeline(stem, title, tuple(kept))


def _event(fields: Fields) -> Event | None:
    date = fields.word("date", required=True)
    text = fields.word("text", required=True)
    fields.finish()
    if not date or not text:
        return None
    try:
        read_date(date)
    except NotADateError as error:
        fields.problems.add("bad-date", fields.place("date"), message=str(error))
        return None
    return Event(date, text)
