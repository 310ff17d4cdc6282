"""The people of a branch, and what an organiser may do for and about them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.actions import end_sessions_of
from studyhub.accounts.models import LinkPurpose, Member
from studyhub.accounts.signed_in import viewer
from studyhub.audit.actions import Decision, record
from studyhub.branches.forms import ConfirmForm, OrganiserForm
from studyhub.branches.queries import Person, may_be_reset, people_of, person_for
from studyhub.branches.words import role_called
from studyhub.db import db
from studyhub.devices.actions import make_link
from studyhub.organisation.actions import (
    ExceedsOwnError,
    end_membership,
)
from studyhub.organisation.here import deciding, takes_two, the_branch
from studyhub.organisation.models import Membership, Role, RoleKind
from studyhub.organisation.queries import find_role
from studyhub.proposals.actions import Trusting, WaitsAlreadyError, give
from studyhub.proposals.actions import take_back as take_back_role
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.qr import square_of

LONGEST_QUERY, LAST_PAGE = 80, 100
PERSON = "/branches/<branch_slug>/people/<int(max=1000000000):membership>"

bp = Blueprint("people", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>/people")
@may("see-people")
def index() -> ResponseReturnValue:
    called, page = request.args.get("q", "")[:LONGEST_QUERY], _page()
    people = people_of(the_branch().id, today=clock.today(), called=called, page=page)
    if page > 1 and not people.shown:
        abort(404)
    return render_template(
        "branches/people.html",
        branch=the_branch(),
        people=people,
        called=called,
        role_called=role_called,
        was_removed="removed" in request.args,
    )


@bp.route(PERSON)
@may("see-people")
def show(membership: int) -> ResponseReturnValue:
    person = _person(membership)
    return render_template(
        "branches/person.html",
        branch=the_branch(),
        person=person,
        role_called=role_called,
        is_oneself=person.member_id == viewer().id,
        may_be_reset=may_be_reset(person, the_branch().id, today=clock.today()),
        done=request.args.get("done", ""),
    )


@bp.route(f"{PERSON}/removal", methods=["GET", "POST"])
@may("remove-member")
def remove(membership: int) -> ResponseReturnValue:
    person, form = _person(membership), ConfirmForm()
    if person.member_id == viewer().id:
        return redirect(url_for("branches.leave"), 303)
    is_needed = person.is_organiser and takes_two("appoint-organiser", the_branch())
    if form.validate_on_submit() and not is_needed:
        end_membership(db.session.get_one(Membership, person.membership_id), deciding=deciding())
        db.session.commit()
        return redirect(url_for(".index", removed="yes"), 303)
    return render_form(
        "branches/remove.html", form=form, branch=the_branch(), person=person, is_needed=is_needed
    )


@bp.route(f"{PERSON}/organiser", methods=["GET", "POST"])
@may("appoint-organiser")
def appoint(membership: int) -> ResponseReturnValue:
    person, form = _person(membership), OrganiserForm(today=clock.today())
    if form.validate_on_submit():
        member = db.session.get_one(Member, person.member_id)
        branch, trusting = the_branch(), Trusting(RoleKind.ORGANISER, member, form.ends_on.data)
        try:
            is_done = give(
                trusting, branch, takes_two=takes_two("appoint-organiser", branch), deciding=deciding()
            )
        except ExceedsOwnError as error:
            form.say_own_end(error.until)
        except WaitsAlreadyError:
            form.say_waiting()
        else:
            db.session.commit()
            return redirect(
                url_for(".show", membership=membership, done="appointed" if is_done else "asked"), 303
            )
    return render_form("branches/appoint.html", form=form, branch=the_branch(), person=person)


@bp.route(f"{PERSON}/organiser/undo", methods=["POST"])
@may("appoint-organiser")
def take_back(membership: int) -> ResponseReturnValue:
    role = find_role(_person(membership).member_id, RoleKind.ORGANISER, branch_id=the_branch().id)
    done = "taken-back"
    if role is not None:  # sent twice, there is nothing to take back any more
        done = _take_back(role)
        db.session.commit()
    return redirect(url_for(".show", membership=membership, done=done), 303)


@bp.route(f"{PERSON}/sessions/end", methods=["POST"])
@may("end-others-sessions")
def end_sessions(membership: int) -> ResponseReturnValue:
    person, now = _person(membership), deciding()
    end_sessions_of(db.session.get_one(Member, person.member_id))
    record(
        Decision(
            "signed-out-everywhere",
            now.today,
            by=now.member_id,
            about=person.member_id,
            branch=the_branch().id,
        )
    )
    db.session.commit()
    return redirect(url_for(".show", membership=membership, done="signed-out"), 303)


@bp.route(f"{PERSON}/reset", methods=["POST"])
@may("start-reset")
def start_reset(membership: int) -> ResponseReturnValue:
    person, now = _person(membership), deciding()
    if not may_be_reset(person, the_branch().id, today=now.today):
        abort(404)
    token = make_link(person.member_id, LinkPurpose.RESET, now=now.now)
    branch = the_branch().id
    record(Decision("reset-started", now.today, by=now.member_id, about=person.member_id, branch=branch))
    db.session.commit()
    address = url_for("links.reset", token=token, _external=True)
    back = url_for(".show", membership=membership)
    return render_template(
        "devices/start_reset.html", address=address, square=square_of(address), name=person.name, back=back
    )


def _take_back(role: Role) -> str:
    branch = the_branch()
    needs_two = takes_two("appoint-organiser", branch)
    try:
        is_done = take_back_role(role, branch=branch, takes_two=needs_two, deciding=deciding())
    except WaitsAlreadyError:
        return "asked"
    return "taken-back" if is_done else "asked"


def _person(membership: int) -> Person:
    return person_for(the_branch().id, membership, today=clock.today())


def _page() -> int:
    asked = request.args.get("page", "1")
    if not asked.isascii() or not asked.isdecimal() or not 1 <= int(asked[:4]) <= LAST_PAGE:
        abort(404)
    return int(asked[:4])
