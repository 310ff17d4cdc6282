"""Where a passage is read: links to it, printed or written down, outlive the edition they were made from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from studyhub.courses.models import Course, Edition, EditionModule, Passage
from studyhub.courses.outline import About, read_abouts
from studyhub.db import db


@dataclass(frozen=True, slots=True)
class Found:
    """The last edition that has a passage, the language of the text with it, and what the course said of itself."""

    number: int
    language: str
    about: About


def passage_found(course: str, module: str, *, passage: str, language: str | None) -> Found:
    """Find a passage in the last edition that has it, if possible in this language; NoResultFound where none has."""
    row = db.session.execute(
        select(Edition.number, Edition.language.label("own"), Edition.about, EditionModule.language)
        .join(Course, Course.id == Edition.course_id)
        .join(EditionModule, EditionModule.edition_id == Edition.id)
        .join(Passage, Passage.module_id == EditionModule.id)
        .where(Course.slug == course, EditionModule.slug == module, Passage.key == passage)
        .order_by(Edition.number.desc(), EditionModule.language != language, EditionModule.id)
        .limit(1)
    ).one()
    abouts = read_abouts(row.about)
    return Found(row.number, row.language, abouts.get(row.language, abouts[row.own]))
