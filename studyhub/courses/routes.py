"""Pictures of courses."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from studyhub.compiler.beside import notes_beside, pieces_of, stops_of
from studyhub.courses.durations import about_minutes
from studyhub.courses.queries import picture_for
from studyhub.web.access import may
from studyhub.web.headers import A_YEAR

bp = Blueprint("courses", __name__, template_folder="templates")
bp.add_app_template_filter(about_minutes)
bp.add_app_template_filter(pieces_of, "in_pieces")
bp.add_app_template_filter(notes_beside)
bp.add_app_template_filter(stops_of, "stops")


@bp.route("/courses/<course>/images/<name>")
@may("read-course")
def picture(course: str, name: str) -> ResponseReturnValue:
    """Show a picture; a picture's address is made of its content, so a browser never asks twice."""
    sha256 = name.partition(".")[0]
    found = picture_for(course, sha256)
    answer = Response(found.data, mimetype=found.media_type)
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    answer.set_etag(sha256)
    return answer.make_conditional(request)
