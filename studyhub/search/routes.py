"""Looking for a passage, a person, a term or a work."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from studyhub.courses.published import CourseCard
from studyhub.courses.queries import courses_named
from studyhub.search.asking import LONGEST_QUESTION, MOST_WORDS, TooLongError, terms_of
from studyhub.search.found import Found
from studyhub.search.queries import find
from studyhub.web.access import may

bp = Blueprint("search", __name__, template_folder="templates")


@bp.route("/search")
@may("read-course")
def show() -> ResponseReturnValue:
    question = " ".join(request.args.get("q", "").split())
    course = _course(request.args.get("course"))
    try:
        terms = terms_of(question)
    except TooLongError:
        return _page(question, course, problem=_too_long()), 422
    page = request.args.get("page", 1, type=int)
    found = find(terms, course=course.slug if course else None, page=page) if terms else None
    return _page(question, course, found=found)


def _course(slug: str | None) -> CourseCard | None:
    if not slug:
        return None
    for course in courses_named([slug]):
        return course
    raise NoResultFound


def _too_long() -> str:
    return str(
        _(
            "That is more than can be looked for at once. Take a part of it: %(words)s words or %(letters)s letters at most.",
            words=MOST_WORDS,
            letters=LONGEST_QUESTION,
        )
    )


def _page(question: str, course: CourseCard | None, *, found: Found | None = None, problem: str = "") -> str:
    return render_template("search/show.html", question=question, course=course, found=found, problem=problem)
