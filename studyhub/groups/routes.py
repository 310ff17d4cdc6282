"""Groups: which there are, coming in, who reads with them, and who organises them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer
from studyhub.branches.forms import ConfirmForm
from studyhub.db import db
from studyhub.groups.actions import (
    LastOrganiserError,
    archive_group,
    come_in,
    end_participation,
    let_in,
    make_organiser_of_group,
    withdraw_organiser_of_group,
)
from studyhub.groups.here import own_participation, the_group
from studyhub.groups.queries import askers_of, participation_for, readers_of
from studyhub.organisation.here import deciding
from studyhub.organisation.queries import membership_in
from studyhub.web.access import may
from studyhub.web.forms import render_form

READER = "/groups/<group_slug>/people/<int(max=1000000000):participation>"

bp = Blueprint("groups", __name__, template_folder="templates")


@bp.route("/groups/<group_slug>/joining", methods=["GET", "POST"])
@may("join-group")
def join() -> ResponseReturnValue:
    group, form = the_group(), ConfirmForm()
    membership = membership_in(group.branch_id, viewer().id)
    if form.validate_on_submit() and membership is not None:
        come_in(group, membership, deciding=deciding())
        db.session.commit()
        return redirect(url_for("meetings.group", joined="yes"), 303)
    return render_form("groups/join.html", form=form, group=group, own=own_participation())


@bp.route("/groups/<group_slug>/leaving", methods=["GET", "POST"])
@may("leave-group")
def leave() -> ResponseReturnValue:
    form, own, is_needed = ConfirmForm(), own_participation(), False
    if form.validate_on_submit() and own is not None:
        try:
            end_participation(own, deciding=deciding())
        except LastOrganiserError:
            db.session.rollback()
            is_needed = True
        else:
            db.session.commit()
            return redirect(url_for("meetings.index", left="yes"), 303)
    return render_form("groups/leave.html", form=form, group=the_group(), is_needed=is_needed)


@bp.route("/groups/<group_slug>/people")
@may("see-people-of-group")
def people() -> ResponseReturnValue:
    group = the_group()
    return render_template(
        "groups/people.html",
        group=group,
        readers=readers_of(group.id),
        askers=askers_of(group.id),
        said=request.args.get("said", ""),
    )


@bp.route(f"{READER}/yes", methods=["POST"])
@may("run-group")
def say_yes(participation: int) -> ResponseReturnValue:
    let_in(participation_for(the_group().id, participation))
    db.session.commit()
    return redirect(url_for(".people", said="in"), 303)


@bp.route(f"{READER}/removal", methods=["GET", "POST"])
@may("run-group")
def remove(participation: int) -> ResponseReturnValue:
    group, form = the_group(), ConfirmForm()
    found = participation_for(group.id, participation)
    if found.member_id == viewer().id:
        return redirect(url_for(".leave"), 303)
    if form.validate_on_submit():
        end_participation(found, deciding=deciding())
        db.session.commit()
        return redirect(url_for(".people", said="out"), 303)
    return render_form("groups/remove.html", form=form, group=group, participation=found)


@bp.route(f"{READER}/organiser", methods=["GET", "POST"])
@may("hand-over-group")
def organiser(participation: int) -> ResponseReturnValue:
    form, is_needed = ConfirmForm(), False
    found = participation_for(the_group().id, participation)
    if form.validate_on_submit():
        change = withdraw_organiser_of_group if "withdraw" in request.form else make_organiser_of_group
        try:
            change(found, deciding=deciding())
        except LastOrganiserError:
            db.session.rollback()
            is_needed = True
        else:
            db.session.commit()
            return redirect(url_for(".people", said="changed"), 303)
    return render_form(
        "groups/organiser.html", form=form, group=the_group(), participation=found, is_needed=is_needed
    )


@bp.route("/groups/<group_slug>/archive", methods=["GET", "POST"])
@may("hand-over-group")
def archive() -> ResponseReturnValue:
    group, form = the_group(), ConfirmForm()
    if form.validate_on_submit():
        archive_group(group, deciding=deciding())
        db.session.commit()
        return redirect(url_for("meetings.index", archived="yes"), 303)
    return render_form("groups/archive.html", form=form, group=group)
