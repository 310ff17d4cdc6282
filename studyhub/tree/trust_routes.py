"""Who looks after a branch: trusting somebody with it, and taking that back."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.models import sign_in_name_of
from studyhub.accounts.queries import find_member
from studyhub.branches.words import role_called
from studyhub.db import db
from studyhub.organisation.actions import (
    ExceedsOwnError,
    LastAdministratorError,
    NotInBranchError,
    grant,
    revoke,
)
from studyhub.organisation.here import deciding, the_branch
from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import find_role_here, names_in_branch, roles_in
from studyhub.tree.forms import TrustForm
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("trust", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>/trusted", methods=["GET", "POST"])
@may("appoint-administrator")
def index() -> ResponseReturnValue:
    form = TrustForm(today=clock.today())
    if form.validate_on_submit() and _give(form):
        db.session.commit()
        return redirect(url_for(".index", done="given"), 303)
    return _page(form, done=request.args.get("done", ""))


@bp.route("/branches/<branch_slug>/trusted/<int(max=1000000000):role>/undo", methods=["POST"])
@may("appoint-administrator")
def take_back(role: int) -> ResponseReturnValue:
    found = find_role_here(role, branch_id=the_branch().id)
    if found is not None:  # sent twice, there is nothing to take back any more
        try:
            revoke(found, deciding=deciding())
        except LastAdministratorError:
            db.session.rollback()
            return redirect(url_for(".index", done="needed"), 303)
        db.session.commit()
    return redirect(url_for(".index", done="taken-back"), 303)


def _give(form: TrustForm) -> bool:
    member = find_member(sign_in_name_of(form.sign_in_name.data or "") or "")
    nobody = _("Nobody can be trusted with this here by that sign-in name. Organisers belong to the branch.")
    if member is None or member.is_waiting:
        form.sign_in_name.errors = [nobody]
        return False
    kind = RoleKind(form.role.data)
    try:
        grant(kind, member, branch=the_branch(), deciding=deciding(), ends_on=form.ends_on.data)
    except NotInBranchError:
        form.sign_in_name.errors = [nobody]
    except LastAdministratorError:
        form.ends_on.errors = [
            _("Nobody else looks after this place as a whole without an end. Give somebody that trust first.")
        ]
    except ExceedsOwnError as error:
        form.say_own_end(error.until)
    return not form.errors


def _page(form: TrustForm, *, done: str) -> ResponseReturnValue:
    branch = the_branch()
    roles = roles_in(branch.id, clock.today())
    return render_form(
        "tree/trusted.html",
        form=form,
        branch=branch,
        roles=roles,
        names=names_in_branch(branch.id, [role.member_id for role in roles]),
        role_called=role_called,
        done=done,
    )
