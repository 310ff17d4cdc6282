"""What an organiser does about meetings: another day, another order, cancelling, and what is written down afterwards."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.courses.queries import course_name_by_id
from studyhub.db import db
from studyhub.groups.here import the_group
from studyhub.meetings.actions import (
    Afterwards,
    Appointment,
    add_meeting,
    cancel,
    change_meeting,
    exchange,
    hold_after_all,
    write_down,
)
from studyhub.meetings.forms import AfterwardsForm, AppointmentForm
from studyhub.meetings.queries import Occasion, occasion_for, occasions_of
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

MEETING = "/groups/<group_slug>/meetings/<int(max=1000):number>"

bp = Blueprint("plan", __name__, template_folder="templates")


@bp.route("/groups/<group_slug>/plan")
@may("plan-meetings")
def show() -> ResponseReturnValue:
    group, now = the_group(), clock.now()
    occasions = occasions_of(group)
    return render_template(
        "meetings/plan.html",
        group=group,
        course=course_name_by_id(group.course_id, group.edition),
        coming=[one for one in occasions if not one.is_over(now)],
        over=[one for one in occasions if one.is_over(now)],
        was_saved="saved" in request.args,
    )


@bp.route("/groups/<group_slug>/new-meeting", methods=["GET", "POST"])
@may("plan-meetings")
def new() -> ResponseReturnValue:
    group = the_group()
    given = {"minutes": group.minutes, "place": group.place, "online": group.online}
    form = AppointmentForm(today=clock.today(), **given)
    if form.validate_on_submit():
        meeting = add_meeting(group, _said(form))
        db.session.commit()
        return redirect(url_for("meetings.show", number=meeting.number, saved="yes"), 303)
    return render_form("meetings/new.html", form=form, group=group)


@bp.route(f"{MEETING}/change", methods=["GET", "POST"])
@may("plan-meetings")
def change(number: int) -> ResponseReturnValue:
    group, occasion = the_group(), occasion_for(the_group(), number)
    form = AppointmentForm(today=clock.today(), obj=occasion.meeting)
    if form.validate_on_submit():
        has_moved = change_meeting(occasion.meeting, _said(form))
        db.session.commit()
        return redirect(url_for("meetings.show", number=number, saved="moved" if has_moved else "yes"), 303)
    return render_form("meetings/change.html", form=form, group=group, occasion=occasion)


@bp.route(f"{MEETING}/cancellation", methods=["POST"])
@may("plan-meetings")
def call_off(number: int) -> ResponseReturnValue:
    meeting = occasion_for(the_group(), number).meeting
    if "hold" in request.form:
        hold_after_all(meeting)
    else:
        cancel(meeting, today=clock.today())
    db.session.commit()
    return redirect(url_for("meetings.show", number=number, saved="yes"), 303)


@bp.route(f"{MEETING}/earlier", methods=["POST"])
@may("plan-meetings")
def earlier(number: int) -> ResponseReturnValue:
    return _exchange_with_neighbour(number, step=-1)


@bp.route(f"{MEETING}/later", methods=["POST"])
@may("plan-meetings")
def later(number: int) -> ResponseReturnValue:
    return _exchange_with_neighbour(number, step=1)


@bp.route(f"{MEETING}/afterwards", methods=["GET", "POST"])
@may("plan-meetings")
def afterwards(number: int) -> ResponseReturnValue:
    group, occasion = the_group(), occasion_for(the_group(), number)
    meeting = occasion.meeting
    form = AfterwardsForm(obj=meeting, is_shared=meeting.notes_shared_on is not None)
    if form.validate_on_submit():
        said = Afterwards(form.came.data, form.notes.data or "", is_shared=form.is_shared.data)
        write_down(meeting, said, today=clock.today())
        db.session.commit()
        return redirect(url_for("meetings.show", number=number, saved="yes"), 303)
    return render_form("meetings/afterwards.html", form=form, group=group, occasion=occasion)


def _exchange_with_neighbour(number: int, *, step: int) -> ResponseReturnValue:
    """Change what two meetings that are still to come are about; the first and the last have nobody beyond them."""
    coming = [one for one in occasions_of(the_group()) if not one.is_over(clock.now())]
    at = next((at for at, one in enumerate(coming) if one.meeting.number == number), None)
    if at is None:
        abort(404)
    other = _at(coming, at + step)
    if other is not None:
        exchange(coming[at].meeting, other.meeting)
        db.session.commit()
    return redirect(url_for(".show", saved="yes"), 303)


def _at(occasions: list[Occasion], index: int) -> Occasion | None:
    return occasions[index] if 0 <= index < len(occasions) else None


def _said(form: AppointmentForm) -> Appointment:
    if form.day.data is None or form.begins.data is None or form.minutes.data is None:
        raise ValueError("asked only of a form that was found good")
    return Appointment(
        form.day.data,
        form.begins.data,
        form.minutes.data,
        place=form.place.data or "",
        online=form.online.data or "",
    )
