"""CS-03: looking at a page changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.security.everything import Person, address, contents, rules, walk


def test_opening_every_page_changes_no_row(app: Flask, anybody: Person) -> None:
    """CS-03."""
    before = contents(app)
    pages = walk(app, anybody.client)
    assert contents(app) == before
    assert {page.status_code for page in pages.values()} <= {200, 303, 304, 308, 404}
    if anybody.kind == "administrator":
        assert pages["/admin/place"].status_code == 200, "the walk saw something"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_asking_about_a_page_changes_no_row(app: Flask, anybody: Person, method: str) -> None:
    """CS-03."""
    before = contents(app)
    for rule in rules(app, "GET"):
        anybody.client.open(address(rule), method=method)
    assert contents(app) == before
