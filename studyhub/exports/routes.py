"""Taking away what one reads: printed, as a book for e-readers, as plain text."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from studyhub.exports.booklet import chapters_of
from studyhub.exports.queries import book_for
from studyhub.web.access import readers

bp = Blueprint("exports", __name__, template_folder="templates")


@bp.route("/courses/<course>/print")
@readers
def booklet(course: str) -> ResponseReturnValue:
    """Show a whole course as it is printed."""
    book = book_for(course, languages=_languages())
    return render_template("exports/booklet.html", book=book, chapters=chapters_of(book), lang=_asked())


@bp.route("/courses/<course>/<module>/questions/print")
@readers
def questions(course: str, module: str) -> ResponseReturnValue:
    """Show the questions of a module with lines to write on."""
    book = book_for(course, languages=_languages(), module=module)
    return render_template("exports/questions.html", book=book, module=book.modules[0], lang=_asked())


def _languages() -> list[str]:
    """The languages to take a text in, best first: the one asked for, then that of the interface."""
    locale = get_locale()
    asked = _asked()
    return [*([asked] if asked else []), *([locale.language] if locale else [])]


def _asked() -> str | None:
    return request.args.get("lang")
