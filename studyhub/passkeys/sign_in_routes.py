"""Getting in by a passkey: it stands for the passphrase and for the second step, as its phone was opened by its owner."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, current_app, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.forms import SignInForm
from studyhub.accounts.held_forms import carry_on
from studyhub.accounts.limits import SignInLimits
from studyhub.accounts.passphrases import Outcome
from studyhub.accounts.pending import Pending, begin, next_step, pending
from studyhub.accounts.routes import sign_in_page
from studyhub.accounts.signed_in import enter, know_device
from studyhub.db import db
from studyhub.passkeys.challenges import ask_for_any
from studyhub.passkeys.forms import AnswerForm
from studyhub.passkeys.proving import Owner, owner_who_answers
from studyhub.passkeys.site import site_here
from studyhub.ways_in.models import ChallengePurpose
from studyhub.ways_in.proving import forgive
from studyhub.web.access import may

bp = Blueprint("passkey_in", __name__, url_prefix="/sign-in/passkey", template_folder="templates")


@bp.route("", methods=["POST"])
@may("enter")
def sign_in() -> ResponseReturnValue:
    form = AnswerForm()
    somebody = pending()
    owner = owner_who_answers(form.passkey.data, ChallengePurpose.SIGN_IN, site=site_here())
    if owner is None:
        db.session.commit()  # what was asked is used up
        return _refused(form)
    is_second_step = somebody is not None and somebody.known == owner.known
    return _come_in(owner, form, somebody=somebody if is_second_step else None) or _refused(form)


@bp.route("/asked", methods=["POST"])
@may("enter")
def ask() -> ResponseReturnValue:
    site = site_here() or abort(404)
    db.session.rollback()  # the count is a transaction of its own, which would wait for this one
    if not SignInLimits(db.engine, current_app.config["SECRET_KEY"]).may_ask_passkey():
        return jsonify({}), 429
    options = ask_for_any(ChallengePurpose.SIGN_IN, site)
    db.session.commit()
    return jsonify(options)


def _come_in(owner: Owner, form: AnswerForm, *, somebody: Pending | None) -> ResponseReturnValue | None:
    if somebody is not None and somebody.needs_passphrase:
        begin(replace(somebody, needs_code=False))
        db.session.commit()
        return redirect(url_for(next_step(replace(somebody, needs_code=False))), 303)
    is_own_phone = form.is_own_phone.data or (somebody is not None and somebody.is_own_phone)
    auth_session = enter(
        owner.known, Outcome(is_right=True), is_own_phone=is_own_phone, by_code=somebody is None
    )
    db.session.commit()
    if auth_session is None:  # the passphrase was changed meanwhile
        return None
    forgive(owner.sign_in_name)
    answer = carry_on(form.held.data, to=form.next.data)
    know_device(answer, auth_session)
    return answer


def _refused(answered: AnswerForm) -> ResponseReturnValue:
    form = SignInForm(
        formdata=None,
        next=answered.next.data,
        held=answered.held.data,
        is_own_phone=answered.is_own_phone.data,
    )
    form.passkey.errors = [_("The passkey did not let you in. Try again, or sign in with your passphrase.")]
    return sign_in_page(form), 422
