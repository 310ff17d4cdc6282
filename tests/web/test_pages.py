"""Help, privacy and accessibility: open to anybody, and the privacy page is printed from the schema."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from studyhub.db import Base
from studyhub.web.what_we_keep import kept_columns, undeclared_columns


@pytest.mark.parametrize("address", ["/help", "/privacy", "/accessibility"])
def test_anybody_may_read_the_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_the_privacy_page_lists_every_declared_column(client: FlaskClient) -> None:
    page = client.get("/privacy").text.replace("<wbr>", "")
    names = [f"{row.table}.{row.column}" for row in kept_columns(Base.metadata)]
    assert len(names) > 10
    assert [name for name in names if name not in page] == []


def test_every_column_about_a_person_is_declared() -> None:
    assert undeclared_columns(Base.metadata) == [], "add info=kept(...) to these columns"


def test_health_says_no_more_than_that_it_answers(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_search_engines_are_asked_to_stay_away(client: FlaskClient) -> None:
    assert "Disallow: /" in client.get("/robots.txt").text
