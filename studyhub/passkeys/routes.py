"""A member's passkeys: adding one, removing one, and showing by one that it is still them."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from studyhub.accounts.held_forms import carry_on
from studyhub.accounts.signed_in import confirm as confirm_session
from studyhub.accounts.signed_in import viewer
from studyhub.db import db
from studyhub.passkeys.actions import MOST, TooManyError, add_passkey, remove_passkey
from studyhub.passkeys.answers import read_new_key
from studyhub.passkeys.challenges import ask_for_any, ask_for_new, spend_asked
from studyhub.passkeys.forms import AddForm, AnswerForm
from studyhub.passkeys.proving import owner_who_answers
from studyhub.passkeys.site import site_here
from studyhub.ways_in.confirming import confirm_page
from studyhub.ways_in.forms import ConfirmForm
from studyhub.ways_in.models import ChallengePurpose
from studyhub.ways_in.proving import forgive
from studyhub.ways_in.queries import recovery_codes_left
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

NOT_ADDED = _l("No passkey was added. Try again with the button; your phone will ask you.")

bp = Blueprint("passkeys", __name__, template_folder="templates")


@bp.route("/you/ways-in/passkeys/new", methods=["GET", "POST"])
@may("change-way-in")
def add() -> ResponseReturnValue:
    form = AddForm()
    if form.validate_on_submit():
        problem = _add(form)
        if problem is None:
            return redirect(url_for("ways_in.show"), 303)
        form.passkey.errors = [problem]
    codes = recovery_codes_left(viewer().id).count
    return render_form("passkeys/add.html", form=form, has_codes=codes > 0, has_name=site_here() is not None)


@bp.route("/you/ways-in/passkeys/asked", methods=["POST"])
@may("change-way-in")
def ask_to_add() -> ResponseReturnValue:
    site = site_here() or abort(404)
    options = ask_for_new(viewer(), site)
    db.session.commit()
    return jsonify(options)


@bp.route("/you/ways-in/passkeys/<int(max=1000000000):passkey>/remove", methods=["POST"])
@may("change-way-in")
def remove(passkey: int) -> ResponseReturnValue:
    remove_passkey(viewer().id, passkey)
    db.session.commit()
    return redirect(url_for("ways_in.show"), 303)


@bp.route("/confirm/passkey/asked", methods=["POST"])
@may("see-own-account")
def ask_to_confirm() -> ResponseReturnValue:
    site = site_here() or abort(404)
    options = ask_for_any(ChallengePurpose.CONFIRM, site, member_id=viewer().id)
    db.session.commit()
    return jsonify(options)


@bp.route("/confirm/passkey", methods=["POST"])
@may("see-own-account")
def confirm() -> ResponseReturnValue:
    form = AnswerForm()
    member_id = viewer().id
    owner = owner_who_answers(
        form.passkey.data, ChallengePurpose.CONFIRM, site=site_here(), member_id=member_id
    )
    if owner is None:
        db.session.commit()  # what was asked is used up
        return _not_confirmed(form)
    confirm_session(by_code=True)  # whoever took the phone and saw its code could keep the account, else
    db.session.commit()
    forgive(owner.sign_in_name)
    return carry_on(form.held.data, to=form.next.data)


def _not_confirmed(answered: AnswerForm) -> ResponseReturnValue:
    form = ConfirmForm(formdata=None, next=answered.next.data, held=answered.held.data)
    form.passkey.errors = [_("The passkey did not work. Try again, or give your passphrase.")]
    return confirm_page(form), 422


def _add(form: AddForm) -> str | None:
    """Keep the new passkey; returns what to say where that cannot be."""
    member_id, site = viewer().id, site_here()
    asked = spend_asked(ChallengePurpose.ADD, member_id=member_id)
    db.session.commit()  # what was asked is used up, whatever comes of it
    key = read_new_key(form.passkey.data, challenge=asked.challenge, site=site) if asked and site else None
    if asked is None or key is None:
        return str(NOT_ADDED)
    try:
        add_passkey(
            member_id, key, owner_handle=asked.owner_handle, label=form.label.data or "", today=clock.today()
        )
    except TooManyError:
        db.session.rollback()
        return str(_("You have %(most)s passkeys. Remove one of them first.", most=MOST))
    except IntegrityError:
        db.session.rollback()
        return str(NOT_ADDED)
    db.session.commit()
    return None
