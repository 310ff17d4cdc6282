"""Setting this place up, once."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from studyhub.accounts.actions import NameTakenError, NewMember
from studyhub.accounts.models import sign_in_name_of
from studyhub.accounts.passphrases import Outcome, generated, passphrases
from studyhub.accounts.queries import KnownHash
from studyhub.accounts.routes import ask_to_sign_in
from studyhub.accounts.signed_in import enter, viewer_or_none
from studyhub.db import db
from studyhub.organisation.actions import AlreadySetUpError, set_up
from studyhub.organisation.forms import SetUpForm
from studyhub.organisation.policy import may_set_up
from studyhub.organisation.queries import find_instance
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("organisation", __name__, template_folder="templates")


@bp.route("/setup", methods=["GET", "POST"])
@may("set-up")
def setup() -> ResponseReturnValue:
    form = SetUpForm(code=request.args.get("code", ""))
    if not may_set_up(form.code.data or "", current_app.config["SECRET_KEY"]):
        return _as_if_unknown()
    if find_instance() is not None:
        return _as_if_unknown() if request.method == "GET" else redirect(url_for("accounts.sign_in"), 303)
    db.session.rollback()  # hashing takes long, and nobody else's writing shall wait for it
    if form.validate_on_submit():
        try:
            return _begin_here(form)
        except AlreadySetUpError:
            return redirect(url_for("accounts.sign_in"), 303)
        except NameTakenError:
            db.session.rollback()
            form.sign_in_name.errors = [_("Choose another sign-in name; this one is taken")]
    form.offered.data = form.offered.data or generated()  # who wrote it down already shall find it again
    return render_form("organisation/setup.html", form=form)


def _as_if_unknown() -> ResponseReturnValue:
    if viewer_or_none() is not None:
        abort(404)
    return ask_to_sign_in()


def _begin_here(form: SetUpForm) -> ResponseReturnValue:
    administrator = NewMember(
        sign_in_name=sign_in_name_of(form.sign_in_name.data or "") or "",
        name=form.name.data or "",
        passphrase_hash=passphrases().hash(form.passphrase.data or ""),
    )
    try:
        member = set_up(form.place.data or "", administrator, now=clock.now())
    except IntegrityError as error:
        db.session.rollback()
        raise AlreadySetUpError from error
    enter(KnownHash(member.id, member.passphrase_hash), Outcome(is_right=True), is_own_phone=False)
    db.session.commit()
    return redirect("/", 303)
