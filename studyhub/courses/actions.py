"""Publishing: what changed in a folder of courses becomes a new edition of each, which never changes again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from studyhub.compiler import model as compiler
from studyhub.courses.carrying import Carried, Gone, carry_over, follow
from studyhub.courses.content import (
    content_hash,
    dump,
    facilitation_content,
    module_content,
    read_module,
    to_json,
)
from studyhub.courses.models import (
    LONGEST_OPENING,
    WORK,
    Course,
    Edition,
    EditionModule,
    Mention,
    ModuleFacilitation,
    Passage,
    Picture,
)
from studyhub.courses.outline import abouts_of, outline_of
from studyhub.db import db

followers: list[
    Callable[[], None]
] = []  # what higher features do when something was published; app.py fills it


@dataclass(frozen=True, slots=True)
class GoneFrom:
    """A passage that could not be carried over, and the module it was in."""

    module: str  # its title
    passage: Gone


@dataclass(frozen=True, slots=True)
class Published:
    """An edition that was made."""

    slug: str
    title: str
    number: int
    gone: tuple[GoneFrom, ...] = ()  # what could not be carried over from the edition before


class FaultyCoursesError(Exception):
    """The folder has errors; nothing of it was published."""


class PictureChangedError(Exception):
    """A picture was changed after the course was compiled; compile again."""


def publish(compiled: compiler.Compiled, *, today: date) -> list[Published]:
    """Make an edition of each course that changed, and let those follow who go by what is published.

    One statement, and those of the followers, where none changed. The caller commits. Two who publish at once
    make one edition, the second waits for the first. Raises FaultyCoursesError, PictureChangedError.
    """
    if compiled.errors:
        raise FaultyCoursesError(f"{len(compiled.errors)} errors: run studyhub check")
    published: list[Published] = []
    if changed_courses(compiled):
        wait_for_other_publishers()
        published = [_publish_course(course, today=today) for course in changed_courses(compiled)]
    for bring_up_to_date in followers:  # also where nothing changed: the follower itself may be newer
        bring_up_to_date()
    return published


def changed_courses(compiled: compiler.Compiled) -> Sequence[compiler.Course]:
    """List the courses whose latest edition is not what was compiled, new ones among them; one statement."""
    latest = select(Course.slug, Edition.content_hash).join(Edition, Edition.course_id == Course.id)
    rows = db.session.execute(latest.where(Edition.number == Course.latest))
    hashes = {row.slug: row.content_hash for row in rows}
    return [course for course in compiled.courses if hashes.get(course.id) != content_hash(course)]


def wait_for_other_publishers() -> None:
    """Let nobody else publish until this transaction ends."""
    # SQLite has let nobody else begin to write since our first statement. The lock of PostgreSQL's keeps out
    # other publishers only, neither readers nor those who mark what they have read.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE course IN SHARE ROW EXCLUSIVE MODE"))


def _publish_course(course: compiler.Course, *, today: date) -> Published:
    row = _course(course.id)
    row.latest += 1
    edition = Edition(
        course=row,
        number=row.latest,
        content_hash=content_hash(course),
        published_on=today,
        title=course.title,
        language=course.language,
        summary=course.summary,
        needs_count=len(course.needs),
        module_count=len(course.modules),
        minutes=sum(module.minutes for module in course.modules),
        about=abouts_of(course),
        outline=outline_of(course),
    )
    db.session.add(edition)
    gone: list[GoneFrom] = []
    for translation in (course, *course.translations):
        for module in translation.modules:
            gone += [GoneFrom(module.title, passage) for passage in _write_module(edition, module)]
    _write_pictures(row, course)
    return Published(course.id, course.title, edition.number, tuple(gone))


def _course(slug: str) -> Course:
    course = db.session.scalar(select(Course).where(Course.slug == slug))
    if course is None:
        course = Course(slug=slug, latest=0)
        db.session.add(course)
    return course


def _write_module(edition: Edition, module: compiler.Module) -> tuple[Gone, ...]:
    before = _module_before(edition, module)
    carried = carry_over(read_module(before.content), module) if before else Carried(module)
    slug, module = edition.course.slug, carried.module
    row = EditionModule(
        edition=edition,
        slug=module.id,
        language=module.language,
        number=module.number,
        title=module.title,
        content=module_content(slug, module),
        gone=dump(follow(json.loads(before.gone) if before else {}, carried)),
        changed_in=edition.number if carried.is_changed else before.changed_in if before else 0,
    )
    db.session.add(row)
    db.session.flush()
    db.session.add(ModuleFacilitation(module_id=row.id, content=facilitation_content(slug, module)))
    if passages := _passages(module):
        db.session.execute(insert(Passage), [{"module_id": row.id, **passage} for passage in passages])
    if mentions := _mentions(module):
        db.session.execute(insert(Mention), [{"module_id": row.id, **mention} for mention in mentions])
    return carried.gone


def _module_before(edition: Edition, module: compiler.Module) -> EditionModule | None:
    """The module as it last was in this language: an edition may have left it out."""
    return db.session.scalar(
        select(EditionModule)
        .join(EditionModule.edition)
        .where(
            Edition.course == edition.course,
            Edition.number < edition.number,
            EditionModule.slug == module.id,
            EditionModule.language == module.language,
        )
        .order_by(Edition.number.desc())
        .limit(1)
    )


def _passages(module: compiler.Module) -> list[dict[str, Any]]:
    left = total = sum(passage.characters for passage in module.passages) or 1
    rows = []
    for position, passage in enumerate(module.passages):
        rows.append(
            {
                "key": passage.id,
                "position": position,
                "opening": passage.opening[:LONGEST_OPENING],
                "minutes_left": ceil(module.minutes * left / total),
            }
        )
        left -= passage.characters
    return rows


def _mentions(module: compiler.Module) -> list[dict[str, str]]:
    entries = [(entry.kind, entry.id, dump(to_json(entry))) for entry in module.glossary]
    works = {
        reading.work: to_json([one for one in module.readings if one.work == reading.work])
        for reading in module.readings
    }
    set_here = [(WORK, work, dump(readings)) for work, readings in works.items()]
    return [{"kind": kind, "slug": slug, "content": content} for kind, slug, content in (*entries, *set_here)]


def _write_pictures(course: Course, compiled: compiler.Course) -> None:
    stored = set(db.session.scalars(select(Picture.sha256).where(Picture.course_id == course.id)))
    images = {image.sha256: image for one in (compiled, *compiled.translations) for image in one.images}
    for sha256 in images.keys() - stored:
        data = Path(images[sha256].path).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise PictureChangedError(images[sha256].path)
        db.session.add(
            Picture(course_id=course.id, sha256=sha256, media_type=images[sha256].media_type, data=data)
        )
