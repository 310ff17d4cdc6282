"""A meeting pack as plain text, for whoever prints from a terminal or pastes it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from studyhub.exports.as_markdown import Hand, heading, joined
from studyhub.meetings.queries import Occasion
from studyhub.packs.agenda import Item
from studyhub.packs.queries import Pack, Packed
from studyhub.packs.words import HOW, NAMES


def text_of(pack: Pack, occasion: Occasion, *, title: str) -> str:
    """Return the pack as Markdown, which is plain text that reads well."""
    starts = datetime.combine(occasion.meeting.day, occasion.meeting.begins)
    blocks = [heading(1, title), format_date(occasion.meeting.day, "full", rebase=False)]
    blocks.append("\n".join(_line(item, starts) for item in pack.agenda.items))
    if pack.agenda.left_out:
        blocks.append(_("If there is more time:"))
        blocks.append("\n".join(f"- {question.text}" for question in reversed(pack.agenda.left_out)))
    if pack.prompts:
        blocks.append(heading(2, _("To remember")))
        blocks += [
            f"{Hand().line(one.question_html)} — {Hand().line(one.answer_html)}" for one in pack.prompts
        ]
    for packed in pack.modules:
        blocks += _module(packed)
    return joined(blocks) + "\n"


def _line(item: Item, starts: datetime) -> str:
    begins = starts + timedelta(minutes=item.begins)
    what = item.question.text if item.question else str(HOW[item.doing])
    return f"- {begins:%H:%M} ({item.minutes}) {NAMES[item.doing]}: {what}"


def _module(packed: Packed) -> Iterator[str]:
    hand = Hand(deeper=1)
    yield heading(2, packed.module.title)
    for excerpt in packed.excerpts:
        yield heading(3, _("To read aloud"))
        yield hand.write(excerpt)
    if packed.lead_off_html:
        yield heading(3, _("For whoever leads off"))
        yield hand.write(packed.lead_off_html)
    for question in packed.questions:
        yield heading(3, question.text)
        yield hand.write(packed.notes.get(question.id, ""))
    yield from map(hand.write, packed.others_html)
    for disputed in packed.disputed:
        yield heading(3, disputed.text)
        for position in disputed.positions:
            yield heading(4, position.by)
            yield hand.write(position.html)
