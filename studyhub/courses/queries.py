"""What is read of published courses. A course or a module that is not there raises NoResultFound."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, select, tuple_

from studyhub.compiler.model import Module
from studyhub.courses.content import read_module
from studyhub.courses.models import Course, Edition, EditionModule, Passage, Picture
from studyhub.courses.outline import OutlineEntry, read_abouts, read_outline
from studyhub.courses.published import (
    CourseCard,
    CourseName,
    PublishedCourse,
    PublishedModule,
    StoppingPoint,
)
from studyhub.db import db, rows

IS_LATEST = and_(Edition.course_id == Course.id, Edition.number == Course.latest)


PREFERENCES = ("first", "second", "third")  # of languages


def _module_statement(is_edition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    wanted = [
        EditionModule.language == language for language in (*map(bindparam, PREFERENCES), Edition.language)
    ]
    return (
        select(
            Course.id,
            Course.slug,
            Edition.title,
            Edition.language,
            Edition.number,
            Course.latest,
            Edition.published_on,
            Edition.outline,
            EditionModule.content,
            EditionModule.changed_in,
            EditionModule.gone,
        )
        .join(Edition, is_edition)
        .join(EditionModule, EditionModule.edition_id == Edition.id)
        .where(Course.slug == bindparam("course"), EditionModule.slug == bindparam("module"))
        .order_by(case(*[(one, rank) for rank, one in enumerate(wanted)], else_=len(wanted)))
        .limit(1)
    )


def _course_statement(is_wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Course.id,
            Course.slug,
            Edition.title,
            Edition.language,
            Edition.number,
            Edition.published_on,
            Edition.outline,
            Edition.about,
        )
        .join(Edition, IS_LATEST)
        .where(is_wanted)
    )


# Statements are made once: to make one takes longer than to run it.
LATEST_MODULE = _module_statement(IS_LATEST)
PINNED_MODULE = _module_statement(
    and_(Edition.course_id == Course.id, Edition.number == bindparam("edition"))
)
COURSE_CALLED = _course_statement(Course.slug == bindparam("course"))
COURSE_WITH_ID = _course_statement(Course.id == bindparam("course"))
CARDS = (
    select(
        Course.id,
        Course.slug,
        Edition.title,
        Edition.language,
        Edition.summary,
        Edition.module_count,
        Edition.minutes,
    )
    .join(Edition, IS_LATEST)
    .order_by(Edition.needs_count, Edition.title, Course.slug)
)
STOPPING_POINTS = (
    select(Passage.key, Passage.opening, Passage.minutes_left, EditionModule.language, EditionModule.gone)
    .select_from(Course)
    .join(Edition, IS_LATEST)
    .join(EditionModule, EditionModule.edition_id == Edition.id)
    .outerjoin(Passage, and_(Passage.module_id == EditionModule.id, Passage.key == bindparam("passage")))
    .where(Course.id == bindparam("course"), EditionModule.slug == bindparam("module"))
)
CHANGED = (
    select(EditionModule.slug, EditionModule.language, EditionModule.changed_in)
    .join(Edition, Edition.id == EditionModule.edition_id)
    .join(Course, IS_LATEST)
    .where(Course.id == bindparam("course"), EditionModule.changed_in > 0)
)


def published_courses() -> list[CourseCard]:
    """List all courses in the catalogue's order: first those that need no other, then by title."""
    return [CourseCard(*row) for row in rows(CARDS)]


def courses_named(slugs: Sequence[str]) -> list[CourseCard]:
    """List those of these courses that there are, in the catalogue's order; no statement for none."""
    return [CourseCard(*row) for row in rows(CARDS.where(Course.slug.in_(slugs)))] if slugs else []


def titles_of(course_ids: Collection[int]) -> dict[int, str]:
    """Return what courses are called, by the number that members' rows hold."""
    titles = select(Course.id, Edition.title).join(Edition, IS_LATEST).where(Course.id.in_(course_ids))
    return {row.id: row.title for row in rows(titles)}


def course_for(slug: str) -> PublishedCourse:
    """Return the latest edition of a course."""
    return _course(rows(COURSE_CALLED, course=slug).one())


def course_by_id(course_id: int) -> PublishedCourse:
    """Return the latest edition of the course that progress hangs on."""
    return _course(rows(COURSE_WITH_ID, course=course_id).one())


def module_for(
    course: str, module: str, *, languages: Sequence[str] = (), edition: int | None = None
) -> PublishedModule:
    """Return a module of the latest edition, or of the given one, in the first of these three languages that it has.

    The course's own language comes last, before whatever else there is. One statement.
    """
    wanted = dict(zip(PREFERENCES, (*languages, *PREFERENCES), strict=False))  # no language is called so
    statement = LATEST_MODULE if edition is None else PINNED_MODULE
    return _published(rows(statement, course=course, module=module, edition=edition, **wanted).one())


def last_changes(course_id: int, *, language: str) -> Mapping[str, int]:
    """Return, by module, the number of the edition in which its text in this language last changed."""
    found = rows(CHANGED, course=course_id)
    return {row.slug: row.changed_in for row in found if row.language == language}


def modules_in_editions(
    course_id: int, wanted: Collection[tuple[str, int]], *, language: str
) -> Mapping[tuple[str, int], Module]:
    """Return the modules of these slugs and numbers of editions, where they are there in this language; one statement."""
    statement = (
        select(EditionModule.slug, Edition.number, EditionModule.content)
        .join(Edition, Edition.id == EditionModule.edition_id)
        .where(
            Edition.course_id == course_id,
            EditionModule.language == language,
            tuple_(EditionModule.slug, Edition.number).in_(wanted),
        )
    )
    return {(row.slug, row.number): read_module(row.content) for row in rows(statement)}


def course_name_by_id(course_id: int, number: int) -> CourseName:
    """Return what an edition of a course is called; one statement."""
    statement = (
        select(Course.id, Course.slug, Edition.title, Edition.language)
        .join(Edition, Edition.course_id == Course.id)
        .where(Course.id == course_id, Edition.number == number)
    )
    return CourseName(*rows(statement).one())


def outline_of_edition(course_id: int, number: int) -> tuple[OutlineEntry, ...]:
    """Return the modules of an edition by name, in their order; one statement."""
    statement = select(Edition.outline).where(Edition.course_id == course_id, Edition.number == number)
    return read_outline(rows(statement).one().outline)


def modules_of_edition(course_id: int, number: int) -> list[Module]:
    """List the modules of an edition in their order, in the language of the course; one statement."""
    statement = (
        select(EditionModule.content)
        .join(Edition, Edition.id == EditionModule.edition_id)
        .where(
            Edition.course_id == course_id,
            Edition.number == number,
            EditionModule.language == Edition.language,
        )
        .order_by(EditionModule.number)
    )
    return [read_module(row.content) for row in rows(statement)]


def knows_module(course_id: int, module: str) -> bool:
    """Say whether any edition of the course has this module."""
    return bool(
        db.session.scalar(
            select(EditionModule.id)
            .join(EditionModule.edition)
            .where(Edition.course_id == course_id, EditionModule.slug == module)
            .limit(1)
        )
    )


def knows_reading(course_id: int, module: str, *, reading: str) -> bool:
    """Say whether any edition of the course sets this reading in this module."""
    outlines = db.session.scalars(
        select(Edition.outline).where(Edition.course_id == course_id).order_by(Edition.number.desc())
    )
    return any(
        entry.slug == module and reading in entry.readings
        for outline in outlines
        for entry in read_outline(outline)
    )


def course_with_passage(course: str, module: str, *, passage: str) -> tuple[int, int]:
    """Return the course's id and the number of its latest edition, if any edition of this module has this passage."""
    row = db.session.execute(
        select(Course.id, Course.latest)
        .join(Edition, Edition.course_id == Course.id)
        .join(EditionModule, EditionModule.edition_id == Edition.id)
        .join(Passage, Passage.module_id == EditionModule.id)
        .where(Course.slug == course, EditionModule.slug == module, Passage.key == passage)
        .limit(1)
    ).one()
    return row.id, row.latest


def find_stopping_point(course_id: int, module: str, *, passage: str) -> StoppingPoint | None:
    """Find a passage in the latest edition, or the one nearest to it if it is gone; at most two statements."""
    found = _stopping_points(course_id, module, passage=passage)
    if there := [row for row in found if row.key]:
        return _stopping_point(there[0])
    for language, nearest in [(row.language, json.loads(row.gone).get(passage)) for row in found]:
        near = _stopping_points(course_id, module, passage=nearest) if nearest else ()
        if there := [row for row in near if row.key and row.language == language]:
            return _stopping_point(there[0], is_nearest=True)
    return None


def picture_for(course: str, sha256: str) -> Picture:
    """Return a picture of a course."""
    return db.session.scalars(
        select(Picture)
        .join(Course, Course.id == Picture.course_id)
        .where(Course.slug == course, Picture.sha256 == sha256)
    ).one()


def _course(row: Row[*tuple[Any, ...]]) -> PublishedCourse:
    return PublishedCourse(
        id=row.id,
        slug=row.slug,
        title=row.title,
        language=row.language,
        number=row.number,
        published_on=row.published_on,
        outline=read_outline(row.outline),
        abouts=read_abouts(row.about),
    )


def _published(row: Row[*tuple[Any, ...]]) -> PublishedModule:
    return PublishedModule(
        course=CourseName(row.id, row.slug, row.title, row.language),
        number=row.number,
        latest=row.latest,
        published_on=row.published_on,
        outline=read_outline(row.outline),
        module=read_module(row.content),
        changed_in=row.changed_in,
        gone=json.loads(row.gone),
    )


def _stopping_points(course_id: int, module: str, *, passage: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """A row for each language in which the latest edition has the module, with the passage where it has that."""
    return rows(STOPPING_POINTS, course=course_id, module=module, passage=passage).all()


def _stopping_point(row: Row[*tuple[Any, ...]], *, is_nearest: bool = False) -> StoppingPoint:
    return StoppingPoint(row.key, row.opening, row.minutes_left, row.language, is_nearest=is_nearest)
