"""Who reads."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from tests.conftest import SignIn
from tests.factories import make_member


@pytest.fixture
def nadia(app: Flask, client: FlaskClient, sign_in: SignIn) -> Member:
    """Nadia, signed in."""
    member = make_member(app, name="Nadia")
    sign_in(client, member)
    return member
