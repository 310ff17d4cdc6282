"""Everything that a meeting needs on paper: its agenda, its questions with what organisers are told, and what to remember."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from studyhub.compiler.model import DisputedQuestion, Facilitation, Module, Question, RecallPrompt
from studyhub.compiler.text.plain import REFERENCE
from studyhub.courses.content import from_json, read_module
from studyhub.courses.models import Edition, EditionModule, ModuleFacilitation
from studyhub.db import db
from studyhub.exports.retelling import Manner, retell, retell_module
from studyhub.groups.models import Group
from studyhub.meetings.queries import Covers, Occasion
from studyhub.packs.agenda import Agenda, agenda_for

EXCERPT = re.compile(r'<figure class="excerpt".*?</figure>', re.DOTALL)
MOST_PROMPTS = 4  # for the first five minutes
REVIEW = "review"
ON_PAPER = Manner(link=lambda _address: None, name=lambda name: f"on-paper-{name}")


@dataclass(frozen=True, slots=True)
class Packed:
    """A module as a meeting covers it, with what its course tells organisers; told without links, for paper."""

    module: Module
    questions: tuple[Question, ...]
    notes: dict[str, str]  # by question, what a good discussion brings out
    lead_off_html: str
    others_html: tuple[str, ...]  # notes for organisers that belong to no question
    excerpts: tuple[str, ...]
    disputed: tuple[DisputedQuestion, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole of a meeting."""

    agenda: Agenda
    modules: tuple[Packed, ...]
    prompts: tuple[RecallPrompt, ...]


def pack_for(group: Group, occasion: Occasion, *, before: Occasion | None) -> Pack:
    """Return the pack of a meeting; `before` is the meeting whose module the first five minutes call to mind.

    One statement. An evening that looks back, or is about nothing yet, has an agenda all the same.
    """
    covers = occasion.covers
    earlier = () if before is None else before.covers
    known = _modules(group, {one.entry.slug for one in (*covers, *earlier)})
    packed = tuple(_packed(known[one.entry.slug], one) for one in covers if one.entry.slug in known)
    remembered = [known[one.entry.slug][0] for one in earlier or covers if one.entry.slug in known]
    plan = packed[0].module.plan if packed else REVIEW
    return Pack(
        agenda_for(
            plan,
            [question for one in packed for question in one.questions],
            minutes=occasion.meeting.minutes,
        ),
        packed,
        tuple(prompt for module in remembered for prompt in retell_module(module, ON_PAPER).recall)[
            :MOST_PROMPTS
        ],
    )


def occasion_before(occasions: Sequence[Occasion], number: int) -> Occasion | None:
    """Return the meeting before this one that was about something; None before the first."""
    earlier = []
    for one in occasions:
        if one.meeting.number == number:
            break
        earlier.append(one)
    return next((one for one in reversed(earlier) if one.covers and one.meeting.cancelled_on is None), None)


def _modules(group: Group, slugs: Collection[str]) -> dict[str, tuple[Module, Facilitation]]:
    found = db.session.execute(
        select(EditionModule.slug, EditionModule.content, ModuleFacilitation.content.label("facilitation"))
        .join(Edition, Edition.id == EditionModule.edition_id)
        .join(ModuleFacilitation, ModuleFacilitation.module_id == EditionModule.id)
        .where(
            Edition.course_id == group.course_id,
            Edition.number == group.edition,
            EditionModule.language == Edition.language,
            EditionModule.slug.in_(slugs),
        )
    )
    return {
        row.slug: (read_module(row.content), from_json(Facilitation, json.loads(row.facilitation)))
        for row in found
    }


def _packed(known: tuple[Module, Facilitation], covers: Covers) -> Packed:
    module, facilitation = known
    told = retell_module(module, ON_PAPER)
    here = set(covers.questions)
    is_last = covers.piece == covers.pieces
    text = "".join(part.html for part in module.parts if part.id in set(covers.parts))
    return Packed(
        told,
        tuple(_without_notes(one) for one in told.questions if one.id in here),
        notes={one: _told(html) for one, html in facilitation.notes.items() if one in here},
        lead_off_html=_told(facilitation.lead_off_html),
        others_html=tuple(_told(html) for html in facilitation.other_html),
        excerpts=tuple(_told(found) for found in EXCERPT.findall(text)),
        disputed=told.disputed if is_last else (),
    )


def _without_notes(question: Question) -> Question:
    return replace(question, html=REFERENCE.sub("", question.html))


def _told(html: str) -> str:
    return retell(REFERENCE.sub("", html), ON_PAPER)
