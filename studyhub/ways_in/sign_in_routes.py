"""Getting in by something else than the passphrase alone, step by step."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.held_forms import carry_on
from studyhub.accounts.passphrases import Outcome, generated, passphrases
from studyhub.accounts.pending import Pending, begin, next_step, pending
from studyhub.accounts.routes import Proven
from studyhub.accounts.signed_in import enter, forget, know_device
from studyhub.db import db
from studyhub.ways_in.actions import keep_better_hash, replace_passphrase
from studyhub.ways_in.forms import CodeForm, NewPassphraseForm, RecoveryForm
from studyhub.ways_in.proving import by_recovery_code, forgive, is_code_of
from studyhub.ways_in.queries import has_second_factor, second_factors_of
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
            return redirect(url_for(next_step(found)), 303)
        form.code.errors = [
            _(
                "The sign-in name and the code do not match, or the code was used. After ten tries, wait five minutes."
            )
        ]
    return render_form("ways_in/recovery.html", form=form)


@bp.route("/code", methods=["GET", "POST"])
@may("enter")
def code() -> ResponseReturnValue:
    somebody = pending()
    if somebody is None or not somebody.needs_code:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if request.method == "GET":
        form.next.data = request.args.get("next")
    if form.validate_on_submit():
        may_be_paper = not somebody.is_by_paper  # AU-10: the sheet alone lets nobody in
        is_right = is_code_of(somebody.sign_in_name, form.code.data or "", or_recovery_code=may_be_paper)
        db.session.commit()
        if is_right:
            return _go_on(replace(somebody, needs_code=False), form)
        form.code.errors = [_("These digits do not fit, or were used. After ten tries, wait five minutes.")]
    return code_page(form, somebody), 422 if form.errors else 200


@bp.route("/new-passphrase", methods=["GET", "POST"])
@may("enter")
def new_passphrase() -> ResponseReturnValue:
    somebody = pending()
    if somebody is None or not somebody.needs_passphrase or somebody.needs_code:
        return redirect(url_for("accounts.sign_in"), 303)
    form = NewPassphraseForm(own_words=(somebody.sign_in_name,))
    if form.validate_on_submit():
        db.session.rollback()  # hashing takes long, and nobody else's writing shall wait for it
        new_hash = passphrases().hash(form.passphrase.data or "")
        known = replace_passphrase(somebody.known, new_hash, today=clock.today())
        chosen = None if known is None else replace(somebody, known=known)
        return _come_in(chosen, url_for("ways_in.show"))
    form.offered.data = form.offered.data or generated()  # who wrote it down already shall find it again
    return render_form("ways_in/new_passphrase.html", form=form, sign_in_name=somebody.sign_in_name)


def ask_for_code(proven: Proven) -> ResponseReturnValue | None:
    """Ask somebody whose passphrase was right for the second factor, where they have one; else None."""
    if not has_second_factor(proven.known.member_id):
        db.session.rollback()  # what was only read shall not hold up the count of tries
        return None
    forget()
    known = keep_better_hash(proven.known, proven.outcome.new_hash)
    somebody = Pending(
        proven.sign_in_name, known, needs_code=True, is_own_phone=bool(proven.form.is_own_phone.data)
    )
    begin(somebody)
    db.session.commit()
    if not proven.form.held.data:
        return redirect(url_for("way_in.code", next=proven.form.next.data or None), 303)
    form = CodeForm(formdata=None, held=proven.form.held.data)  # too long for an address
    return code_page(form, somebody)


def code_page(form: CodeForm, somebody: Pending) -> str:
    """Make the page that asks for what somebody has besides the passphrase."""
    has = second_factors_of(somebody.known.member_id)
    if not has.authenticator:
        form.code.label.text = _("Or one of your recovery codes")
        if form.code.errors:
            form.code.errors = [_("This code does not fit, or was used. After ten tries, wait five minutes.")]
    return render_template("ways_in/code.html", form=form, has=has, may_be_paper=not somebody.is_by_paper)


def _go_on(somebody: Pending, form: CodeForm) -> ResponseReturnValue:
    if somebody.needs_passphrase:
        begin(somebody)
        return redirect(url_for(next_step(somebody)), 303)
    return _come_in(somebody, form.next.data, held=form.held.data)


def _come_in(somebody: Pending | None, to: str | None, *, held: str | None = None) -> ResponseReturnValue:
    if somebody is None:  # the passphrase was changed meanwhile
        return redirect(url_for("accounts.sign_in"), 303)
    auth_session = enter(somebody.known, Outcome(is_right=True), is_own_phone=somebody.is_own_phone)
    db.session.commit()
    if auth_session is None:
        return redirect(url_for("accounts.sign_in"), 303)
    forgive(somebody.sign_in_name)
    answer = carry_on(held, to=to)
    know_device(answer, auth_session)
    return answer
