"""What the front matter of a module says."""

from __future__ import annotations

from dataclasses import dataclass, field

from studyhub.compiler.files.fields import Fields
from studyhub.compiler.files.front_matter import FrontMatter
from studyhub.compiler.model import Depth, Fix
from studyhub.compiler.problems import START, Place, Problems
from studyhub.compiler.text.body import ItemId
from studyhub.compiler.words.naming import RESERVED, slug
from studyhub.compiler.words.reading_time import minutes_of_pages, minutes_of_words

PLANS = ("branch-night", "text-night", "positions", "reading-circle", "sources", "review")
DEPTHS = (Depth.SHORT.value, Depth.MAIN.value, Depth.FURTHER.value)


@dataclass(frozen=True, slots=True)
class SetReading:
    """A reading as a module sets it; the work is looked up when the library is known."""

    id: str
    work: str
    part: str
    depth: Depth
    minutes: int
    address: str
    other_view: bool
    estimated: bool
    place: Place
    work_place: Place


@dataclass(slots=True)
class ModuleHead:
    """The front matter of a module, its values checked one by one but not yet against anything else."""

    id: str = ""
    title: str = ""
    why: str = ""
    aims: tuple[str, ...] = ()
    plan: str = ""
    readings: list[SetReading] = field(default_factory=list)
    ids: list[ItemId] = field(default_factory=list)
    id_place: Place = START
    readings_place: Place = START
    body: int = 1  # the line at which the text begins


def read_module_head(matter: FrontMatter, stem: str, *, problems: Problems) -> ModuleHead:
    """Read a module's front matter; `stem` is its file's name without number and ending."""
    fields = Fields(matter.keys, problems)
    head = ModuleHead(body=matter.body)
    head.id = read_id(fields, stem, problems=problems)
    head.id_place = fields.place("id")
    head.title = fields.word("title", required=True)
    head.why = fields.word("why", required=True)
    head.aims = tuple(word.value for word in fields.words("aims"))
    if not head.aims:
        problems.add("missing-key", fields.key_place("aims"), message="“aims” names at least one aim")
    head.plan = fields.choice("plan", PLANS)
    head.readings_place = fields.key_place("readings")
    for reading in fields.mappings("readings"):
        head.readings.append(_reading(reading, problems))
    head.ids = [ItemId(one.id, "reading", one.place) for one in head.readings if one.id]
    fields.finish()
    return head


def read_id(fields: Fields, stem: str, *, problems: Problems) -> str:
    """Return the id of a module or a course; a missing one is made from its file's or folder's name."""
    made = slug(stem)
    if "id" not in fields.node.pairs and made:
        fields.known.append("id")
        fix = Fix(1, 1, 4, f"---\nid: {made}")
        problems.add(
            "missing-id", Place(1, 1, 3), message="“id” is missing", hint=f"for example “id: {made}”", fix=fix
        )
        return made
    found = fields.id()
    if found in RESERVED:
        message = "this word stands in addresses and cannot be an id"
        problems.add(
            "bad-id", fields.place("id"), message=message, hint=f"not one of: {', '.join(sorted(RESERVED))}"
        )
    return found


def _reading(fields: Fields, problems: Problems) -> SetReading:
    minutes, estimated = _minutes(fields, problems)
    reading = SetReading(
        id=fields.id(),
        work=fields.word("work", required=True),
        part=fields.word("part"),
        depth=Depth(fields.choice("depth", DEPTHS, required=True) or Depth.MAIN),
        minutes=minutes,
        address=fields.address("address"),
        other_view=fields.flag("other_view"),
        estimated=fields.flag("estimated") or estimated,
        place=fields.place("id"),
        work_place=fields.place("work"),
    )
    fields.finish()
    return reading


def _minutes(fields: Fields, problems: Problems) -> tuple[int, bool]:
    minutes, words, pages = (fields.number(key) for key in ("minutes", "words", "pages"))
    if minutes is not None:
        return minutes, False
    if words is not None:
        return minutes_of_words(words), True
    if pages is not None:
        return minutes_of_pages(pages), True
    if not {"minutes", "words", "pages"} & fields.node.pairs.keys():
        hint = "give minutes, words or pages"
        problems.add(
            "missing-key", fields.place("id"), message="this reading does not say how long it is", hint=hint
        )
    return 0, False
