"""The meeting pack: an evening on a few sheets of paper, for whoever organises the group."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from studyhub.courses.queries import course_name_by_id
from studyhub.groups.here import the_group
from studyhub.meetings.queries import Occasion, occasions_of
from studyhub.packs.as_text import text_of
from studyhub.packs.queries import Pack, occasion_before, pack_for
from studyhub.packs.words import HOW, NAMES
from studyhub.web.access import may

PACK = "/groups/<group_slug>/meetings/<int(max=1000):number>/pack"

bp = Blueprint("packs", __name__, template_folder="templates")


@bp.route(PACK)
@may("see-facilitation")
def show(number: int) -> ResponseReturnValue:
    group = the_group()
    occasion, pack = _packed(number)
    starts = datetime.combine(occasion.meeting.day, occasion.meeting.begins)
    return render_template(
        "packs/show.html",
        group=group,
        course=course_name_by_id(group.course_id, group.edition),
        occasion=occasion,
        pack=pack,
        times=[starts + timedelta(minutes=item.begins) for item in pack.agenda.items],
        NAMES=NAMES,
        HOW=HOW,
    )


@bp.route(f"{PACK}.txt")
@may("see-facilitation")
def plain(number: int) -> ResponseReturnValue:
    occasion, pack = _packed(number)
    return Response(text_of(pack, occasion, title=the_group().name), mimetype="text/plain")


def _packed(number: int) -> tuple[Occasion, Pack]:
    occasions = occasions_of(the_group())
    occasion = next((one for one in occasions if one.meeting.number == number), None)
    if occasion is None:
        raise NoResultFound(number)
    return occasion, pack_for(the_group(), occasion, before=occasion_before(occasions, number))
