"""Published courses: editions that never change, their modules, passages and pictures.

What is stored as JSON is stored as text, so that a page need not parse again what has not changed.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.db import Base, Sensitivity, about_nobody

LONGEST_SLUG = 100
LONGEST_OPENING = 200
PERSON, TERM, WORK = "person", "term", "work"  # what a module can mention


class Course(Base):
    """A course by its id, which outlives every edition: progress hangs on it."""

    __tablename__ = "course"
    __table_args__ = about_nobody("the courses there are")

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), unique=True)
    latest: Mapped[int] = mapped_column(default=0)  # the number of the edition that readers see


class Edition(Base):
    """One published, immutable state of a course."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        about_nobody("the editions of courses"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35))
    summary: Mapped[str]
    needs_count: Mapped[int]  # how many courses help first; the catalogue begins with those that need none
    module_count: Mapped[int]
    minutes: Mapped[int]  # of the modules' own texts together
    about: Mapped[str]  # JSON of courses/outline.py's About
    outline: Mapped[str]  # JSON, a list of courses/outline.py's OutlineEntry

    course: Mapped[Course] = relationship()


class EditionModule(Base):
    """A module of an edition in one language, compiled; a reader's page serves `content` as it stands."""

    __tablename__ = "edition_module"
    __table_args__ = (
        UniqueConstraint("edition_id", "slug", "language"),
        about_nobody("the texts of courses"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG))
    language: Mapped[str] = mapped_column(String(35))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[str]  # JSON of the compiler's Module without its facilitation
    gone: Mapped[str]  # JSON: passages of earlier editions that are not here, each with the one nearest to it
    changed_in: Mapped[int]  # the number of the edition in which a passage last changed, 0 for none

    edition: Mapped[Edition] = relationship()


class ModuleFacilitation(Base):
    """What organisers alone may see of a module; its own table, so that no reader's query meets it."""

    __tablename__ = "module_facilitation"
    __table_args__ = about_nobody("what courses tell organisers", sensitivity=Sensitivity.BRANCH)

    module_id: Mapped[int] = mapped_column(
        ForeignKey("edition_module.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[str]  # JSON of the compiler's Facilitation


class Passage(Base):
    """One addressable paragraph of a published module: where it begins, and how much is left after it."""

    __tablename__ = "passage"
    __table_args__ = about_nobody("the paragraphs of courses")

    module_id: Mapped[int] = mapped_column(
        ForeignKey("edition_module.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int]
    opening: Mapped[str] = mapped_column(String(LONGEST_OPENING))
    minutes_left: Mapped[int]


class Mention(Base):
    """What a published module leads to or sets, as the library told of it then: a person, a term, a work."""

    __tablename__ = "mention"
    __table_args__ = (
        Index("ix_mention_kind_slug", "kind", "slug"),
        about_nobody("people, terms and works that courses name"),
    )

    module_id: Mapped[int] = mapped_column(
        ForeignKey("edition_module.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    slug: Mapped[str] = mapped_column(String(LONGEST_SLUG), primary_key=True)
    content: Mapped[str]  # JSON: of the compiler's GlossaryEntry, or a list of its Readings of one work


class Picture(Base):
    """A picture of a course by its content's hash."""

    __tablename__ = "picture"
    __table_args__ = about_nobody("the pictures of courses")

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(50))
    data: Mapped[bytes] = mapped_column(LargeBinary)
