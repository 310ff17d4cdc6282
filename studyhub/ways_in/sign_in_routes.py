"""Getting in by something else than the passphrase alone, step by step."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.passphrases import Outcome, generated, passphrases
from studyhub.accounts.signed_in import enter, forget, know_device
from studyhub.db import db
from studyhub.ways_in.actions import replace_passphrase
from studyhub.ways_in.forms import NewPassphraseForm, RecoveryForm
from studyhub.ways_in.pending import Pending, begin, pending
from studyhub.ways_in.proving import by_recovery_code, forgive
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("way_in", __name__, url_prefix="/sign-in", template_folder="templates")


@bp.route("/recovery", methods=["GET", "POST"])
@may("enter")
def recovery() -> ResponseReturnValue:
    form = RecoveryForm()
    if form.validate_on_submit():
        found = by_recovery_code(form.sign_in_name.data or "", form.code.data or "")
        if found is not None:
            forget()
            begin(found)
        db.session.commit()
        if found is not None:
            return redirect(url_for(".new_passphrase"), 303)
        form.code.errors = [
            _(
                "The sign-in name and the code do not match, or the code was used. After ten tries, wait five minutes."
            )
        ]
    return render_form("ways_in/recovery.html", form=form)


@bp.route("/new-passphrase", methods=["GET", "POST"])
@may("enter")
def new_passphrase() -> ResponseReturnValue:
    somebody = pending()
    if somebody is None or not somebody.needs_passphrase:
        return redirect(url_for("accounts.sign_in"), 303)
    form = NewPassphraseForm(own_words=(somebody.sign_in_name,))
    if form.validate_on_submit():
        return _come_in(somebody, form.passphrase.data or "")
    form.offered.data = form.offered.data or generated()  # who wrote it down already shall find it again
    return render_form("ways_in/new_passphrase.html", form=form, sign_in_name=somebody.sign_in_name)


def _come_in(somebody: Pending, passphrase: str) -> ResponseReturnValue:
    db.session.rollback()  # hashing takes long, and nobody else's writing shall wait for it
    known = replace_passphrase(somebody.known, passphrases().hash(passphrase), today=clock.today())
    auth_session = known and enter(known, Outcome(is_right=True), is_own_phone=False)
    db.session.commit()
    if not auth_session:
        return redirect(url_for("accounts.sign_in"), 303)
    forgive(somebody.sign_in_name)
    answer = redirect(url_for("ways_in.show"), 303)
    know_device(answer, auth_session)
    return answer
