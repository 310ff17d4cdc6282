"""A member's ways in: which there are, recovery codes, and showing again who one is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.actions import passphrase_change_seen
from studyhub.accounts.held_forms import carry_on
from studyhub.accounts.signed_in import confirm as confirm_session
from studyhub.accounts.signed_in import is_freshly_confirmed, viewer
from studyhub.db import db
from studyhub.ways_in.actions import make_recovery_codes
from studyhub.ways_in.confirming import confirm_page
from studyhub.ways_in.forms import ConfirmForm
from studyhub.ways_in.proving import is_passphrase_of
from studyhub.ways_in.queries import recovery_codes_left
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.local_paths import local_path

bp = Blueprint("ways_in", __name__, template_folder="templates")


@bp.route("/you/ways-in")
@may("see-own-account")
def show() -> ResponseReturnValue:
    member = viewer()
    return render_template("ways_in/show.html", member=member, codes_left=recovery_codes_left(member.id))


@bp.route("/you/ways-in/codes", methods=["POST"])
@may("change-way-in")
def make_codes() -> ResponseReturnValue:
    codes = make_recovery_codes(viewer().id, today=clock.today())
    db.session.commit()
    return render_template(
        "ways_in/codes.html", codes=codes
    )  # this once: a page to come back to would keep them


@bp.route("/you/ways-in/passphrase/seen", methods=["POST"])
@may("see-own-account")
def passphrase_seen() -> ResponseReturnValue:
    passphrase_change_seen(viewer().id)
    db.session.commit()
    return redirect(local_path(request.form.get("next")), 303)


@bp.route("/confirm", methods=["GET", "POST"])
@may("see-own-account")
def confirm() -> ResponseReturnValue:
    form = ConfirmForm()
    if request.method == "GET":
        form.next.data = request.args.get("next")
        if is_freshly_confirmed():
            return redirect(local_path(form.next.data, otherwise=url_for(".show")), 303)
    if form.validate_on_submit():
        if is_passphrase_of(viewer().sign_in_name, form.passphrase.data or ""):
            confirm_session()
            db.session.commit()
            return carry_on(form.held.data, to=form.next.data)
        form.passphrase.errors = [_("This is not your passphrase. After ten tries, wait five minutes.")]
    return confirm_page(form), 422 if form.errors else 200
