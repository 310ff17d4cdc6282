"""Makers of what tests need: plain functions, each writes to the app's database and commits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from flask import Flask

from studyhub.accounts.actions import NewMember, add_member
from studyhub.accounts.models import Member, sign_in_name_of
from studyhub.accounts.passphrases import passphrases
from studyhub.compiler.model import Compiled, Course, Library
from studyhub.courses.actions import Published, publish
from studyhub.courses.queries import published_courses
from studyhub.db import db
from studyhub.founding.actions import plan_group
from studyhub.founding.questions import NewGroup
from studyhub.groups.actions import put_into_group
from studyhub.groups.models import Entry, Rhythm
from studyhub.groups.queries import find_group
from studyhub.organisation.actions import (
    Deciding,
    NewBranch,
    add_membership,
    found_branch,
    grant,
    make_administrator_of_the_whole,
)
from studyhub.organisation.models import Branch, BranchKind, Instance, Membership, RoleKind
from studyhub.organisation.queries import find_branch, membership_in, root_branch

PASSPHRASE = "lantern-orchard-pebble-thistle"
JOINED = date(2026, 5, 1)
BY_THE_OPERATOR = Deciding(None, datetime(2026, 5, 1, 19, tzinfo=UTC))
FIRST_MEETING = datetime(2026, 5, 5, 19)  # noqa: DTZ001 - by the clock on the wall
_numbers = count(1)


def make_member(
    app: Flask,
    *,
    name: str = "Nadia",
    sign_in_name: str | None = None,
    is_administrator: bool = False,
    passphrase: str = PASSPHRASE,
) -> Member:
    """Make a member; `sign_in(client, member)` signs them in. The object is detached: its columns can be read."""
    own = sign_in_name or f"{sign_in_name_of(name) or 'member'}"[:16] + f"-{next(_numbers)}"
    with app.app_context():
        member = add_member(NewMember(own, name, passphrases().hash(passphrase)), today=JOINED)
        db.session.flush()
        if is_administrator:
            make_administrator_of_the_whole(member, deciding=BY_THE_OPERATOR)
        db.session.commit()
        db.session.refresh(member)
        db.session.expunge(member)
    return member


def make_instance(
    app: Flask,
    *,
    name: str = "Reading group",
    guests_may_read: bool = False,
    require_second_factor: bool = False,
) -> None:
    """Set the place up, as /setup would, but for the second factor."""
    with app.app_context():
        db.session.add(
            Instance(
                id=1, name=name, guests_may_read=guests_may_read, require_second_factor=require_second_factor
            )
        )
        db.session.commit()


def make_branch(
    app: Flask, *, name: str = "Leith", kind: BranchKind = BranchKind.BRANCH, below: str | None = None
) -> str:
    """Found a branch, below the one with the slug `below`, else below the top of the tree; returns its slug."""
    with app.app_context():
        parent = root_branch() if below is None else find_branch(below)
        if parent is None:
            top = NewBranch("International", BranchKind.INTERNATIONAL)
            parent = found_branch(top, below=None, deciding=BY_THE_OPERATOR)
        slug = found_branch(NewBranch(name, kind), below=parent, deciding=BY_THE_OPERATOR).slug
        db.session.commit()
    return slug


def put_in(
    app: Flask,
    branch: str,
    member: Member,
    *roles: RoleKind,
    name: str | None = None,
    ends_on: date | None = None,
) -> None:
    """Take a member into a branch, and trust them with roles there. An administrator need not be in it."""
    with app.app_context():
        found = branch_called(branch)
        again = db.session.merge(member, load=True)
        if RoleKind.ADMINISTRATOR not in roles or len(roles) > 1:
            add_membership(again, found, name=name or again.name, deciding=BY_THE_OPERATOR)
        for role in roles:
            grant(role, again, branch=found, deciding=BY_THE_OPERATOR, ends_on=ends_on)
        db.session.commit()


def make_group(
    app: Flask,
    branch: str,
    *,
    name: str = "Tuesday readers",
    course: str = "",
    first: datetime = FIRST_MEETING,
) -> str:
    """Found a group in a branch, with the plan of a course, from a day in the past on; returns its slug.

    Nobody is in it yet: `put_in_group` puts people there.
    """
    with app.app_context():
        new = NewGroup(
            course=course or published_courses()[0].slug,
            name=name,
            entry=Entry.OPEN,
            rhythm=Rhythm.WEEKLY,
            first=first,
            minutes=90,
            budget=30,
            place="The back room",
        )
        slug = plan_group(new, branch_called(branch), deciding=BY_THE_OPERATOR).slug
        db.session.commit()
    return slug


def put_in_group(app: Flask, group: str, who: Member | int, *, is_organiser: bool = False) -> int:
    """Let somebody of the branch, or a membership by its number, read with a group; returns their participation."""
    with app.app_context():
        found = find_group(group)
        assert found is not None
        membership = (
            db.session.get_one(Membership, who)
            if isinstance(who, int)
            else membership_in(found.branch_id, who.id)
        )
        assert membership is not None
        participation = put_into_group(found, membership, deciding=BY_THE_OPERATOR)
        participation.is_organiser = is_organiser
        db.session.commit()
        return participation.id


def branch_called(slug: str) -> Branch:
    """Return a branch that there is; inside an app context."""
    found = find_branch(slug)
    assert found is not None
    return found


def publish_course(app: Flask, *courses: Course, today: date = JOINED) -> list[Published]:
    """Publish courses, as compiled; tests/compiled.py makes small ones."""
    with app.app_context():
        published = publish(Compiled(courses, Library(), ()), today=today)
        db.session.commit()
    return published
