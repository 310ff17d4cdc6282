"""A private link for each of many people, on slips of paper: shown once, and known here by nothing but its hash."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from studyhub.db import db
from studyhub.joining.actions import Slip, TooManySlipsError, make_slips, stop_slips
from studyhub.joining.codes import new_salt
from studyhub.joining.forms import SlipsForm
from studyhub.joining.name_list import MOST_NAMES, WrongListError, read_names, text_of
from studyhub.organisation.here import deciding, the_branch
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.qr import square_of

bp = Blueprint("slips", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>/invitations/slips", methods=["GET", "POST"])
@may("invite")
def make() -> ResponseReturnValue:
    form = SlipsForm()
    form.salt.data = form.salt.data or new_salt()
    wrongs: tuple[object, ...] = ()
    if form.validate_on_submit():
        try:
            return _page(_made(form))
        except WrongListError as error:
            wrongs = error.wrongs
            form.say(_("Nothing was made. Mend the lines that are named here, and send the list again."))
        except TooManySlipsError:
            db.session.rollback()
            form.say(_("Too many slips of this branch are not used yet. Stop those first."))
    return render_form(
        "joining/new_slips.html", form=form, branch=the_branch(), wrongs=wrongs, most=MOST_NAMES
    )


@bp.route("/branches/<branch_slug>/invitations/slips/stop", methods=["POST"])
@may("invite")
def stop() -> ResponseReturnValue:
    stop_slips(the_branch(), deciding=deciding())
    db.session.commit()
    return redirect(url_for("invitations.index", stopped="yes"), 303)


def _made(form: SlipsForm) -> list[Slip]:
    names = read_names(text_of(form.content()) if form.has_file() else form.names.data or "")
    try:
        return _make(names, form.salt.data or "")
    except IntegrityError:  # the same form, sent twice at the same moment: the other one has made them
        db.session.rollback()
        return _make(names, form.salt.data or "")


def _make(names: list[str], salt: str) -> list[Slip]:
    slips = make_slips(
        names, the_branch(), salt=salt, secret_key=current_app.config["SECRET_KEY"], deciding=deciding()
    )
    db.session.commit()
    return slips


def _page(slips: list[Slip]) -> ResponseReturnValue:
    """Show the slips in the answer itself: nobody, we included, can call them up again."""
    addresses = [url_for("joining.accept", code=slip.code, _external=True) for slip in slips]
    return render_template(
        "joining/slips.html",
        branch=the_branch(),
        slips=[(slip, address, square_of(address)) for slip, address in zip(slips, addresses, strict=True)],
    )
