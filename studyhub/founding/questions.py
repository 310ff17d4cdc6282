"""The questions in their order, and what has been answered of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from studyhub.founding.forms import CourseForm, NameForm, ReadingForm, WhenForm, WhereForm, struck_days
from studyhub.groups.models import Entry, Rhythm
from studyhub.web.forms import Form

QUESTIONS: Mapping[str, type[Form]] = {
    "course": CourseForm,
    "name": NameForm,
    "when": WhenForm,
    "reading": ReadingForm,
    "where": WhereForm,
}
IN_ORDER = tuple(QUESTIONS)
Answers = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class NewGroup:
    """What is said of a group when it is founded."""

    course: str
    name: str
    entry: Entry
    rhythm: Rhythm
    first: datetime  # by the clock on the wall: naive
    minutes: int
    budget: int
    without: frozenset[date] = frozenset()
    place: str = ""
    online: str = ""
    access: str = ""


def first_open(answers: Answers) -> str | None:
    """Return the first question that has no answer yet; None when all have one."""
    return next((question for question in IN_ORDER if question not in answers), None)


def read_answers(text: str) -> Answers:
    """Make answers again of what `write_answers` returned."""
    answers: Answers = json.loads(text or "{}")
    return answers


def write_answers(answers: Answers) -> str:
    """Return answers as JSON."""
    return json.dumps(answers, ensure_ascii=False, sort_keys=True)


def answer_in(form: Form) -> dict[str, str]:
    """Return what a form was answered with, as words."""
    return {name: _as_words(value) for name, value in form.data.items() if name != "csrf_token"}


def given_to(question: str, answers: Answers) -> dict[str, Any]:
    """Return what a form of this question shall show at first: what was answered before."""
    known: dict[str, Any] = dict(answers.get(question, {}))
    if question == "when" and known:
        known["day"] = date.fromisoformat(known["day"])
        known["begins"] = time.fromisoformat(known["begins"])
    return known


def new_group(answers: Answers) -> NewGroup:
    """Return the group that the answers describe; all questions have one."""
    when, where = answers["when"], answers["where"]
    return NewGroup(
        course=answers["course"]["course"],
        name=answers["name"]["name"],
        entry=Entry(answers["name"]["entry"]),
        rhythm=Rhythm(when["rhythm"]),
        first=datetime.combine(date.fromisoformat(when["day"]), time.fromisoformat(when["begins"])),
        minutes=int(when["minutes"]),
        budget=int(answers["reading"]["budget"]),
        without=frozenset(struck_days(when["without"])),
        place=where["place"],
        online=where["online"],
        access=where["access"],
    )


def _as_words(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value or "")
