"""Each kind of person in turn, in a furnished place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.security.everything import KINDS, Person, furnish, person


@pytest.fixture(params=KINDS)
def anybody(request: pytest.FixtureRequest, app: Flask, sign_in: Callable[..., TestResponse]) -> Person:
    """A stranger, a guest, a member, an administrator."""
    furnish(app)
    return person(app, request.param, sign_in)


@pytest.fixture
def administrator(app: Flask, sign_in: Callable[..., TestResponse]) -> Person:
    """Somebody who may do most."""
    furnish(app)
    return person(app, "administrator", sign_in)
