"""Coming in: by a link at once, by a poster with an organiser's yes."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from studyhub.accounts.actions import NameTakenError, NewMember
from studyhub.accounts.limits import SignInLimits
from studyhub.accounts.models import Member, sign_in_name_of
from studyhub.accounts.passphrases import Outcome, generated, passphrases
from studyhub.accounts.queries import KnownHash, find_known_hash
from studyhub.accounts.signed_in import enter, viewer, viewer_or_none
from studyhub.db import db
from studyhub.joining.actions import EndedError, FullError, ask, ask_anew, join, join_anew
from studyhub.joining.codes import hash_of_typed
from studyhub.joining.forms import NameForm, WelcomeForm
from studyhub.joining.models import LINK, Invitation
from studyhub.joining.queries import askings_of, find_open, has_come_by, name_of_maker
from studyhub.organisation.actions import Deciding
from studyhub.organisation.queries import membership_in
from studyhub.ways_in.actions import make_recovery_codes
from studyhub.ways_in.queries import has_second_factor
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

HELD = "joining"  # what the signed cookie holds between the two pages: the code's hash, and the name

bp = Blueprint("joining", __name__, template_folder="templates")


@bp.route("/j/<code>", methods=["GET", "POST"])
@may("accept-invitation")
def accept(code: str) -> ResponseReturnValue:
    invitation = find_open(hash_of_typed(code), clock.now())
    if invitation is None:
        return _ended()
    member = viewer_or_none()
    form = NameForm(obj=member)
    if member is not None and membership_in(invitation.branch_id, member.id) is not None:
        return redirect(url_for("branches.show", branch_slug=invitation.branch.slug), 303)
    if not form.validate_on_submit():
        return render_form(
            "joining/accept.html",
            form=form,
            is_link=invitation.kind == LINK,
            maker=name_of_maker(invitation),
            member=member,
            code=code,
        )
    if member is not None:
        return _as_known(invitation, form.name.data or "")
    session[HELD] = [invitation.code_hash, form.name.data]
    return redirect(url_for(".welcome"), 303)


@bp.route("/welcome", methods=["GET", "POST"])
@may("accept-invitation")
def welcome() -> ResponseReturnValue:
    code_hash, name = session.get(HELD, ("", ""))
    if viewer_or_none() is not None or not code_hash:
        return redirect("/", 303)
    invitation = find_open(code_hash, clock.now())
    if invitation is None:
        return _ended()
    form = WelcomeForm()
    where = f"{invitation.branch_id} {invitation.kind}"  # not one more for each link made
    form.offered.data = form.offered.data or generated()  # who wrote it down already shall find it again
    if form.validate_on_submit():
        db.session.rollback()  # hashing takes long, and nobody else's writing shall wait for it
        try:
            _require_names_left(where)
            return _begin(code_hash, name, form=form)
        except (EndedError, FullError) as error:
            db.session.rollback()
            return _full() if isinstance(error, FullError) else _ended()
        except (NameTakenError, IntegrityError):
            db.session.rollback()
            _limits().told_that_taken(where)
            form.sign_in_name.errors = [_("Choose another sign-in name; this one is taken")]
    return render_form("joining/welcome.html", form=form, name=name, is_link=invitation.kind == LINK)


@bp.route("/waiting")
@may("wait-for-answer")
def waiting() -> ResponseReturnValue:
    if not viewer().is_waiting:
        return redirect("/", 303)
    return render_template("joining/waiting.html", member=viewer(), askings=askings_of(viewer().id))


def ask_to_wait() -> ResponseReturnValue:
    """Answer somebody who waits for an organiser's yes, wherever they go (AZ-15)."""
    return redirect(url_for("joining.waiting"), 303)


def _begin(code_hash: str, name: str, *, form: WelcomeForm) -> ResponseReturnValue:
    sign_in_name = sign_in_name_of(form.sign_in_name.data or "") or ""
    again = _has_come_already(sign_in_name, form.passphrase.data or "", code_hash=code_hash)
    if again is not None:  # the same form, sent twice
        enter(again, Outcome(is_right=True), is_own_phone=form.is_own_phone.data)
        db.session.commit()
        return redirect("/", 303)
    new = NewMember(sign_in_name, name, passphrases().hash(form.passphrase.data or ""))
    invitation = find_open(code_hash, clock.now())
    if invitation is None:
        raise EndedError
    come = join_anew if invitation.kind == LINK else ask_anew
    member = come(invitation, new, deciding=Deciding(None, clock.now()))
    codes = make_recovery_codes(member.id, today=clock.today())
    enter(
        KnownHash(member.id, member.passphrase_hash),
        Outcome(is_right=True),
        is_own_phone=form.is_own_phone.data,
    )
    db.session.commit()
    return render_template("joining/begun.html", codes=codes, is_waiting=member.is_waiting)


def _require_names_left(where: str) -> None:
    if not _limits().may_ask_for_names(where):
        raise FullError


def _has_come_already(sign_in_name: str, passphrase: str, *, code_hash: str) -> KnownHash | None:
    """Find somebody of this name and passphrase who came by this very invitation."""
    known = find_known_hash(sign_in_name)
    invitation = find_open(code_hash, clock.now())
    has_come = known is not None and invitation is not None and has_come_by(known.member_id, invitation)
    needs_more = known is not None and has_second_factor(known.member_id)
    db.session.rollback()  # counting and checking take their time, and nobody else's writing shall wait for it
    if known is None or not has_come or needs_more:
        return None  # AU-10: whoever needs more than the passphrase signs in where that is asked for
    is_allowed = _limits().allow(sign_in_name, None)
    is_right = is_allowed and passphrases().check(known.passphrase_hash, passphrase).is_right
    return known if is_right else None


def _as_known(invitation: Invitation, name: str) -> ResponseReturnValue:
    member, now = db.session.get_one(Member, viewer().id), Deciding(viewer().id, clock.now())
    try:
        if invitation.kind == LINK:
            join(invitation, member, name=name, deciding=now)
        else:
            ask(invitation, member, name=name, deciding=now)
        db.session.commit()
    except (EndedError, FullError) as error:
        db.session.rollback()
        return _full() if isinstance(error, FullError) else _ended()
    if invitation.kind == LINK:
        return redirect(url_for("branches.show", branch_slug=invitation.branch.slug), 303)
    return redirect(url_for("you.show", asked="yes"), 303)


def _ended() -> ResponseReturnValue:
    """Say that an invitation has ended; the same for one that never was."""
    return render_template("joining/ended.html"), 404


def _full() -> ResponseReturnValue:
    """Say that too many come at once: nothing else keeps machines from asking for a thousand, or trying names."""
    return render_template("joining/full.html"), 429


def _limits() -> SignInLimits:
    return SignInLimits(db.engine, current_app.config["SECRET_KEY"])
