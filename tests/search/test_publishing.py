"""Search follows what is published, in the same transaction, and does nothing where nothing changed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from studyhub.courses.actions import publish
from studyhub.db import Base, db
from studyhub.search.models import SearchedModule, SearchedText, SearchedWord
from tests.compiled import compiled, in_turkish, make_course, make_module
from tests.factories import publish_course
from tests.search.finding import hits, search
from tests.statements import statements

TODAY = date(2026, 5, 14)


def test_what_was_not_published_is_not_found(app: Flask) -> None:
    with app.app_context():
        publish(compiled(make_course()), today=TODAY)
        db.session.rollback()
    assert hits(app, "palace") == []
    assert [counted(app, table) for table in (SearchedModule, SearchedText, SearchedWord)] == [0, 0, 0]


def test_the_rows_of_an_old_edition_go(app: Flask) -> None:
    publish_course(app, make_course(modules=3), make_course("war", modules=1))
    publish_course(app, make_course(modules=1, title="Another"))
    assert counted(app, SearchedModule) == 2
    assert counted(app, SearchedWord) == len(set(rows(app)))


def test_what_did_not_change_is_not_looked_at_again(app: Flask) -> None:
    courses = in_turkish(make_course("revolution")), make_course("war")
    publish_course(app, *courses)
    with statements(app) as ran:
        publish_course(app, *courses)
    assert len(ran) == 2
    before = made(app)
    publish_course(app, courses[0], make_course("war", title="The great war"))
    after = made(app)
    assert set(before) - set(after) == set(before[-3:]), (
        "the modules of the course that changed, and no other"
    )


def test_other_stemmers_make_other_words_of_it(app: Flask) -> None:
    publish_course(app, make_course())
    with app.app_context():
        db.session.execute(update(SearchedModule).values(made_by="an older StudyHub"))
        db.session.commit()
    assert hits(app, "palace") == [], "rather nothing than the wrong thing"
    publish_course(app, make_course())
    assert search(app, "palace").modules == 3
    assert counted(app, SearchedModule) == 3


def test_two_who_fill_it_at_once_do_not_disturb_each_other(app: Flask) -> None:
    publish_course(app, make_course(modules=8))
    with app.app_context():
        db.session.execute(delete(SearchedModule))  # as after an upgrade from before there was a search
        db.session.commit()
    at_once = threading.Barrier(2)

    def start() -> None:
        at_once.wait(10)
        publish_course(app, make_course(modules=8))

    with ThreadPoolExecutor(2) as both:
        for one in [both.submit(start) for _ in range(2)]:
            one.result(30)
    assert search(app, "palace").modules == 8


@pytest.mark.parametrize("paragraphs", [[], ["…"], ["!", "?"]])
def test_a_module_without_words_can_be_published(app: Flask, paragraphs: list[str]) -> None:
    publish_course(app, make_course(modules=[make_module("one", paragraphs=paragraphs)]))
    assert hits(app, "palace") == []


def counted(app: Flask, table: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def rows(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        latest = select(SearchedWord.word, SearchedWord.module_id).join(
            SearchedModule, SearchedModule.module_id == SearchedWord.module_id
        )
        return [(row.word, row.module_id) for row in db.session.execute(latest)]


def made(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(SearchedModule.module_id).order_by(SearchedModule.module_id)))
