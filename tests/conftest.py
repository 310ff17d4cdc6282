"""What every test starts from: an empty, migrated database of its own and an app that uses it.

The database is made once by the real migrations and copied per test. SQLite is the default; set
STUDYHUB_TEST_DATABASE=postgresql to run the same tests on a real PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.app import create_app
from studyhub.settings import Settings
from tests.databases import TEMPLATES, Template

SECRET_KEY = "a key for the tests, longer than thirty-two characters"


@pytest.fixture(scope="session")
def database_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """Migrate one database from empty; each test gets a copy."""
    kind = os.environ.get("STUDYHUB_TEST_DATABASE", "sqlite")
    template = TEMPLATES[kind](tmp_path_factory.mktemp("template"))
    yield template
    template.close()


@pytest.fixture
def database(database_template: Template, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated, empty database."""
    with database_template.copy(tmp_path) as url:
        yield url


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    """Settings of a StudyHub on this computer alone."""
    return Settings(data=tmp_path, database=database, secret_key=SECRET_KEY)


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The application, as it is served."""
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript: it keeps cookies and follows what it is told to."""
    return app.test_client()
