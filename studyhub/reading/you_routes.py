"""You: what this place knows of the person who looks, and the way out."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer
from studyhub.organisation.queries import memberships_of
from studyhub.web.access import may

bp = Blueprint("you", __name__, template_folder="templates")


@bp.route("/you")
@may("see-own-account")
def show() -> ResponseReturnValue:
    return render_template(
        "reading/you.html",
        member=viewer(),
        memberships=memberships_of(viewer().id),
        has_left="left" in request.args,
    )
