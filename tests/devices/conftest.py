"""Somebody who is signed in on two of their devices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.devices.queries import devices_of
from studyhub.web import clock
from tests.conftest import Traveller
from tests.factories import make_instance, make_member

SignIn = Callable[..., TestResponse]


@dataclass(frozen=True, slots=True)
class Owner:
    """A member with a phone of their own and a computer in the library."""

    app: Flask
    member: Member
    phone: FlaskClient
    library: FlaskClient

    def devices(self, member: Member | None = None) -> list[int]:
        """Number their devices, the latest first."""
        with self.app.app_context():
            found = [one.id for one in devices_of((member or self.member).id, now=clock.now())]
            db.session.rollback()
        return found


@pytest.fixture
def nadia(app: Flask, clock: Traveller, sign_in: SignIn) -> Owner:  # noqa: ARG001 - the time stands still for her
    """She signed in on her phone first, then in the library."""
    make_instance(app)
    member = make_member(app, name="Nadia")
    owner = Owner(app, member, app.test_client(), app.test_client())
    sign_in(owner.phone, member, is_own_phone="y")
    sign_in(owner.library, member)
    return owner
