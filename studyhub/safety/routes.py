"""Leaving quickly: a way out of every page for whoever asks for it, and the empty page where it ends."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from studyhub.accounts.actions import keep_reading_settings
from studyhub.accounts.signed_in import forget, viewer
from studyhub.db import db
from studyhub.safety.forms import SafetyForm
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.reading_settings import ReadingSettings

EVERYTHING = '"cache", "cookies", "storage"'

bp = Blueprint("safety", __name__, template_folder="templates")
way_out = Blueprint("way_out", __name__)


@bp.route("/settings/safety", methods=["GET", "POST"])
@may("see-own-account")
def edit() -> ResponseReturnValue:
    settings = ReadingSettings.from_text(viewer().reading_settings)
    form = SafetyForm(leave=settings.leave == "on")
    if not form.validate_on_submit():
        return render_form("safety/edit.html", form=form, is_saved="saved" in request.args)
    chosen = replace(settings, leave="on" if form.leave.data else "off")
    keep_reading_settings(viewer().id, chosen.to_text())
    db.session.commit()
    return redirect(url_for(".edit", saved="yes"), 303)


@way_out.route("/leave", methods=["POST"])
@may("enter")
def leave() -> ResponseReturnValue:
    """End the session, whoever asks, and land on a page that says nothing."""
    forget()
    db.session.commit()
    answer = redirect(url_for("way_out.blank"), 303)
    answer.headers["Clear-Site-Data"] = EVERYTHING
    return answer


@way_out.errorhandler(CSRFError)
def leave_all_the_same(_error: CSRFError) -> ResponseReturnValue:
    """Show the empty page, whatever is wrong with the form: whoever is in a hurry cannot load a page again.

    The session is not ended on the word of a form that may be forged (CS-01), but this browser loses it.
    """
    session.clear()
    return render_template("safety/blank.html"), 400, {"Clear-Site-Data": EVERYTHING}


@way_out.route("/blank")
@may("enter")
def blank() -> ResponseReturnValue:
    return render_template("safety/blank.html")
