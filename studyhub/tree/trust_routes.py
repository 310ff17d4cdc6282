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
    keep_within_own,
)
from studyhub.organisation.here import deciding, takes_two, the_branch
from studyhub.organisation.models import Role, RoleKind
from studyhub.organisation.queries import find_role_here, names_in_branch, roles_in
from studyhub.proposals.actions import Trusting, WaitsAlreadyError, give
from studyhub.proposals.actions import take_back as take_back_role
from studyhub.tree.forms import TrustForm
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("trust", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>/trusted", methods=["GET", "POST"])
@may("appoint-administrator")
def index() -> ResponseReturnValue:
    form = TrustForm(today=clock.today())
    if form.validate_on_submit() and (done := _give(form)):
        db.session.commit()
        return redirect(url_for(".index", done=done), 303)
    return _page(form, done=request.args.get("done", ""))


@bp.route("/branches/<branch_slug>/trusted/<int(max=1000000000):role>/undo", methods=["POST"])
@may("appoint-administrator")
def take_back(role: int) -> ResponseReturnValue:
    found = find_role_here(role, branch_id=the_branch().id)
    if found is not None:  # sent twice, there is nothing to take back any more
        return redirect(url_for(".index", done=_take_back(found)), 303)
    return redirect(url_for(".index", done="taken-back"), 303)


def _take_back(role: Role) -> str:
    branch = the_branch()
    needs_two = takes_two("appoint-administrator", branch)
    try:
        is_done = take_back_role(role, branch=branch, takes_two=needs_two, deciding=deciding())
    except LastAdministratorError:
        db.session.rollback()
        return "needed"
    except WaitsAlreadyError:
        return "asked"
    db.session.commit()
    return "taken-back" if is_done else "asked"


def _give(form: TrustForm) -> str:
    """Trust somebody, or ask a second person; says which, and nothing where the form could not be taken."""
    kind = RoleKind(form.role.data)
    try:  # before the name is looked for: else this would tell which names there are
        keep_within_own(deciding(), the_branch(), kind=kind, ends_on=form.ends_on.data)
    except ExceedsOwnError as error:
        form.say_own_end(error.until)
        return ""
    member = find_member(sign_in_name_of(form.sign_in_name.data or "") or "")
    nobody = _("Nobody can be trusted with this here by that sign-in name. Organisers belong to the branch.")
    if member is None or member.is_waiting:
        form.sign_in_name.errors = [nobody]
        return ""
    branch = the_branch()
    needs_two = takes_two("appoint-administrator", branch)
    trusting = Trusting(kind, member, form.ends_on.data)
    try:
        return "given" if give(trusting, branch, takes_two=needs_two, deciding=deciding()) else "asked"
    except NotInBranchError:
        form.sign_in_name.errors = [nobody]
    except LastAdministratorError:
        form.ends_on.errors = [
            _("Nobody else looks after this place as a whole without an end. Give somebody that trust first.")
        ]
    except WaitsAlreadyError:
        form.say_waiting()
    return ""


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
