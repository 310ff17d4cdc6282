"""A branch with a group that reads: somebody organises it, somebody reads with it, somebody does not, and one is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.groups.models import Group
from studyhub.groups.queries import find_group
from studyhub.organisation.models import RoleKind
from tests.compiled import make_course
from tests.factories import (
    make_branch,
    make_group,
    make_instance,
    make_member,
    publish_course,
    put_in,
    put_in_group,
)

SignIn = Callable[..., TestResponse]


@dataclass(frozen=True, slots=True)
class ReadingGroup:
    """Iain organises Leith; Mairi organises its group, Nadia reads with it; Tomas is in Leith; Emre elsewhere."""

    app: Flask
    branch: str
    slug: str
    members: dict[str, Member]
    clients: dict[str, FlaskClient]
    participations: dict[str, int]

    @property
    def page(self) -> str:
        """The address of the group."""
        return f"/groups/{self.slug}"

    def read(self, name: str, page: str = "") -> TestResponse:
        """Open a page of the group as somebody."""
        return self.clients[name].get(self.page + page)

    def group(self) -> Group:
        """Return the group itself; inside an app context."""
        found = find_group(self.slug)
        assert found is not None
        return found


def make_reading_group(app: Flask, sign_in: SignIn) -> ReadingGroup:
    """Make them all, and sign everybody in."""
    make_instance(app)
    publish_course(app, make_course())
    branch = make_branch(app)
    members = {name: make_member(app, name=name) for name in ("Iain", "Mairi", "Nadia", "Tomas", "Emre")}
    put_in(app, branch, members["Iain"], RoleKind.ORGANISER)
    for name in ("Mairi", "Nadia", "Tomas"):
        put_in(app, branch, members[name])
    put_in(app, make_branch(app, name="Govanhill"), members["Emre"])
    slug = make_group(app, branch)
    participations = {
        name: put_in_group(app, slug, members[name], is_organiser=name == "Mairi")
        for name in ("Mairi", "Nadia")
    }
    clients = {name: app.test_client() for name in members}
    for name, member in members.items():
        assert sign_in(clients[name], member).status_code == 303
    return ReadingGroup(app, branch, slug, members, clients, participations)
