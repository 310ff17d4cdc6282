"""A branch with an organiser, a member and somebody who belongs to another branch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import membership_in
from tests.factories import branch_called, make_branch, make_instance, make_member, put_in

SignIn = Callable[..., TestResponse]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who there is, and where."""

    app: Flask
    leith: str
    govanhill: str
    organiser: Member
    member: Member
    other: Member
    client: FlaskClient  # the organiser's

    def person(self, member: Member, *, branch: str = "") -> str:
        """Return the address of somebody's page in a branch."""
        with self.app.app_context():
            found = membership_in(branch_called(branch or self.leith).id, member.id)
            assert found is not None
            return f"/branches/{branch or self.leith}/people/{found.id}"


@pytest.fixture
def cast(app: Flask, client: FlaskClient, sign_in: SignIn) -> Cast:
    """Iain organises Leith, Nadia is in it, Emre organises Govanhill; Iain is signed in."""
    make_instance(app)
    leith, govanhill = make_branch(app), make_branch(app, name="Govanhill")
    iain, nadia, emre = (make_member(app, name=name) for name in ("Iain", "Nadia", "Emre"))
    put_in(app, leith, iain, RoleKind.ORGANISER)
    put_in(app, leith, nadia)
    put_in(app, govanhill, emre, RoleKind.ORGANISER)
    sign_in(client, iain)
    return Cast(app, leith, govanhill, iain, nadia, emre, client)
