"""A place with the shipped courses, other scripts, and every block there is, for all tests of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.journeys.world import World, make_world


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, static_files: Path) -> World:
    """That place."""
    return make_world(tmp_path_factory.mktemp("taken"), static_files)


@pytest.fixture
def nadia(library: World) -> FlaskClient:
    """Nadia's browser, signed in."""
    return library.client_of("member")
