"""LG-04: a fault at any statement of any page or form is a plain page, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.web.headers import fixed_headers
from tests.figures import Figures
from tests.forms import own_token
from tests.security.everything import Person, contents, walk
from tests.security.filled_forms import FoundForm, forms_on

MOST_STATEMENTS = 40
WORDS = "what somebody typed"  # by name below: a traceback shows our own lines
ENDS_ONES_OWN_SESSION = ("/sign-out",)


class PlantedError(Exception):
    """What goes wrong on purpose; its text is what nobody may see."""


@contextmanager
def fault_at(app: Flask, statement: int) -> Iterator[list[int]]:
    """Let the n-th statement of what follows fail; yields a list that is no longer empty once it has."""
    seen: list[int] = []
    failed: list[int] = []

    def fail(*_anything: object) -> None:
        seen.append(1)
        if len(seen) == statement:
            failed.append(statement)
            raise PlantedError(WORDS)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield failed
    finally:
        event.remove(engine, "before_cursor_execute", fail)


def what_is_kept(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Return every row but those that count tries: a guess counts, whatever comes after it."""
    return {table: rows for table, rows in contents(app).items() if table != "attempts"}


def is_plain(answer: TestResponse) -> bool:
    """Say whether an answer is the page for a fault: 500, with the headers, without a word of what went wrong."""
    expected = fixed_headers(is_public=False)
    return (
        answer.status_code == 500
        and {name: answer.headers.get(name) for name in expected} == expected
        and WORDS not in answer.text
        and "Traceback" not in answer.text
    )


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged; PR-10 holds for it, too."""
    return caplog


def test_a_fault_at_any_statement_of_any_page_is_a_plain_page(
    app: Flask, anybody: Person, quiet: pytest.LogCaptureFixture, figures: Figures
) -> None:
    """LG-04, PR-10."""
    pages = [path for path, answer in walk(app, anybody.client).items() if answer.status_code == 200]
    tried = 0
    for path in pages:
        for statement in range(1, MOST_STATEMENTS):
            with fault_at(app, statement) as failed:
                answer = anybody.client.get(path)
            if not failed:
                break
            tried += 1
            assert is_plain(answer), f"{path}, statement {statement}: {answer.status}"
    assert tried > 20
    assert WORDS not in quiet.text
    figures(f"LG-04: {tried} faults planted in {len(pages)} pages of a {anybody.kind}")


def test_a_fault_at_any_statement_of_any_form_leaves_nothing(
    app: Flask, administrator: Person, figures: Figures
) -> None:
    """LG-04: one transaction: all of it or nothing."""
    forms = found_forms(app, administrator)
    assert len(forms) > 5
    tried = 0
    for form in forms:
        for statement in range(1, MOST_STATEMENTS):
            before = what_is_kept(app)
            with fault_at(app, statement) as failed:
                answer = sent(administrator, form)
            if not failed:
                break
            tried += 1
            assert is_plain(answer), f"{form.action}, statement {statement}: {answer.status}"
            assert what_is_kept(app) == before, f"{form.action}, statement {statement}"
    assert tried > 20
    figures(f"LG-04: {tried} faults planted in {len(forms)} forms")


def found_forms(app: Flask, somebody: Person) -> list[FoundForm]:
    """Every form on every page that somebody can open, each address once."""
    found: dict[str, FoundForm] = {}
    for path, page in walk(app, somebody.client).items():
        if page.mimetype == "text/html":
            for form in forms_on(path, page.text):
                found.setdefault(form.action, form)
    return [form for action, form in found.items() if action not in ENDS_ONES_OWN_SESSION]


def sent(somebody: Person, form: FoundForm) -> TestResponse:
    """Send a form as it stands."""
    fields = {name: value for name, value in form.fields.items() if name}
    return somebody.client.post(form.action, data={**fields, "csrf_token": own_token(somebody.client)})
