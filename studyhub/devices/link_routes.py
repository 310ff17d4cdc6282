"""Links that work once: another device, and a new passphrase. Opening one uses nothing up (AU-08)."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.models import LinkPurpose, sign_in_name_of
from studyhub.accounts.passphrases import Outcome
from studyhub.accounts.pending import Pending, begin, next_step
from studyhub.accounts.signed_in import enter, forget, know_device, viewer_or_none
from studyhub.db import db
from studyhub.devices.actions import find_owner, is_open, spend_link
from studyhub.devices.forms import ComeInForm, ResetForm
from studyhub.ways_in.proving import known_if_allowed
from studyhub.ways_in.queries import has_second_factor
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("links", __name__, template_folder="templates")


@bp.route("/d/<token>", methods=["GET", "POST"])
@may("use-one-time-link")
def device(token: str) -> ResponseReturnValue:
    if viewer_or_none() is not None:
        return redirect("/", 303)
    form = ComeInForm()
    if form.validate_on_submit():
        return _sign_in_here(token, is_own_phone=form.is_own_phone.data)
    if not is_open(token, LinkPurpose.DEVICE, now=clock.now()):
        return _ended()
    return render_form("devices/come_in.html", form=form, token=token)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@may("use-one-time-link")
def reset(token: str) -> ResponseReturnValue:
    owner = find_owner(token, LinkPurpose.RESET, now=clock.now())
    if owner is None:
        return _ended()
    form = ResetForm()
    if form.validate_on_submit():
        if _is_name_of(owner, form.sign_in_name.data or ""):
            return _begin_anew(token)
        form.sign_in_name.errors = [_("This is not your sign-in name. After ten tries, wait five minutes.")]
    return render_form("devices/reset.html", form=form, token=token)


def _sign_in_here(token: str, *, is_own_phone: bool) -> ResponseReturnValue:
    spent = spend_link(token, LinkPurpose.DEVICE, now=clock.now())
    if spent is None:
        return _ended()
    _name, known = spent
    auth_session = enter(known, Outcome(is_right=True), is_own_phone=is_own_phone, is_confirmed=False)
    db.session.commit()
    if auth_session is None:
        return _ended()
    answer = redirect("/", 303)
    know_device(answer, auth_session)
    return answer


def _is_name_of(owner: str, typed: str) -> bool:
    """Say whether somebody knows the sign-in name too: whoever made the link must not be able to use it (AU-13)."""
    is_allowed = known_if_allowed(owner) is not None  # guessing it counts as guessing a passphrase does
    return is_allowed and sign_in_name_of(typed) == owner


def _begin_anew(token: str) -> ResponseReturnValue:
    spent = spend_link(token, LinkPurpose.RESET, now=clock.now())
    if spent is None:
        return _ended()
    name, known = spent
    forget()
    somebody = Pending(name, known, needs_code=has_second_factor(known.member_id), needs_passphrase=True)
    begin(somebody)
    db.session.commit()
    return redirect(url_for(next_step(somebody)), 303)


def _ended() -> ResponseReturnValue:
    return render_template("devices/ended.html"), 404
