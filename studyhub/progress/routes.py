"""Forms of the reading pages: mark as read, take it back, keep my place. Each may be sent twice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from studyhub.accounts.signed_in import viewer
from studyhub.courses.published import PublishedCourse
from studyhub.courses.queries import (
    course_for,
    course_with_passage,
    knows_module,
    knows_reading,
)
from studyhub.db import db
from studyhub.progress.actions import (
    keep_place,
    mark_changes_seen,
    mark_module_done,
    mark_reading_done,
    unmark_module,
    unmark_reading,
)
from studyhub.progress.queries import find_further_place
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.languages import asked_language

bp = Blueprint("progress", __name__)


@bp.route("/courses/<course>/<module>/completion", methods=["POST"])
@may("keep-progress")
def complete_module(course: str, module: str) -> ResponseReturnValue:
    published = _course_with(course, module)
    edition = _edition_shown(latest=published.number)
    mark_module_done(viewer().id, published.id, module=module, edition=edition, today=clock.today())
    db.session.commit()
    flash(f"{course}/{module}", "marked-as-read")
    return _to_next(published, module)


@bp.route("/courses/<course>/<module>/completion/undo", methods=["POST"])
@may("keep-progress")
def undo_module(course: str, module: str) -> ResponseReturnValue:
    unmark_module(viewer().id, _course_with(course, module).id, module=module)
    db.session.commit()
    flash(f"{course}/{module}", "marked-as-not-read")
    if request.form.get("back") == "course":
        return _to("reading.course", course=course)
    return _to("reading.module", course=course, module=module)


@bp.route("/courses/<course>/<module>/readings/<reading>/completion", methods=["POST"])
@may("keep-progress")
def complete_reading(course: str, module: str, reading: str) -> ResponseReturnValue:
    course_id = _course_setting(course, module, reading=reading)
    mark_reading_done(viewer().id, course_id, reading=reading, today=clock.today())
    db.session.commit()
    return _to("reading.module", course=course, module=module, anchor=f"reading-{reading}")


@bp.route("/courses/<course>/<module>/readings/<reading>/completion/undo", methods=["POST"])
@may("keep-progress")
def undo_reading(course: str, module: str, reading: str) -> ResponseReturnValue:
    course_id = _course_setting(course, module, reading=reading)
    unmark_reading(viewer().id, course_id, reading=reading)
    db.session.commit()
    return _to("reading.module", course=course, module=module, anchor=f"reading-{reading}")


@bp.route("/courses/<course>/<module>/place", methods=["POST"])
@may("keep-progress")
def place(course: str, module: str) -> ResponseReturnValue:
    passage = request.form.get("passage", "")
    course_id, latest = course_with_passage(course, module, passage=passage)
    edition = _edition_shown(latest=latest)
    known = request.form.get("known")
    if known is not None and (
        further := find_further_place(viewer().id, course_id, module=module, known=known, passage=passage)
    ):
        if _is_sent_by_script():
            return further, {"Content-Type": "text/plain"}
        return _to("reading.module", course=course, module=module, at=passage, anchor="further")
    keep_place(viewer().id, course_id, module=module, passage=passage, edition=edition)
    db.session.commit()
    if _is_sent_by_script():
        return "", 204
    return _to("reading.module", course=course, module=module, anchor=passage)


@bp.route("/courses/<course>/<module>/changes/seen", methods=["POST"])
@may("keep-progress")
def see_changes(course: str, module: str) -> ResponseReturnValue:
    published = _course_with(course, module)
    edition = _edition_shown(latest=published.number)
    mark_changes_seen(viewer().id, published.id, module=module, edition=edition)
    db.session.commit()
    return _to("reading.module", course=course, module=module)


def _edition_shown(*, latest: int) -> int:
    """The edition that the page showed from which a form comes; the latest where it does not say so."""
    shown = request.args.get("edition", type=int)
    return shown if shown is not None and 0 < shown < latest else latest


def _course_with(course: str, module: str) -> PublishedCourse:
    # a page may have been opened before the edition changed: what any edition has can be marked
    published = course_for(course)
    if published.find_entry(module) is None and not knows_module(published.id, module):
        raise NoResultFound
    return published


def _course_setting(course: str, module: str, *, reading: str) -> int:
    published = course_for(course)
    entry = published.find_entry(module)
    if entry and reading in entry.readings:
        return published.id
    if not knows_reading(published.id, module, reading=reading):
        raise NoResultFound
    return published.id


def _to_next(course: PublishedCourse, module: str) -> Response:
    following = course.following(module)
    if following is None:
        return _to("reading.course", course=course.slug)
    return _to("reading.module", course=course.slug, module=following.slug)


def _to(endpoint: str, *, anchor: str | None = None, **where: Any) -> Response:
    return redirect(url_for(endpoint, _anchor=anchor, lang=asked_language(), **where), 303)


def _is_sent_by_script() -> bool:
    return "X-Part" in request.headers or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
