"""A branch with an organiser who is signed in, and their invitations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.organisation.models import RoleKind
from tests.factories import PASSPHRASE, make_branch, make_instance, make_member, put_in
from tests.forms import post_form, token_on

SignIn = Callable[..., TestResponse]
ADDRESS = re.compile(r'id="address"[^>]*value="https?://[^/]+([^"]+)"')
SALT = re.compile(r'name="salt"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Leith:
    """A branch, and its organiser's browser."""

    app: Flask
    slug: str
    organiser: Member
    client: FlaskClient

    @property
    def page(self) -> str:
        """Where the branch is."""
        return f"/branches/{self.slug}"

    def elsewhere(self) -> Leith:
        """Another branch, with an organiser of its own who is signed in elsewhere."""
        client, organiser = self.app.test_client(), make_member(self.app, name="Emre")
        slug = make_branch(self.app, name="Kadıköy")
        put_in(self.app, slug, organiser, RoleKind.ORGANISER)
        typed = {"sign_in_name": organiser.sign_in_name, "passphrase": PASSPHRASE}
        post_form(client, "/sign-in", **typed)
        return Leith(self.app, slug, organiser, client)

    def invite(self, kind: str = "link", **typed: str) -> str:
        """Make an invitation through the pages; returns the path that is given to people."""
        page = f"{self.page}/invitations/new-{kind}"
        made = post_form(self.client, page, salt=salt_on(self.client, page), **typed)
        return address_on(self.client, made.headers["Location"])


@pytest.fixture
def leith(app: Flask, client: FlaskClient, sign_in: SignIn) -> Leith:
    """Iain organises Leith and is signed in."""
    make_instance(app)
    slug = make_branch(app)
    iain = make_member(app, name="Iain")
    put_in(app, slug, iain, RoleKind.ORGANISER)
    sign_in(client, iain)
    return Leith(app, slug, iain, client)


def salt_on(client: FlaskClient, page: str) -> str:
    """Return what makes the invitation of a page one of its own."""
    found = SALT.search(client.get(page).text)
    assert found
    return found[1]


def address_on(client: FlaskClient, page: str) -> str:
    """Return the path of the invitation that a page shows."""
    found = ADDRESS.search(client.get(page).text)
    assert found
    return found[1]


def come(client: FlaskClient, path: str, *, name: str = "Nadia", sign_in_name: str = "nadia") -> TestResponse:
    """Walk in by an invitation: the name, then a way back in."""
    answer = post_form(client, path, name=name)
    assert answer.headers["Location"] == "/welcome", answer.text
    return client.post(
        "/welcome",
        data={
            "csrf_token": token_on(client, "/welcome"),
            "sign_in_name": sign_in_name,
            "passphrase": "lantern-orchard-pebble-thistle",
        },
    )
