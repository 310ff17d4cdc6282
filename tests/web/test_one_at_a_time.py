"""DS-06: what takes long is made once at a time for each member."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.exports import epub
from studyhub.web.one_at_a_time import GUESTS, MOST_GUESTS, UnderWay
from tests.compiled import make_course
from tests.conftest import SignIn
from tests.factories import make_instance, make_member, publish_course

BOOK = "/courses/revolution/print/course.epub"
PLAIN = "/courses/revolution/print/course.md"


@pytest.fixture
def place(app: Flask, client: FlaskClient, sign_in: SignIn) -> Flask:
    """A place with a course; the client is a member's."""
    make_instance(app)
    publish_course(app, make_course())
    sign_in(client, make_member(app))
    return app


@contextmanager
def book_under_way(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Future[TestResponse]]:
    """Let a book be begun, and be finished only afterwards."""
    begun, may_end, make = Event(), Event(), epub.epub_of

    def slow(*what: Any) -> bytes:
        begun.set()
        assert may_end.wait(30)
        return make(*what)

    monkeypatch.setattr(epub, "epub_of", slow)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(client.get, BOOK)
        assert begun.wait(30)
        yield answer
        may_end.set()


def test_a_second_book_is_refused_while_the_first_is_made(
    place: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn
) -> None:
    other = place.test_client()
    sign_in(other, make_member(place))
    with book_under_way(client, monkeypatch) as first:
        refused = client.get(PLAIN)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
        assert "is being made for you already" in refused.text
        assert client.get("/courses/revolution").status_code == 200, "all else goes on"
        assert other.get(PLAIN).status_code == 200, "and so does everybody else"
    assert first.result().status_code == 200
    assert client.get(PLAIN).status_code == 200


@pytest.mark.usefixtures("place")
def test_what_goes_wrong_locks_nobody_out(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "epub_of", lambda *_: 1 / 0)
    assert client.get(BOOK).status_code == 500
    assert client.get(PLAIN).status_code == 200


def test_some_guests_at_once_and_no_more() -> None:
    under_way = UnderWay()
    held = [under_way.of(GUESTS) for _ in range(MOST_GUESTS + 1)]
    for one in held[:MOST_GUESTS]:
        one.__enter__()
    with pytest.raises(Exception, match="429"):
        held[MOST_GUESTS].__enter__()
    for one in held[:MOST_GUESTS]:
        one.__exit__(None, None, None)
    with under_way.of(GUESTS):
        pass
