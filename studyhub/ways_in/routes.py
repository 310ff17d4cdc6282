"""A member's ways in: which there are, changing them, recovery codes, and showing again who one is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from studyhub.accounts.actions import NameTakenError, change_sign_in_name, passphrase_change_seen
from studyhub.accounts.held_forms import carry_on
from studyhub.accounts.models import AuthSession, sign_in_name_of
from studyhub.accounts.passphrases import Outcome, generated, passphrases
from studyhub.accounts.queries import find_known_hash
from studyhub.accounts.signed_in import confirm as confirm_session
from studyhub.accounts.signed_in import enter, is_freshly_confirmed, know_device, viewer
from studyhub.db import db
from studyhub.ways_in.actions import (
    make_recovery_codes,
    replace_passphrase,
    set_up_authenticator,
    turn_off_authenticator,
)
from studyhub.ways_in.codes import address_of, new_secret, offer, offered
from studyhub.ways_in.confirming import confirm_page, is_missing_here, is_shown_again, needs_passphrase
from studyhub.ways_in.forms import AuthenticatorForm, ConfirmForm, NewPassphraseForm, SignInNameForm
from studyhub.ways_in.proving import forgive, is_unused_code, known_if_allowed
from studyhub.ways_in.queries import authenticator_of, passkeys_of, recovery_codes_left
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.local_paths import local_path
from studyhub.web.qr import square_of

bp = Blueprint("ways_in", __name__, template_folder="templates")


@bp.route("/you/ways-in")
@may("see-own-account")
def show() -> ResponseReturnValue:
    member = viewer()
    return render_template(
        "ways_in/show.html",
        member=member,
        codes_left=recovery_codes_left(member.id),
        authenticator_since=authenticator_of(member.id),
        passkeys=passkeys_of(member.id),
    )


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
        if is_freshly_confirmed(by_passphrase=needs_passphrase(form.next.data)):
            return redirect(local_path(form.next.data, otherwise=url_for(".show")), 303)
    if form.validate_on_submit():
        if is_shown_again(form):
            confirm_session(by_code=not form.passphrase.data)
            db.session.commit()
            return carry_on(form.held.data, to=form.next.data)
        form.passphrase.errors = [_("This does not fit. After ten tries, wait five minutes.")]
    return confirm_page(form), 422 if form.errors else 200


@bp.route("/you/ways-in/authenticator", methods=["GET", "POST"])
@may("change-way-in")
def authenticator() -> ResponseReturnValue:
    member = viewer()
    form = AuthenticatorForm()
    secret = offered(form.offered.data, member.id) or new_secret()
    if form.validate_on_submit():
        if is_unused_code(form.code.data or "", secret, owner=member.id):
            set_up_authenticator(member.id, secret, today=clock.today())
            db.session.commit()
            return redirect(url_for(".show"), 303)
        form.code.errors = [
            _("These are not the digits that it shows now. Wait for the next ones, and try again.")
        ]
    form.offered.data = offer(secret, member.id)
    return render_form(
        "ways_in/authenticator.html",
        form=form,
        secret=secret,
        square=square_of(address_of(secret, member.sign_in_name)),
        is_missing=is_missing_here(),
    )


@bp.route("/you/ways-in/authenticator/off", methods=["POST"])
@may("change-way-in")
def authenticator_off() -> ResponseReturnValue:
    turn_off_authenticator(viewer().id)
    db.session.commit()
    return redirect(url_for(".show"), 303)


@bp.route("/you/ways-in/passphrase", methods=["GET", "POST"])
@may("change-way-in")
def passphrase() -> ResponseReturnValue:
    member = viewer()
    form = NewPassphraseForm(own_words=(member.sign_in_name, member.name))
    if form.validate_on_submit():
        return _change_passphrase(form.passphrase.data or "")
    form.offered.data = form.offered.data or generated()  # who wrote it down already shall find it again
    return render_form("ways_in/passphrase.html", form=form, sign_in_name=member.sign_in_name)


@bp.route("/you/ways-in/name", methods=["GET", "POST"])
@may("change-way-in")
def name() -> ResponseReturnValue:
    member = viewer()
    form = SignInNameForm(sign_in_name=member.sign_in_name)
    if form.validate_on_submit():
        try:
            return _change_name(member.sign_in_name, sign_in_name_of(form.sign_in_name.data or "") or "")
        except (NameTakenError, IntegrityError):
            db.session.rollback()
            form.sign_in_name.errors = [_("Choose another sign-in name; this one cannot be had")]
    return render_form("ways_in/name.html", form=form)


def _change_passphrase(chosen: str) -> ResponseReturnValue:
    known, is_own_phone = find_known_hash(viewer().sign_in_name), current_user.is_own_phone
    db.session.rollback()  # hashing takes long, and nobody else's writing shall wait for it
    new_hash = passphrases().hash(chosen)
    changed = known and replace_passphrase(known, new_hash, today=clock.today())
    auth_session = changed and enter(changed, Outcome(is_right=True), is_own_phone=is_own_phone)
    db.session.commit()
    answer = redirect(url_for(".show"), 303)  # leads to sign-in, where it was changed meanwhile
    if auth_session:
        know_device(answer, auth_session)
    return answer


def _change_name(before: str, chosen: str) -> ResponseReturnValue:
    member_id, session_id = viewer().id, current_user.session_id
    if known_if_allowed(before) is None:  # trying names tells which exist: it counts as guessing does
        raise NameTakenError(chosen)
    change_sign_in_name(member_id, chosen)
    db.session.commit()
    forgive(before)
    answer = redirect(url_for(".show"), 303)
    know_device(answer, db.session.get_one(AuthSession, session_id))
    return answer
