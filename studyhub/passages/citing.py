"""How to name a passage elsewhere so that others find it: in three usual styles, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a citation says."""

    authors: tuple[str, ...]
    course: str
    module: str
    module_number: int
    edition: int
    published_on: date
    paragraph: int
    address: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, and for what it is meant."""

    purpose: str
    text: str


def citations(source: Source) -> list[Citation]:
    """Return a citation in each style; a course that names no author is cited by its titles alone."""
    said = {
        "course": source.course,
        "module": source.module,
        "number": source.module_number,
        "edition": source.edition,
        "day": format_date(source.published_on, "long"),
        "year": source.published_on.year,
        "paragraph": source.paragraph,
        "address": source.address,
    }
    return [_footnote(source, said), _author_and_year(source, said), _list_of_works(source, said)]


def _footnote(source: Source, said: dict[str, object]) -> Citation:
    text = _(
        "“%(module)s”, module %(number)s of “%(course)s”, edition %(edition)s (%(day)s), paragraph %(paragraph)s, %(address)s",
        **said,
    )
    return Citation(_("For a footnote"), ", ".join((*source.authors, text)))


def _author_and_year(source: Source, said: dict[str, object]) -> Citation:
    text = _(
        "(%(year)s) %(module)s. In: %(course)s, edition %(edition)s of %(day)s, module %(number)s, paragraph %(paragraph)s. %(address)s",
        **said,
    )
    return Citation(_("By author and year"), " ".join((", ".join(source.authors), text)).strip())


def _list_of_works(source: Source, said: dict[str, object]) -> Citation:
    text = _(
        "“%(module)s.” %(course)s, edition %(edition)s, %(day)s, module %(number)s, par. %(paragraph)s. %(address)s",
        **said,
    )
    authors = ", ".join(source.authors)
    return Citation(_("For a list of works"), f"{authors}. {text}" if authors else text)
