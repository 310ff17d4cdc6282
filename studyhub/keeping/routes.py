"""What can be kept on a phone: a module without anything of the member's in it, the list, and the worker."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from studyhub.courses.queries import module_for
from studyhub.keeping.place import may_keep_here
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.languages import asked_language

WORKER = (Path(__file__).parent / "static" / "worker.js").read_text()

bp = Blueprint("keeping", __name__, template_folder="templates")
bp.add_app_template_global(may_keep_here)


@bp.route("/courses/<course>/<module>/kept")
@may("keep-copy")
def module(course: str, module: str) -> ResponseReturnValue:
    """Show a module as it lies on a phone: the same for everybody, with no mark, no place and no form."""
    asked = asked_language()
    published = module_for(course, module, languages=[asked] if asked else [])
    answer = make_response(
        render_template(
            "keeping/module.html",
            published=published,
            module=published.module,
            course=published.course,
            lang=asked,
            today=clock.now().date(),
        )
    )
    answer.headers["X-Edition"] = str(published.number)
    return answer


@bp.route("/offline")
@may("enter")
def index() -> ResponseReturnValue:
    """List what is kept; the list is made on the phone, since nobody else knows it."""
    return render_template("keeping/index.html", may_keep=may_keep_here())


@bp.route("/sw.js")
@may("enter")
def worker() -> ResponseReturnValue:
    """Hand out the worker; from the root of the site, since it answers for every page where there is no connection."""
    return Response(WORKER, mimetype="text/javascript")
