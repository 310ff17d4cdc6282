"""The group that these tests are about."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import Traveller
from tests.reading_group import ReadingGroup, SignIn, make_reading_group


@pytest.fixture
def here(clock: Traveller, app: Flask, sign_in: SignIn) -> ReadingGroup:  # noqa: ARG001 - the clock stands first
    """A branch with a group that reads; its first meeting was nine days ago."""
    return make_reading_group(app, sign_in)
