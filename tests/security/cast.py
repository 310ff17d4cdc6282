"""One person for each column of the table of acts, in a tree with two sections; and what they are towards each branch.

International
├── North:  A, B
└── South:  C
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.courses.models import Course
from studyhub.db import db
from studyhub.devices.queries import devices_of
from studyhub.joining.actions import NewInvitation, ask, invite
from studyhub.joining.models import POSTER
from studyhub.joining.queries import askings_in
from studyhub.organisation.actions import Deciding, end_membership
from studyhub.organisation.models import BranchKind, Membership, Role, RoleKind
from studyhub.organisation.queries import membership_in
from studyhub.proposals.actions import Trusting, give
from studyhub.proposals.models import Proposal
from studyhub.web import clock
from tests.compiled import make_course
from tests.factories import (
    BY_THE_OPERATOR,
    JOINED,
    branch_called,
    make_branch,
    make_group,
    make_instance,
    make_member,
    publish_course,
    put_in,
    put_in_group,
)

BRANCHES = ("A", "B", "C")
NOWHERE = "no-such-branch"
TOWARDS: Mapping[str, tuple[set[str], set[str], set[str]]] = {  # what each person is towards A, B and C
    "M": ({"M"}, {"MX"}, {"MX"}),
    "MX": ({"MX"}, {"M"}, {"MX"}),
    "OR": ({"M", "OR"}, {"MX", "OX"}, {"MX", "OX"}),
    "OX": ({"MX", "OX"}, {"M", "OR"}, {"MX", "OX"}),
    "AU": ({"MX"}, {"MX"}, {"MX"}),
    "SA": ({"MX", "SA"}, {"MX", "SA"}, {"MX", "SX"}),
    "SX": ({"MX", "SX"}, {"MX", "SX"}, {"MX", "SA"}),
    "IA": ({"MX", "SA", "IA"}, {"MX", "SA", "IA"}, {"MX", "SA", "IA"}),
    "DE": ({"MX"}, {"MX"}, {"MX"}),
    "GM": ({"M"}, {"MX"}, {"MX"}),
    "GO": ({"M"}, {"MX"}, {"MX"}),
}
IN_THE_GROUP_OF_A = {
    "GM": {"GM"},
    "GO": {"GM", "GO"},
}  # what they are there besides; nobody is in those of B and C
IN_GENERAL = {  # and where an act is about no branch
    "OR": {"M", "OR"},
    "OX": {"M", "OR"},
    "SA": {"M", "SA"},
    "SX": {"M", "SA"},
    "IA": {"M", "SA", "IA"},
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, with a browser each; and what stands in the addresses of each branch."""

    app: Flask
    clients: dict[str, FlaskClient]
    members: dict[str, Member]
    slugs: dict[str, str]
    people: dict[str, int]  # by branch, the number of a membership in it
    invitations: dict[str, int]  # by branch, the number of a poster for it
    askings: dict[str, int]  # by branch, the number of a question to it
    proposals: dict[str, str]  # by branch, the code of what waits for a second person
    groups: dict[str, str]  # by branch, the slug of a group in it
    readers: dict[str, int]  # by branch, the number of a participation in that group
    devices: dict[str, int]  # by person, the number of the device on which they are signed in


def make_cast(app: Flask, sign_in: Callable[..., TestResponse]) -> Cast:
    """Make the tree, everybody in it, a course, and sign everybody in."""
    make_instance(app)
    publish_course(app, make_course())
    make_member(app, is_administrator=True)  # who plants the tree, and stays when others are removed
    slugs = _plant(app)
    members = {name: make_member(app, name=name, sign_in_name=f"the-{name.lower()}") for name in TOWARDS}
    _place(app, members, slugs=slugs)
    clients = {"AN": app.test_client(), **{name: app.test_client() for name in members}}
    for name, member in members.items():
        assert sign_in(clients[name], member).status_code == 303
    things = {branch: _things(app, slugs[branch]) for branch in BRANCHES}
    people, invitations, askings = ({branch: things[branch][at] for branch in BRANCHES} for at in range(3))
    groups = {branch: make_group(app, slugs[branch], name=f"Readers of {branch}") for branch in BRANCHES}
    for name in IN_THE_GROUP_OF_A:
        put_in_group(app, groups["A"], members[name], is_organiser=name == "GO")
    readers = {branch: put_in_group(app, groups[branch], people[branch]) for branch in BRANCHES}
    with app.app_context():
        devices = {name: devices_of(member.id, now=clock.now())[0].id for name, member in members.items()}
    proposals = {branch: _proposal(app, slugs[branch], people[branch]) for branch in BRANCHES}
    return Cast(
        app,
        clients,
        members,
        slugs,
        people,
        invitations,
        askings,
        proposals,
        groups,
        readers,
        devices,
    )


def _plant(app: Flask) -> dict[str, str]:
    north = make_branch(app, name="North", kind=BranchKind.SECTION)
    south = make_branch(app, name="South", kind=BranchKind.SECTION)
    below = {"A": north, "B": north, "C": south}
    branches = {name: make_branch(app, name=name, below=section) for name, section in below.items()}
    return {"North": north, "South": south, **branches}


def _place(app: Flask, members: dict[str, Member], *, slugs: dict[str, str]) -> None:
    put_in(app, slugs["A"], members["M"])
    put_in(app, slugs["B"], members["MX"])
    put_in(app, slugs["A"], members["OR"], RoleKind.ORGANISER)
    put_in(app, slugs["B"], members["OX"], RoleKind.ORGANISER)
    put_in(app, slugs["North"], members["SA"], RoleKind.ADMINISTRATOR)
    put_in(app, slugs["South"], members["SX"], RoleKind.ADMINISTRATOR)
    put_in(app, slugs["A"], members["DE"], RoleKind.ORGANISER)
    put_in(app, slugs["A"], members["GM"])
    put_in(app, slugs["A"], members["GO"])
    with app.app_context():
        top = branch_called(slugs["North"]).parent_id
        db.session.add(
            Role(member_id=members["IA"].id, kind=RoleKind.ADMINISTRATOR, branch_id=top, since=JOINED)
        )
        course = db.session.scalars(select(Course.id)).one()
        db.session.add(Role(member_id=members["AU"].id, kind=RoleKind.AUTHOR, course_id=course, since=JOINED))
        removed = membership_in(branch_called(slugs["A"]).id, members["DE"].id)
        assert removed is not None
        end_membership(removed, deciding=BY_THE_OPERATOR)
        db.session.commit()


def _things(app: Flask, slug: str) -> tuple[int, int, int]:
    """Somebody who is only there to be acted upon, a poster, and a question; the number of each."""
    member, asker = make_member(app, name="Bystander"), make_member(app, name="Asker")
    put_in(app, slug, member)
    with app.app_context():
        branch = branch_called(slug)
        found = membership_in(branch.id, member.id)
        assert found is not None
        poster = invite(
            NewInvitation(POSTER, f"{branch.id:032x}"), branch, secret_key="x", deciding=BY_THE_OPERATOR
        )
        ask(poster, db.session.get_one(Member, asker.id), name="Asker", deciding=BY_THE_OPERATOR)
        db.session.commit()
        return found.id, poster.id, askings_in(branch.id)[0].id


def _proposal(app: Flask, slug: str, membership: int) -> str:
    """Somebody has asked that the bystander organise the branch; the code of it."""
    asker = make_member(app, name="Proposer")
    put_in(app, slug, asker, RoleKind.ORGANISER)
    with app.app_context():
        bystander = db.session.get_one(Membership, membership).member
        trusting = Trusting(RoleKind.ORGANISER, bystander)
        give(trusting, branch_called(slug), takes_two=True, deciding=Deciding(asker.id, clock.now()))
        db.session.commit()
        return db.session.scalars(select(Proposal.code).where(Proposal.asked_by_id == asker.id)).one()
