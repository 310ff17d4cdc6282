"""Meetings: the page of a group, which begins with the next of them, and the page of each."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer
from studyhub.courses.queries import course_name_by_id
from studyhub.db import db
from studyhub.groups.here import own_participation, the_group
from studyhub.groups.queries import counts_of_readers, groups_in, groups_of, groups_to_join, readers_of
from studyhub.meetings.actions import say_coming
from studyhub.meetings.calendar import calendar_of
from studyhub.meetings.models import Coming
from studyhub.meetings.queries import answers_to, next_meetings, next_of, occasion_for, occasions_of
from studyhub.organisation.here import standing, the_branch
from studyhub.progress.queries import marks_of
from studyhub.web import clock
from studyhub.web.access import may

MEETING = "/groups/<group_slug>/meetings/<int(max=1000):number>"

bp = Blueprint("meetings", __name__, template_folder="templates")


@bp.route("/groups")
@may("see-own-account")
def index() -> ResponseReturnValue:
    own = groups_of(viewer().id)
    return render_template(
        "meetings/index.html",
        groups=own,
        to_join=groups_to_join(viewer().id, standing().branches),
        meetings=next_meetings([group.id for group in own], clock.now()),
        said=next((word for word in ("left", "archived") if word in request.args), ""),
    )


@bp.route("/branches/<branch_slug>/groups")
@may("see-groups")
def of_branch() -> ResponseReturnValue:
    groups = groups_in(the_branch().id)
    numbers = [group.id for group in groups]
    return render_template(
        "meetings/of_branch.html",
        branch=the_branch(),
        groups=groups,
        readers=counts_of_readers(numbers),
        meetings=next_meetings(numbers, clock.now()),
    )


@bp.route("/groups/<group_slug>")
@may("see-group")
def group() -> ResponseReturnValue:
    group, now = the_group(), clock.now()
    occasions = occasions_of(group)
    coming = next_of(occasions, now)
    return render_template(
        "meetings/group.html",
        group=group,
        course=course_name_by_id(group.course_id, group.edition),
        own=own_participation(),
        organisers=[reader.name for reader in readers_of(group.id) if reader.is_organiser],
        readers=counts_of_readers([group.id]).get(group.id, 0),
        occasions=occasions,
        coming=coming,
        answers=answers_to(coming.meeting.id) if coming else None,
        now=now,
        Coming=Coming,
        said=next((word for word in ("founded", "joined") if word in request.args), ""),
    )


@bp.route(MEETING)
@may("see-meetings")
def show(number: int) -> ResponseReturnValue:
    group = the_group()
    occasion = occasion_for(group, number)
    return render_template(
        "meetings/show.html",
        group=group,
        course=course_name_by_id(group.course_id, group.edition),
        occasion=occasion,
        own=own_participation(),
        answers=answers_to(occasion.meeting.id),
        marks=marks_of(viewer().id, group.course_id),
        now=clock.now(),
        Coming=Coming,
        was_said="said" in request.args,
        was_saved=request.args.get("saved", ""),
    )


@bp.route(f"{MEETING}/coming", methods=["POST"])
@may("say-coming")
def coming(number: int) -> ResponseReturnValue:
    occasion, own = occasion_for(the_group(), number), own_participation()
    answer = request.form.get("answer", "")
    if answer not in set(Coming) or own is None:
        abort(400)
    if not occasion.is_over(clock.now()) and occasion.meeting.cancelled_on is None:
        say_coming(occasion.meeting, own, answer=Coming(answer))
        db.session.commit()
    return redirect(url_for(".show", number=number, said="yes"), 303)


@bp.route(f"{MEETING}.ics")
@may("see-meetings")
def calendar(number: int) -> ResponseReturnValue:
    group = the_group()
    occasion = occasion_for(group, number)
    text = calendar_of(
        [occasion],
        title=group.name if "named" in request.args else "",
        key=current_app.config["SECRET_KEY"],
        now=clock.now(),
    )
    answer = Response(text, mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename="meeting.ics")
    return answer
