"""Made-up things to fill components with: a course that exists nowhere else, and a form that nobody sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs
from wtforms.validators import DataRequired

from studyhub.compiler import compile_courses
from studyhub.compiler.model import Module
from studyhub.courses.outline import OutlineEntry
from studyhub.courses.published import (
    CourseCard,
    CourseName,
    PublishedCourse,
    PublishedModule,
    StoppingPoint,
)
from studyhub.progress.queries import Marks
from studyhub.reading.changes import Changes, Passage, compare_words
from studyhub.reading.queries import Day, Today
from studyhub.reading.rail import View, rail_of, steps_of
from studyhub.search.found import Found, FoundModule, Hit, Rank
from studyhub.search.snippets import Piece
from studyhub.search.texts import Kind
from studyhub.web.forms import Form

DAY = date(2026, 5, 1)
COURSE = CourseName(1, "sample", "A sample of a course", "en")
SAYS = {
    "short": "Go to the reading room",
    "sentence": "Women strike in the textile mills, and by noon half of the district is in the street.",
    "long": "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaftschaferswessenschafewaren",
    "arabic": "بدأ الإضراب يوم الخميس، ولم يدعُ إليه أحد.",
    "russian": "Забастовка началась в четверг, и никто её не объявлял.",
}
CARD = CourseCard(1, COURSE.slug, COURSE.title, COURSE.language, SAYS["sentence"], 4, 95)
OUTLINE = tuple(
    OutlineEntry(slug, number, title, minutes, 40, ())
    for number, (slug, title, minutes) in enumerate(
        (
            ("first-steps", "First steps", 10),
            ("the-room", "The room and its chairs", 25),
            ("the-evening", "The evening is worth counting", 35),
            ("the-minutes", SAYS["long"], 20),
        ),
        1,
    )
)
TODAY = Today(
    Day.GOING_ON,
    PublishedCourse(1, COURSE.slug, COURSE.title, COURSE.language, 1, DAY, OUTLINE, {}),
    entry=OUTLINE[0],
    stopped=StoppingPoint("p-00000000", "The second job is to make the reading possible", 7, "en"),
)
WAS = "The strike began on a Thursday, and nobody had called it."
NOW = "The strike began on a cold Thursday, and no committee had called it."
PIECES = (Piece("The "), Piece("strike", is_found=True), Piece(" began on a Thursday."))
_FOUND_IN = FoundModule(1, "first-steps", 1, "First steps", "en", "sample", COURSE.title, "en", 3, 2)
FOUND = Found(
    (
        Hit(Rank.NAMED, _FOUND_IN, Kind.TERM, "soviet", 0, PIECES[1:2], PIECES),
        Hit(Rank.ALL, _FOUND_IN, Kind.PASSAGE, "p-00000000", 2, (), PIECES),
    ),
    passages=1,
    modules=1,
    entries=1,
)


class SampleForm(Form):
    """A field of each kind; nobody fills it in."""

    name = StringField("What should the group call you?", [DataRequired(_("Give a name"))])
    stays = BooleanField("Keep me signed in")
    colours = RadioField(
        "Colours",
        choices=[SelectChoice("paper", "Paper"), SelectChoice("night", "Night")],
        default="paper",
    )


def sample_page() -> dict[str, Any]:
    """Return what a page hands to its template: a member who is at the first of four modules."""
    published = published_sample()
    view = View(COURSE.slug, COURSE.language, COURSE.language, current=OUTLINE[0].slug, edition=1)
    marks = Marks(done=frozenset({OUTLINE[1].slug}), places={OUTLINE[2].slug: "p-00000000"})
    return {
        "says": SAYS,
        "course": COURSE,
        "card": CARD,
        "today": TODAY,
        "Day": Day,
        "found": FOUND,
        "marks": marks,
        "view": view,
        "rail": rail_of(OUTLINE, marks, view=view),
        "steps": steps_of(OUTLINE, marks, view=view._replace(current=None)),
        "published": published,
        "module": published.module,
        "place": published.keys[1],
        "is_done": False,
        "done_readings": published.entry.readings[:1],
        "previous": None,
        "next": published.neighbour(1),
        "changes": changes(),
    }


def published_sample() -> PublishedModule:
    """Return a module with all that a text can have, as if it had been published."""
    module = _module()
    here = replace(OUTLINE[0], slug=module.id, readings=tuple(reading.id for reading in module.readings))
    return PublishedModule(COURSE, 1, 1, DAY, (here, *OUTLINE[1:]), module, 0, {})


def changes() -> Changes:
    """Return a change of each kind."""
    return Changes(
        new=[Passage("p-00000001", NOW)],
        reworded=[Passage("p-00000002", NOW, tuple(compare_words(WAS, NOW)), has_moved=True)],
        moved=[],
        removed=[Passage("p-00000003", WAS, nearest="p-00000002")],
    )


@cache
def _module() -> Module:
    (course,) = compile_courses(Path(__file__).parent / "sample").courses
    return course.modules[0]
