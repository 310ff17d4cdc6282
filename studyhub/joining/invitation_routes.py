"""What an organiser does to bring people in: links, posters, and an answer to those who ask."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.db import db
from studyhub.joining.actions import NewInvitation, invite, say_no, say_yes, stop, stop_all
from studyhub.joining.codes import code_of, new_salt
from studyhub.joining.forms import LinkForm, PosterForm
from studyhub.joining.models import LINK, POSTER, Invitation
from studyhub.joining.queries import (
    asking_for,
    askings_in,
    came_by,
    count_open_slips,
    invitation_for,
    is_still_open,
    open_invitations,
)
from studyhub.organisation.here import deciding, the_branch
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

INVITATION = "/branches/<branch_slug>/invitations/<int(max=1000000000):invitation>"
ASKING = "/branches/<branch_slug>/asking/<int(max=1000000000):asking>"
PAPERS = ("a4", "a5", "strips")

bp = Blueprint("invitations", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>/invitations")
@may("invite")
def index() -> ResponseReturnValue:
    return render_template(
        "joining/invitations.html",
        branch=the_branch(),
        invitations=open_invitations(the_branch().id, clock.now()),
        slips=count_open_slips(the_branch().id, clock.now()),
        LINK=LINK,
        stopped="stopped" in request.args,
    )


@bp.route("/branches/<branch_slug>/invitations/new-link", methods=["GET", "POST"])
@may("invite")
def new_link() -> ResponseReturnValue:
    form = LinkForm()
    form.salt.data = form.salt.data or new_salt()
    if form.validate_on_submit():
        return _make(NewInvitation(LINK, form.salt.data, names_maker=form.names_maker.data))
    return render_form("joining/new_link.html", form=form, branch=the_branch())


@bp.route("/branches/<branch_slug>/invitations/new-poster", methods=["GET", "POST"])
@may("invite")
def new_poster() -> ResponseReturnValue:
    form = PosterForm()
    form.salt.data = form.salt.data or new_salt()
    if form.validate_on_submit():
        return _make(NewInvitation(POSTER, form.salt.data, line=form.line.data or ""))
    return render_form("joining/new_poster.html", form=form, branch=the_branch())


@bp.route(INVITATION)
@may("invite")
def show(invitation: int) -> ResponseReturnValue:
    found = _shown_again(invitation)
    return render_template(
        "joining/invitation.html",
        branch=the_branch(),
        invitation=found,
        is_link=found.kind == LINK,
        is_open=is_still_open(found, clock.now()),
        address=_address(found),
        code=_code(found),
        came=came_by(found.id),
    )


@bp.route(f"{INVITATION}/code.svg")
@may("invite")
def picture(invitation: int) -> ResponseReturnValue:
    code = segno.make(_address(_shown_again(invitation)), micro=False, error="m")
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", scale=8, border=4, light="#fff", svgclass=None, lineclass=None)
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


@bp.route(f"{INVITATION}/poster/<paper>")
@may("invite")
def poster(invitation: int, paper: str) -> ResponseReturnValue:
    found = _shown_again(invitation)
    if paper not in PAPERS or found.kind == LINK:
        return redirect(url_for(".show", invitation=invitation), 303)
    return render_template(
        "joining/poster.html",
        branch=the_branch(),
        invitation=found,
        paper=paper,
        address=_address(found),
        short=_address(found).partition("://")[2],
    )


@bp.route(f"{INVITATION}/stop", methods=["POST"])
@may("invite")
def stop_one(invitation: int) -> ResponseReturnValue:
    stop(invitation_for(the_branch().id, invitation), deciding=deciding())
    db.session.commit()
    return redirect(url_for(".index", stopped="yes"), 303)


@bp.route("/branches/<branch_slug>/invitations/stop", methods=["POST"])
@may("invite")
def stop_every() -> ResponseReturnValue:
    stop_all(the_branch(), deciding=deciding())
    db.session.commit()
    return redirect(url_for(".index", stopped="yes"), 303)


@bp.route("/branches/<branch_slug>/asking")
@may("answer-asking")
def asking() -> ResponseReturnValue:
    return render_template(
        "joining/asking.html",
        branch=the_branch(),
        askings=askings_in(the_branch().id),
        answered=request.args.get("answered", ""),
    )


@bp.route(f"{ASKING}/yes", methods=["POST"])
@may("answer-asking")
def answer_yes(asking: int) -> ResponseReturnValue:
    say_yes(asking_for(the_branch().id, asking), the_branch(), deciding=deciding())
    db.session.commit()
    return redirect(url_for(".asking", answered="yes"), 303)


@bp.route(f"{ASKING}/no", methods=["POST"])
@may("answer-asking")
def answer_no(asking: int) -> ResponseReturnValue:
    say_no(asking_for(the_branch().id, asking), deciding=deciding())
    db.session.commit()
    return redirect(url_for(".asking", answered="no"), 303)


def _shown_again(invitation_id: int) -> Invitation:
    """Return a link or a poster of this branch; a slip is shown once, and there is no page of it (404)."""
    found = invitation_for(the_branch().id, invitation_id)
    if found.is_on_a_slip:
        abort(404)
    return found


def _make(new: NewInvitation) -> ResponseReturnValue:
    made = invite(new, the_branch(), secret_key=current_app.config["SECRET_KEY"], deciding=deciding())
    db.session.commit()
    return redirect(url_for(".show", invitation=made.id), 303)


def _code(invitation: Invitation) -> str:
    return code_of(invitation.kind, invitation.salt, secret_key=current_app.config["SECRET_KEY"])


def _address(invitation: Invitation) -> str:
    return url_for("joining.accept", code=_code(invitation), _external=True)
