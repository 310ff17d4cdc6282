"""What every test starts from: an empty, migrated database of its own and an app that uses it.

The database is made once by the real migrations and copied per test. SQLite is the default; set
STUDYHUB_TEST_DATABASE=postgresql to run the same tests on a real PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, sync_playwright
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.accounts.passphrases import Cost, Passphrases
from studyhub.app import create_app
from studyhub.db import db
from studyhub.settings import Settings
from studyhub.web.assets import STATIC, collect
from tests import browser
from tests.databases import KIND, NOW, TEMPLATES, Template, leave_out_what_ran_with_sqlite
from tests.factories import PASSPHRASE
from tests.figures import FIGURE, Figures, print_figures
from tests.forms import post_form

SECRET_KEY = "a key for the tests, longer than thirty-two characters"

CHEAP = Cost(memory=8, passes=1)
SignIn = Callable[..., TestResponse]
Traveller = time_machine.Traveller


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out_what_ran_with_sqlite(config, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    print_figures(terminalreporter)


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """`figures("in words")`: have what was measured printed at the end of the run."""
    return lambda words: record_property(FIGURE, words)


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """Migrate one database from empty; each test gets a copy."""
    template = TEMPLATES[KIND](tmp_path_factory.mktemp("template"))
    yield template
    template.close()


class InMemory(BytecodeCache):
    """Templates compiled by this process: each app would compile them anew, the longest part of its first pages."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = InMemory()
MADE: list[Flask] = []  # one that is forgotten too soon would leave its connections open


@pytest.fixture
def database(database_template: Template, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated, empty database."""
    with database_template.copy(tmp_path) as url:
        yield url
        # Whoever made an app in this test: its connections end here.
        for engines in list(db._app_engines.values()):
            for engine in engines.values():
                engine.dispose()
        MADE.clear()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of collected static files; compressing them once is enough for all tests."""
    return collect(STATIC, tmp_path_factory.mktemp("static")).folder.parent


@pytest.fixture
def settings(database: str, tmp_path: Path, static_files: Path) -> Settings:
    """Settings of a StudyHub on this computer alone."""
    (tmp_path / "static").symlink_to(static_files)
    return Settings(data=tmp_path, database=database, secret_key=SECRET_KEY)


@pytest.fixture
def make_app(monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings], Flask]:
    """`make_app(settings)`: the application as it is served, but hashing passphrases is made cheap, and a template is
    compiled once for all tests.
    """
    monkeypatch.setattr("studyhub.app.Passphrases", lambda: Passphrases(CHEAP))

    def make(settings: Settings) -> Flask:
        application = create_app(settings)
        application.jinja_env.bytecode_cache = COMPILED
        MADE.append(application)
        return application

    return make


@pytest.fixture
def app(make_app: Callable[[Settings], Flask], settings: Settings) -> Flask:
    """The application that most tests use."""
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript: it keeps cookies and follows what it is told to."""
    return app.test_client()


@pytest.fixture
def sign_in() -> SignIn:
    """`sign_in(client, member)`: through the real page."""

    def fill_in(
        client: FlaskClient, member: Member, *, passphrase: str = PASSPHRASE, **more: str
    ) -> TestResponse:
        return post_form(client, "/sign-in", sign_in_name=member.sign_in_name, passphrase=passphrase, **more)

    return fill_in


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """The time stands still, on an evening in May 2026; `clock.shift(...)` and `clock.move_to(...)` move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a run."""
    with sync_playwright() as playwright:
        program = browser.launch(playwright)
        yield program
        program.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The app, served on this computer; its address."""
    with browser.serving(app) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Callable[..., browser.Visitor]]:
    """Make visitors: `visit()` has a phone, `visit(viewport=DESK, java_script_enabled=False)` a desk.

    After the test, none of them may have met a console message, a script fault or another host.
    """
    visitors: list[browser.Visitor] = []

    def make(**options: Any) -> browser.Visitor:
        given: dict[str, Any] = {"viewport": browser.PHONE, "reduced_motion": "reduce", **options}
        context = chromium.new_context(**given)
        visitors.append(browser.Visitor(site, context))
        return visitors[-1]

    yield make
    wrongs = [wrong for visitor in visitors for wrong in visitor.wrongs]
    for visitor in visitors:
        visitor.context.close()
    assert wrongs == []
