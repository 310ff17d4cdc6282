"""Pages about what the texts speak of: people, terms, works."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from studyhub.courses.models import PERSON, TERM
from studyhub.library.queries import entry_for, work_for
from studyhub.web.access import may
from studyhub.web.languages import preferred_languages

bp = Blueprint("library", __name__, template_folder="templates")


@bp.route("/people/<slug>")
@may("read-course")
def person(slug: str) -> ResponseReturnValue:
    return _entry(PERSON, slug)


@bp.route("/terms/<slug>")
@may("read-course")
def term(slug: str) -> ResponseReturnValue:
    return _entry(TERM, slug)


@bp.route("/works/<slug>")
@may("read-course")
def work(slug: str) -> ResponseReturnValue:
    found, places = work_for(slug, languages=preferred_languages())
    return render_template("library/work.html", work=found, mentions=places)


def _entry(kind: str, slug: str) -> str:
    entry, places = entry_for(kind, slug, languages=preferred_languages())
    return render_template("library/entry.html", entry=entry, language=places[0].language, mentions=places)
