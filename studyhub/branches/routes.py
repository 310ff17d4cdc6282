"""A branch: its page, what one is called there, and leaving it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer
from studyhub.branches.forms import ConfirmForm, OwnNameForm
from studyhub.branches.queries import is_missed_in, organisers_of
from studyhub.branches.words import kind_called
from studyhub.db import db
from studyhub.organisation.actions import LastAdministratorError, end_membership
from studyhub.organisation.here import deciding, the_branch
from studyhub.organisation.queries import membership_in
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("branches", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>")
@may("see-branch")
def show() -> ResponseReturnValue:
    branch = the_branch()
    return render_template(
        "branches/show.html",
        branch=branch,
        kind=kind_called(branch.kind),
        organisers=organisers_of(branch.id, today=clock.today()),
        membership=membership_in(branch.id, viewer().id),
        was_saved="saved" in request.args,
    )


@bp.route("/branches/<branch_slug>/own-name", methods=["GET", "POST"])
@may("leave-branch")
def own_name() -> ResponseReturnValue:
    membership = membership_in(the_branch().id, viewer().id)
    if membership is None:  # it ended since the guard looked
        return redirect("/you", 303)
    form = OwnNameForm(obj=membership)
    if form.validate_on_submit():
        membership.name = form.name.data or ""
        db.session.commit()
        return redirect(url_for(".show", saved="yes"), 303)
    return render_form("branches/own_name.html", form=form, branch=the_branch())


@bp.route("/branches/<branch_slug>/leaving", methods=["GET", "POST"])
@may("leave-branch")
def leave() -> ResponseReturnValue:
    branch, form, is_needed = the_branch(), ConfirmForm(), False
    membership = membership_in(branch.id, viewer().id)
    if form.validate_on_submit() and membership is not None:
        try:
            end_membership(membership, deciding=deciding())
        except LastAdministratorError:
            db.session.rollback()
            is_needed = True
        else:
            db.session.commit()
            return redirect(url_for("you.show", left="yes"), 303)
    return render_form(
        "branches/leave.html",
        form=form,
        branch=branch,
        is_needed=is_needed,
        is_missed=is_missed_in(branch.id, viewer().id, today=clock.today()),
    )
