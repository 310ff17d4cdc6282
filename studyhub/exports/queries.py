"""What is read of a course that somebody takes away: its latest edition with all its texts, in one language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from studyhub.compiler.model import GlossaryEntry, Module
from studyhub.courses.content import read_module
from studyhub.courses.models import Edition, EditionModule, Picture
from studyhub.courses.outline import About
from studyhub.courses.published import PublishedCourse
from studyhub.courses.queries import course_for
from studyhub.db import db


@dataclass(frozen=True, slots=True)
class Book:
    """A course, or one module of it, as it is taken away: the same for everybody who takes it."""

    course: PublishedCourse
    language: str
    about: About
    modules: tuple[Module, ...]
    digest: str  # of the edition's content

    @property
    def glossary(self) -> list[GlossaryEntry]:
        """People and terms that the texts lead to, each once, by name."""
        entries = {entry.anchor: entry for module in self.modules for entry in module.glossary}
        return sorted(entries.values(), key=lambda entry: (entry.name.casefold(), entry.anchor))


def book_for(course: str, *, languages: Sequence[str], module: str | None = None) -> Book:
    """Return the latest edition of a course, or of one module, in the first of these languages that it has.

    What is not translated comes in the course's own language. Two statements; raises NoResultFound.
    """
    published = course_for(course)
    preferred = [*languages, published.language]
    statement = (
        select(Edition.content_hash, EditionModule.content)
        .join(EditionModule, EditionModule.edition_id == Edition.id)
        .where(Edition.course_id == published.id, Edition.number == published.number)
        .order_by(EditionModule.number, EditionModule.id)
    )
    if module is not None:
        statement = statement.where(EditionModule.slug == module)
    rows = db.session.execute(statement).all()
    if not rows:
        raise NoResultFound
    modules = _in_one_language([read_module(row.content) for row in rows], preferred)
    spoken = modules[0].language if module else preferred[0]
    language = next(one for one in (spoken, *preferred) if one in published.abouts)
    return Book(published, language, published.abouts[language], modules, rows[0].content_hash)


def pictures_of(course_id: int, hashes: Collection[str]) -> dict[str, Picture]:
    """Return these pictures of a course by their hashes; no statement for none."""
    if not hashes:
        return {}
    wanted = Picture.course_id == course_id, Picture.sha256.in_(sorted(hashes))
    found = db.session.scalars(select(Picture).where(*wanted).order_by(Picture.sha256))
    return {picture.sha256: picture for picture in found}


def _in_one_language(modules: Sequence[Module], preferred: Sequence[str]) -> tuple[Module, ...]:
    def rank(module: Module) -> int:
        return preferred.index(module.language) if module.language in preferred else len(preferred)

    best: dict[str, Module] = {}
    for module in modules:
        if module.id not in best or rank(module) < rank(best[module.id]):
            best[module.id] = module
    return tuple(best.values())
