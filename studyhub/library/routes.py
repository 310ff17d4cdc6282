"""Pages about what the texts speak of: people, terms, works."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from studyhub.courses.models import PERSON, TERM
from studyhub.library.queries import entry_for, work_for
from studyhub.web.access import readers

bp = Blueprint("library", __name__, template_folder="templates")


@bp.route("/people/<slug>")
@readers
def person(slug: str) -> ResponseReturnValue:
    return _entry(PERSON, slug)


@bp.route("/terms/<slug>")
@readers
def term(slug: str) -> ResponseReturnValue:
    return _entry(TERM, slug)


@bp.route("/works/<slug>")
@readers
def work(slug: str) -> ResponseReturnValue:
    found, places = work_for(slug, languages=_languages())
    return render_template("library/work.html", work=found, mentions=places)


def _entry(kind: str, slug: str) -> str:
    entry, places = entry_for(kind, slug, languages=_languages())
    return render_template("library/entry.html", entry=entry, language=places[0].language, mentions=places)


def _languages() -> list[str]:
    locale = get_locale()
    asked = request.args.get("lang")
    return [*([asked] if asked else []), *([locale.language] if locale else [])]
