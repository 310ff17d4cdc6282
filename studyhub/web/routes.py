"""Pages that belong to no feature: help, privacy, accessibility, and what machines ask for."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from studyhub.db import Base
from studyhub.web.access import may
from studyhub.web.what_we_keep import kept_columns

bp = Blueprint("web", __name__, template_folder="templates")


@bp.route("/help")
@may("enter")
def help_page() -> ResponseReturnValue:
    return render_template("web/help.html")


@bp.route("/privacy")
@may("enter")
def privacy() -> ResponseReturnValue:
    return render_template("web/privacy.html", kept=kept_columns(Base.metadata))


@bp.route("/accessibility")
@may("enter")
def accessibility() -> ResponseReturnValue:
    return render_template("web/accessibility.html")


@bp.route("/health")
@may("enter")
def health() -> ResponseReturnValue:
    """Say that this process answers, and nothing more: whoever asks may be anybody."""
    return Response("ok\n", mimetype="text/plain")


@bp.route("/robots.txt")
@may("enter")
def robots() -> ResponseReturnValue:
    """Ask search engines to stay away: that this place exists is nobody else's business."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
