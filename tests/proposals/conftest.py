"""A place where two people decide: two administrators of the whole, a branch, its organiser, and somebody in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.audit.queries import every_entry
from studyhub.db import db
from studyhub.organisation.models import Instance, Membership, Role, RoleKind
from tests.factories import branch_called, make_branch, make_instance, make_member, put_in
from tests.forms import post_form, send

SignIn = Callable[..., TestResponse]
YES = re.compile(r'formaction="([^"]+/yes)"')
NO = re.compile(r'action="([^"]+/no)"')
LIST = "/second-person"


@dataclass
class Place:
    """The place, and a browser for each."""

    app: Flask
    slug: str
    people: dict[str, Member]
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def branch(self) -> str:
        """Where the branch is."""
        return f"/branches/{self.slug}"

    def ask(
        self, who: str = "ayse", about: str = "nadia", role: str = "organiser", **more: str
    ) -> TestResponse:
        """Ask, as an administrator does, that somebody is trusted with the branch."""
        name = self.people[about].sign_in_name
        return post_form(self.clients[who], f"{self.branch}/trusted", sign_in_name=name, role=role, **more)

    def answer(self, who: str, *, path: re.Pattern[str] = YES, at: str = "") -> str:
        """Press the button of the only thing that waits; returns what came of it."""
        where = at or self.button(who, path)
        return send(self.clients[who], where).headers["Location"].partition("done=")[2]

    def button(self, who: str, path: re.Pattern[str] = YES) -> str:
        """Return the address of the button that somebody finds."""
        found = path.search(self.clients[who].get(LIST).text)
        assert found, f"{who} finds no button"
        return found[1]

    def organises(self, who: str = "nadia", kind: RoleKind = RoleKind.ORGANISER) -> bool:
        """Say whether somebody has a role in the branch."""
        with self.app.app_context():
            branch = branch_called(self.slug).id
            roles = select(Role.id).where(
                Role.member_id == self.people[who].id, Role.kind == kind, Role.branch_id == branch
            )
            return db.session.scalar(roles) is not None

    def acts(self, *, limit: int = 3) -> list[str]:
        """List what was decided last, the newest first."""
        with self.app.app_context():
            return [entry.act for entry in every_entry(limit=limit)]

    def person(self, who: str = "nadia") -> str:
        """Return the page of somebody in the branch."""
        with self.app.app_context():
            number = db.session.scalars(
                select(Membership.id).where(Membership.member_id == self.people[who].id)
            ).one()
        return f"{self.branch}/people/{number}"

    def decide_alone(self) -> None:
        """Turn the setting off, past the pages."""
        with self.app.app_context():
            db.session.get_one(Instance, 1).two_people = False
            db.session.commit()


@pytest.fixture
def place(app: Flask, sign_in: SignIn) -> Place:
    """Ayşe and Emre administer the whole, Iain and Rosa organise Leith, Nadia is in it, Tomás elsewhere."""
    make_instance(app)
    people = {
        "ayse": make_member(app, name="Ayşe", is_administrator=True),
        "emre": make_member(app, name="Emre", is_administrator=True),
        "iain": make_member(app, name="Iain"),
        "rosa": make_member(app, name="Rosa"),
        "nadia": make_member(app, name="Nadia"),
        "tomas": make_member(app, name="Tomás"),
    }
    slug = make_branch(app)
    put_in(app, slug, people["iain"], RoleKind.ORGANISER)
    put_in(app, slug, people["rosa"], RoleKind.ORGANISER)
    put_in(app, slug, people["nadia"])
    put_in(app, make_branch(app, name="Glasgow"), people["tomas"], RoleKind.ORGANISER)
    made = Place(app, slug, people)
    for name, member in people.items():
        made.clients[name] = app.test_client()
        sign_in(made.clients[name], member)
    with app.app_context():
        db.session.get_one(Instance, 1).two_people = True
        db.session.commit()
    return made
