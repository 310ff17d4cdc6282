"""Keeping what search looks through in step with what is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Table, and_, delete, insert, select

from studyhub.courses.actions import wait_for_other_publishers
from studyhub.courses.content import read_module
from studyhub.courses.models import Course, EditionModule
from studyhub.courses.queries import IS_LATEST
from studyhub.db import Base, db
from studyhub.search.models import SearchedModule, SearchedText, SearchedWord
from studyhub.search.texts import Text, places_in, texts_of
from studyhub.search.words import MADE_BY, stems_of


def bring_search_up_to_date() -> None:
    """Let search find the latest editions and nothing else; one statement where it does. The caller commits.

    What is stored for readers is all that is looked at: an organiser's notes are not among it.
    """
    if not _missing():
        return
    wait_for_other_publishers()
    latest = select(EditionModule.id).join(EditionModule.edition).join(Course, IS_LATEST)
    is_old = SearchedModule.module_id.not_in(latest) | (SearchedModule.made_by != MADE_BY)
    db.session.execute(delete(SearchedModule).where(is_old))
    for row in _missing():
        content = db.session.scalars(select(EditionModule.content).where(EditionModule.id == row.id)).one()
        texts, entries = texts_of(read_module(content))
        _write(row, [*texts, *entries], first_entry=len(texts))


def _missing() -> Sequence[Row[int, str]]:
    is_made = and_(SearchedModule.module_id == EditionModule.id, SearchedModule.made_by == MADE_BY)
    return db.session.execute(
        select(EditionModule.id, EditionModule.language)
        .join(EditionModule.edition)
        .join(Course, IS_LATEST)
        .outerjoin(SearchedModule, is_made)
        .where(SearchedModule.module_id.is_(None))
        .order_by(EditionModule.id)
    ).all()


def _write(module: Row[int, str], texts: Sequence[Text], *, first_entry: int) -> None:
    own = {"module_id": module.id}
    made = {"made_by": MADE_BY, "texts": len(texts), "first_entry": first_entry}
    db.session.execute(insert(_table(SearchedModule)), [own | made])
    db.session.execute(
        insert(_table(SearchedText)),
        [{**own, **asdict(one), "number": number} for number, one in enumerate(texts)],
    )
    if words := _words(texts, module.language):
        db.session.execute(insert(_table(SearchedWord)), [own | word for word in words])


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]  # past the ORM: a module has a thousand words


def _words(texts: Sequence[Text], language: str) -> list[dict[str, Any]]:
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        for place, word in places_in(text.name, text.text):
            for stem in stems_of(word.text, language):
                found[stem][number].append(str(place))
    return [
        {
            "word": stem,
            "texts": len(places),
            "places": " ".join(f"{number}:{','.join(those)}" for number, those in places.items()),
        }
        for stem, places in found.items()
    ]
