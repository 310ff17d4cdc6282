"""The pages on which people read: Today, the catalogue, a course, a module."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer, viewer_or_none
from studyhub.compiler.model import Passage
from studyhub.courses.outline import OutlineEntry
from studyhub.courses.published import PublishedModule
from studyhub.courses.queries import (
    course_for,
    courses_named,
    module_for,
    published_courses,
)
from studyhub.progress.queries import Marks, marks_among, marks_of, modules_done
from studyhub.reading.beside import changes_beside
from studyhub.reading.changes import changes_between
from studyhub.reading.languages import languages, own_name
from studyhub.reading.queries import Day, news_of, next_to_read, today_of
from studyhub.reading.rail import MOST, View, rail_of, row_around, steps_of
from studyhub.reading.together import groups_elsewhere
from studyhub.web.access import may
from studyhub.web.languages import asked_language, preferred_languages

bp = Blueprint("reading", __name__, template_folder="templates")


@bp.route("/")
@may("see-own-account")
def today() -> ResponseReturnValue:
    found = today_of(viewer().id)
    if found.course is None:
        return render_template("reading/today.html", today=found, Day=Day)
    view = View(found.course.slug, found.course.language, current=found.entry.slug if found.entry else None)
    return render_template(
        "reading/today.html",
        today=found,
        rail=rail_of(found.course.outline, found.marks, view=view),
        groups_elsewhere=groups_elsewhere(viewer().id, found.course, here=found.entry),
        done=sum(entry.slug in found.marks.done for entry in found.course.outline),
        Day=Day,
    )


@bp.route("/courses")
@may("read-course")
def courses() -> ResponseReturnValue:
    member = viewer_or_none()
    done = modules_done(member.id) if member else {}
    return render_template("reading/courses.html", courses=published_courses(), done=done)


@bp.route("/courses/<course>")
@may("read-course")
def course(course: str) -> ResponseReturnValue:
    published = course_for(course)
    marks = _marks(published.id)
    language = next((one for one in preferred_languages() if one in published.abouts), published.language)
    view = View(course, published.language, language=language, lang=asked_language())
    return render_template(
        "reading/course.html",
        course=published,
        about=published.abouts[language],
        needs=tuple(courses_named(published.abouts[language].needs)),
        text_language=language,
        languages=languages(published.abouts),
        view=view,
        marks=marks,
        steps=steps_of(published.outline, marks or Marks(), view=view),
        news=news_of(published, marks, language=language) if marks else {},
        entry=next_to_read(published.outline, marks or Marks()),
    )


@bp.route("/courses/<course>/<module>")
@may("read-course")
def module(course: str, module: str) -> ResponseReturnValue:
    published = module_for(course, module, languages=preferred_languages())
    return _show(published, _marks_around(published))


@bp.route("/courses/<course>/<module>/changes/<int(max=1000000):since>")
@may("read-course")
def changes(course: str, module: str, since: int) -> ResponseReturnValue:
    published = module_for(course, module, languages=preferred_languages())
    language = published.module.language
    before = module_for(course, module, languages=[language], edition=since)
    has_text = before.module.language == language
    return render_template(
        "reading/changes.html",
        published=published,
        before=before,
        module=published.module,
        course=published.course,
        beside=changes_beside(before.module, published.module) if has_text else [],
        changes=changes_between(before.module, published.module, gone=published.gone) if has_text else None,
        lang=asked_language(),
        language_name=own_name(language),
        is_member=viewer_or_none() is not None,
    )


@bp.route("/courses/<course>/editions/<int(max=1000000):number>/<module>")
@may("read-course")
def edition(course: str, number: int, module: str) -> ResponseReturnValue:
    published = module_for(course, module, languages=preferred_languages(), edition=number)
    return _show(published, None, is_pinned=True, now=course_for(course).find_entry(module))


def _show(
    published: PublishedModule,
    marks: Marks | None,
    *,
    is_pinned: bool = False,
    now: OutlineEntry | None = None,
) -> str:
    module, course = published.module, published.course
    view = View(
        course.slug,
        course.language,
        module.language,
        module.id,
        lang=asked_language(),
        edition=published.number,
    )
    return render_template(
        "reading/module.html",
        published=published,
        module=module,
        course=course,
        marks=marks,
        place=_place(published, marks),
        left_at=_left_at(published, marks),
        nearest=_nearest(published, marks),
        read_in=_read_in(published, marks),
        view=view,
        is_done=marks is not None and module.id in marks.done,
        done_readings=_done_readings(published, marks),
        previous=published.neighbour(-1),
        next=published.neighbour(1),
        rail=rail_of(published.outline, marks or Marks(), view=view),
        lang=view.lang,
        languages=languages((course.language, *published.entry.titles)),
        missing_language=own_name(view.lang) if view.lang not in {None, module.language} else "",
        is_pinned=is_pinned,
        is_still_there=now is not None,
    )


def _done_readings(published: PublishedModule, marks: Marks | None) -> tuple[str, ...] | None:
    """Those of the module's readings that the reader has done; None where nobody keeps marks."""
    return (
        None
        if marks is None
        else tuple(reading for reading in published.entry.readings if reading in marks.readings)
    )


def _place(published: PublishedModule, marks: Marks | None) -> str:
    """The passage where the reader stopped; empty where this text no longer has it."""
    place = marks.places.get(published.module.id, "") if marks else ""
    return place if place in published.passages else ""


def _left_at(published: PublishedModule, marks: Marks | None) -> str:
    """Where the reader was on this device when another had been further already; empty where that is not so."""
    at, place = request.args.get("at", ""), _place(published, marks)
    is_before = place and at in published.passages and published.keys.index(at) < published.keys.index(place)
    return at if is_before else ""


def _nearest(published: PublishedModule, marks: Marks | None) -> Passage | None:
    """The passage nearest to where the reader stopped, where that is gone from this text."""
    place = marks.places.get(published.module.id, "") if marks else ""
    return published.find_passage(published.gone.get(place, ""))


def _read_in(published: PublishedModule, marks: Marks | None) -> int | None:
    """The number of the edition in which the reader knows this text, where it has changed since."""
    edition = marks.editions.get(published.module.id) if marks else None
    return edition if edition is not None and edition < published.changed_in else None


def _marks(course_id: int) -> Marks | None:
    member = viewer_or_none()
    return marks_of(member.id, course_id) if member else None


def _marks_around(published: PublishedModule) -> Marks | None:
    """Those that a module's page shows: in a long course a member has thousands of others."""
    member, course = viewer_or_none(), published.course
    if member is None:
        return None
    if len(published.outline) <= MOST:
        return marks_of(member.id, course.id)
    return marks_among(member.id, course.id, entries=row_around(published.outline, published.module.id))
