"""Signing in and out, and what strangers get at every other address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.urls import iri_to_uri

from studyhub.accounts.forms import SignInForm
from studyhub.accounts.held_forms import carry_on, hold
from studyhub.accounts.limits import SignInLimits
from studyhub.accounts.models import sign_in_name_of
from studyhub.accounts.passphrases import Outcome, passphrases
from studyhub.accounts.queries import KnownHash, find_known_hash, has_members
from studyhub.accounts.signed_in import (
    enter,
    forget,
    has_ended,
    know_device,
    known_device,
    viewer_or_none,
)
from studyhub.db import db
from studyhub.web.access import may
from studyhub.web.local_paths import local_path
from studyhub.web.plain_tab import WORD, asks_for_plain_tab, is_tab_plain, keep_carried_tab
from studyhub.web.requests import SAFE


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody whose passphrase was right, and the form it came with."""

    sign_in_name: str
    known: KnownHash
    outcome: Outcome
    form: SignInForm


SecondStep = Callable[[Proven], ResponseReturnValue | None]  # of a higher feature; app.py hands it in

bp = Blueprint("accounts", __name__, template_folder="templates")


@bp.route("/sign-in", methods=["GET", "POST"])
@may("enter")
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next")
        if viewer_or_none() is not None:
            return redirect(local_path(form.next.data), 303)
    if form.validate_on_submit():
        answer = _try(form)
        if answer is not None:
            return answer
        form.passphrase.errors = [
            _("The sign-in name and the passphrase do not match. After ten tries, wait five minutes.")
        ]
    return sign_in_page(form), 422 if form.errors else 200


@bp.route("/sign-out", methods=["POST"])
@may("enter")
def sign_out() -> ResponseReturnValue:
    member = viewer_or_none()
    is_plain = is_tab_plain() or (member is not None and asks_for_plain_tab(member.reading_settings))
    forget()
    db.session.commit()
    answer = redirect(url_for(".signed_out", tab=WORD if is_plain else None), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@bp.route("/signed-out")
@may("enter")
def signed_out() -> ResponseReturnValue:
    if viewer_or_none() is not None:
        return redirect("/", 303)
    answer = make_response(render_template("accounts/signed_out.html"))
    keep_carried_tab(answer)
    return answer


def ask_to_sign_in() -> ResponseReturnValue:
    """Answer a stranger: alike at every address, so that nobody learns which ones exist."""
    if request.path.startswith("/static/"):
        abort(404)
    here = iri_to_uri(request.full_path).removesuffix("?")
    if request.method in SAFE:
        answer = redirect(url_for("accounts.sign_in", next=None if here == "/" else here), 303)
        if has_ended():
            answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    if request.method != "POST":
        raise MethodNotAllowed(["GET", "HEAD", "POST"])
    form = SignInForm(formdata=None, held=hold(here, request.form))
    return sign_in_page(form, was_sending=True), 403


def _try(form: SignInForm) -> ResponseReturnValue | None:
    """Sign in by what was typed; every way to fail asks the database the same and takes as long (AU-04)."""
    name = sign_in_name_of(form.sign_in_name.data or "")
    device = known_device(name)
    limits = SignInLimits(db.engine, current_app.config["SECRET_KEY"])
    is_allowed = limits.allow(name, device)
    known = find_known_hash(name)
    db.session.rollback()  # checking takes long, and nobody else's writing shall wait for it
    outcome = passphrases().check(
        known.passphrase_hash if known and is_allowed else None, form.passphrase.data or ""
    )
    if name is None or known is None or not outcome.is_right:
        return None
    proven = Proven(name, known, outcome, form=form)
    second_step: SecondStep = current_app.extensions["second_step"]
    return second_step(proven) or _come_in(proven, limits)


def _come_in(proven: Proven, limits: SignInLimits) -> ResponseReturnValue | None:
    form = proven.form
    limits.forgive(proven.sign_in_name, known_device(proven.sign_in_name))
    auth_session = enter(proven.known, proven.outcome, is_own_phone=form.is_own_phone.data)
    db.session.commit()
    if auth_session is None:
        return None
    answer = carry_on(form.held.data, to=form.next.data)
    know_device(answer, auth_session)
    return answer


def sign_in_page(form: SignInForm, *, was_sending: bool = False) -> str:
    """Make the page for signing in."""
    return render_template(
        "accounts/sign_in.html", form=form, was_sending=was_sending, is_set_up=has_members()
    )
