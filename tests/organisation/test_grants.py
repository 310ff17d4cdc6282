"""AZ-12, AZ-13: whatever is founded, moved, archived, joined, left, given, taken back and let run out, nobody has more
than a plain reading of the tree gives them, and nothing that was taken away comes back.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from studyhub.accounts.models import Member
from studyhub.db import db
from studyhub.organisation.actions import (
    BelowItselfError,
    Deciding,
    LastAdministratorError,
    NewBranch,
    NotEmptyError,
    NotInBranchError,
    add_membership,
    archive_branch,
    end_membership,
    found_branch,
    grant,
    move_branch,
    revoke,
)
from studyhub.organisation.actors import Standing, actors_towards
from studyhub.organisation.models import Branch, BranchKind, RoleKind
from studyhub.organisation.queries import (
    branches_above,
    branches_of,
    find_role,
    membership_in,
    offices_of,
)
from studyhub.policy.matrix import Actor
from tests.factories import make_member
from tests.scale import scaled

PEOPLE = 3
HISTORIES = 200
FOREVER = date.max
some = st.integers(0, 30)
office = st.sampled_from([RoleKind.ORGANISER, RoleKind.ADMINISTRATOR])


class Organisation(RuleBasedStateMachine):
    """The database, and beside it what a reader of the rules would write down on paper."""

    app: Flask
    people: list[int]

    @initialize()
    def plant(self) -> None:
        """Begin with the top of the tree and one administrator of the whole."""
        self.context = self.app.app_context()
        self.context.push()
        self.today = date(2026, 5, 1)
        top = found_branch(NewBranch("Top", BranchKind.INTERNATIONAL), below=None, deciding=self.deciding)
        self.top = top.id
        self.above: dict[int, int | None] = {top.id: None}
        self.archived: set[int] = set()
        self.inside: set[tuple[int, int]] = set()
        self.held: dict[tuple[int, RoleKind, int], date] = {}
        self.give(RoleKind.ADMINISTRATOR, 0, 0, None)

    def teardown(self) -> None:
        """Leave no trace for the next history."""
        db.session.rollback()
        self.context.pop()

    @property
    def deciding(self) -> Deciding:
        """Somebody decides today."""
        return Deciding(None, datetime.combine(self.today, datetime.min.time(), UTC))

    def branch(self, number: int) -> Branch:
        """Return a branch that was founded."""
        return db.session.get_one(Branch, list(self.above)[number % len(self.above)])

    def person(self, number: int) -> Member:
        """Return one of the people."""
        return db.session.get_one(Member, self.people[number % PEOPLE])

    @rule(below=some)
    def found(self, below: int) -> None:
        """Add a branch."""
        parent = self.branch(below)
        made = found_branch(NewBranch("Some", BranchKind.BRANCH), below=parent, deciding=self.deciding)
        self.above[made.id] = parent.id

    @rule(number=some, below=some)
    def move(self, number: int, below: int) -> None:
        """Hang a branch elsewhere; never below itself."""
        branch, parent = self.branch(number), self.branch(below)
        if branch.id in self.path(parent.id):
            with pytest.raises(BelowItselfError):
                move_branch(branch, below=parent, deciding=self.deciding)
        else:
            move_branch(branch, below=parent, deciding=self.deciding)
            self.above[branch.id] = parent.id

    @rule(number=some)
    def archive(self, number: int) -> None:
        """Close a branch that has none below it."""
        branch = self.branch(number)
        below = {one for one, parent in self.above.items() if parent == branch.id} - self.archived
        if branch.id not in self.archived and (below or branch.id == self.top):
            with pytest.raises(NotEmptyError):
                archive_branch(branch, deciding=self.deciding)
        else:
            archive_branch(branch, deciding=self.deciding)
            self.archived.add(branch.id)

    @rule(who=some, number=some)
    def join(self, who: int, number: int) -> None:
        """Take somebody in."""
        member, branch = self.person(who), self.branch(number)
        add_membership(member, branch, name="Some", deciding=self.deciding)
        db.session.flush()
        self.inside.add((member.id, branch.id))

    @rule(who=some, number=some)
    def leave(self, who: int, number: int) -> None:
        """Take somebody out, with all they are trusted with there, unless nobody would be left at the top."""
        member, branch = self.person(who), self.branch(number)
        membership = membership_in(branch.id, member.id)
        assert (membership is not None) == ((member.id, branch.id) in self.inside)
        if membership is None:
            return
        if branch.id == self.top and self.is_last(member.id):
            with pytest.raises(LastAdministratorError), db.session.begin_nested():
                end_membership(membership, deciding=self.deciding)
            return
        end_membership(membership, deciding=self.deciding)
        self.inside.discard((member.id, branch.id))
        for kind in RoleKind:
            self.held.pop((member.id, kind, branch.id), None)

    @rule(kind=office, who=some, number=some, days=st.none() | st.integers(0, 5))
    def give(self, kind: RoleKind, who: int, number: int, days: int | None) -> None:
        """Trust somebody with something, for some days or for good; the last of the whole for good."""
        member, branch = self.person(who), self.branch(number)
        if days is not None and branch.id == self.top:
            return
        end = None if days is None else self.today + timedelta(days)
        if kind is RoleKind.ORGANISER and (member.id, branch.id) not in self.inside:
            with pytest.raises(NotInBranchError):
                grant(kind, member, branch=branch, deciding=self.deciding, ends_on=end)
            return
        grant(kind, member, branch=branch, deciding=self.deciding, ends_on=end)
        db.session.flush()
        self.held[member.id, kind, branch.id] = end or FOREVER

    @rule(kind=office, who=some, number=some)
    def take_back(self, kind: RoleKind, who: int, number: int) -> None:
        """Take a role back, unless nobody would be left at the top."""
        member, branch = self.person(who), self.branch(number)
        role = find_role(member.id, kind, branch_id=branch.id)
        assert (role is not None) == ((member.id, kind, branch.id) in self.held)
        if role is None:
            return
        if kind is RoleKind.ADMINISTRATOR and branch.id == self.top and self.is_last(member.id):
            with pytest.raises(LastAdministratorError):
                revoke(role, deciding=self.deciding)
        else:
            revoke(role, deciding=self.deciding)
            del self.held[member.id, kind, branch.id]

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        """Let days pass."""
        self.today += timedelta(days)

    @invariant()
    def nobody_has_more_than_the_tree_gives(self) -> None:
        """Compare everybody, towards every open branch, with what stands on the paper."""
        for member in self.people:
            known = Standing(branches_of(member), tuple(offices_of(member, self.today)), self.top)
            for branch in self.above.keys() - self.archived:
                found = actors_towards(known, above=branches_above(branch))
                assert found == self.expected(member, branch)

    def expected(self, member: int, branch: int) -> set[Actor]:
        """Read from the paper what somebody is towards a branch."""
        actors = {Actor.M if (member, branch) in self.inside else Actor.MX}
        for (who, kind, where), end in self.held.items():
            if who == member and end >= self.today and where not in self.archived:
                if kind is RoleKind.ORGANISER:
                    actors.add(Actor.OR if where == branch else Actor.OX)
                else:
                    actors.add(Actor.SA if where in self.path(branch) else Actor.SX)
                    actors |= {Actor.IA} if where == self.top else set()
        return actors

    def path(self, branch: int) -> list[int]:
        """Return a branch and all above it, from the paper."""
        parent = self.above[branch]
        return [branch] if parent is None else [branch, *self.path(parent)]

    def is_last(self, member: int) -> bool:
        """Say whether this is the only administrator of the whole."""
        return {
            who for who, kind, where in self.held if kind is RoleKind.ADMINISTRATOR and where == self.top
        } == {member}


def test_nobody_ever_has_more_than_the_tree_gives(app: Flask) -> None:
    """AZ-12, AZ-13."""
    people = [make_member(app).id for _ in range(PEOPLE)]
    machine = type("OrganisationHere", (Organisation,), {"app": app, "people": people})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=scaled(HISTORIES),
            stateful_step_count=30,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
