"""The tree of branches: founded, moved, archived; who is in them, and what they are trusted with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.accounts.models import AuthSession, Member
from studyhub.audit.models import AuditEntry
from studyhub.audit.queries import every_entry
from studyhub.db import db
from studyhub.organisation.actions import (
    BelowItselfError,
    LastAdministratorError,
    NewBranch,
    NotEmptyError,
    NotInBranchError,
    archive_branch,
    end_membership,
    found_branch,
    grant,
    move_branch,
    rename_branch,
    require_another_administrator,
    revoke,
)
from studyhub.organisation.actors import Standing, actors_in_general, actors_towards
from studyhub.organisation.models import Branch, BranchKind, RoleKind
from studyhub.organisation.queries import (
    Office,
    branches_above,
    branches_below,
    find_role,
    membership_in,
    offices_of,
    roles_in,
)
from studyhub.policy.matrix import Actor
from tests.factories import (
    BY_THE_OPERATOR,
    JOINED,
    branch_called,
    make_branch,
    make_instance,
    make_member,
    put_in,
)


@pytest.fixture
def tree(app: Flask) -> dict[str, str]:
    """International / Scotland / Leith, and Türkiye / Kadıköy; slugs by name."""
    make_instance(app)
    scotland = make_branch(app, name="Scotland", kind=BranchKind.SECTION)
    turkey = make_branch(app, name="Türkiye", kind=BranchKind.SECTION)
    return {
        "Scotland": scotland,
        "Türkiye": turkey,
        "Leith": make_branch(app, name="Leith", below=scotland),
        "Kadıköy": make_branch(app, name="Kadıköy", below=turkey),
    }


def test_a_slug_says_nothing_about_the_branch(tree: dict[str, str]) -> None:
    assert all(slug.count("-") == 1 and name.lower() not in slug for name, slug in tree.items())
    assert len(set(tree.values())) == len(tree)


def test_a_branch_moves_with_all_below_it(app: Flask, tree: dict[str, str]) -> None:
    with app.app_context():
        leith, scotland = branch_called(tree["Leith"]), branch_called(tree["Scotland"])
        move_branch(scotland, below=branch_called(tree["Türkiye"]), deciding=BY_THE_OPERATOR)
        db.session.commit()
        assert branch_called(tree["Türkiye"]).id in branches_above(leith.id)
        assert leith.id in branches_below(branch_called(tree["Türkiye"]).id)
        assert every_entry(limit=1)[0].act == "branch-moved"


def test_no_branch_moves_below_itself(app: Flask, tree: dict[str, str]) -> None:
    with app.app_context():
        scotland, leith = branch_called(tree["Scotland"]), branch_called(tree["Leith"])
        for below in (leith, scotland):
            with pytest.raises(BelowItselfError):
                move_branch(scotland, below=below, deciding=BY_THE_OPERATOR)


def test_only_an_empty_branch_is_archived_and_then_gives_no_office(app: Flask, tree: dict[str, str]) -> None:
    member = make_member(app)
    put_in(app, tree["Leith"], member, RoleKind.ORGANISER)
    with app.app_context():
        with pytest.raises(NotEmptyError):
            archive_branch(branch_called(tree["Scotland"]), deciding=BY_THE_OPERATOR)
        assert offices_of(member.id, JOINED)
        archive_branch(branch_called(tree["Leith"]), deciding=BY_THE_OPERATOR)
        assert offices_of(member.id, JOINED) == []


def test_each_decision_is_one_row_and_saying_it_twice_adds_none(app: Flask, tree: dict[str, str]) -> None:
    """LG-01."""
    member = make_member(app)
    put_in(app, tree["Leith"], member, RoleKind.ORGANISER)
    with app.app_context():
        before = len(every_entry(limit=100))
        leith, again = branch_called(tree["Leith"]), db.session.get_one(Member, member.id)
        for _ in range(2):
            rename_branch(leith, "Leith and the docks", deciding=BY_THE_OPERATOR)
            grant(RoleKind.ORGANISER, again, branch=leith, deciding=BY_THE_OPERATOR)
            move_branch(leith, below=branch_called(tree["Türkiye"]), deciding=BY_THE_OPERATOR)
            archive_branch(leith, deciding=BY_THE_OPERATOR)
        assert [entry.act for entry in every_entry(limit=100)][:-before] == [
            "branch-archived",
            "branch-moved",
            "branch-renamed",
        ]


def test_leaving_takes_every_role_in_the_branch(app: Flask, tree: dict[str, str]) -> None:
    """AZ-12."""
    member = make_member(app)
    put_in(app, tree["Leith"], member, RoleKind.ORGANISER, RoleKind.ADMINISTRATOR)
    with app.app_context():
        leith = branch_called(tree["Leith"])
        membership = membership_in(leith.id, member.id)
        assert membership is not None
        end_membership(membership, deciding=BY_THE_OPERATOR)
        db.session.commit()
        assert roles_in(leith.id, JOINED) == []
        assert membership_in(leith.id, member.id) is None


def test_a_role_grants_nothing_after_its_last_day(app: Flask, tree: dict[str, str]) -> None:
    member = make_member(app)
    put_in(app, tree["Leith"], member, RoleKind.ORGANISER, ends_on=JOINED)
    with app.app_context():
        assert offices_of(member.id, JOINED)
        assert offices_of(member.id, JOINED + timedelta(1)) == []


def test_only_a_member_of_a_branch_organises_it(app: Flask, tree: dict[str, str]) -> None:
    member = make_member(app)
    with app.app_context(), pytest.raises(NotInBranchError):
        grant(
            RoleKind.ORGANISER,
            db.session.get_one(Member, member.id),
            branch=branch_called(tree["Leith"]),
            deciding=BY_THE_OPERATOR,
        )


def test_the_last_administrator_of_the_whole_stays(app: Flask, tree: dict[str, str]) -> None:
    """R9."""
    only = make_member(app, is_administrator=True)
    with app.app_context():
        top = db.session.scalars(select(Branch).where(Branch.parent_id.is_(None))).one()
        role = find_role(only.id, RoleKind.ADMINISTRATOR, branch_id=top.id)
        assert role is not None
        with pytest.raises(LastAdministratorError):
            revoke(role, deciding=BY_THE_OPERATOR)
        with pytest.raises(LastAdministratorError):
            require_another_administrator(only.id, JOINED)
    make_member(app, is_administrator=True)
    with app.app_context():
        require_another_administrator(only.id, JOINED)
        again = find_role(only.id, RoleKind.ADMINISTRATOR, branch_id=top.id)
        assert again is not None
        revoke(again, deciding=BY_THE_OPERATOR)
    assert tree


def test_whoever_is_given_an_office_is_no_longer_signed_in_for_a_month(
    app: Flask, tree: dict[str, str], sign_in: object, clock: object
) -> None:
    member = make_member(app)
    assert callable(sign_in)
    assert clock
    sign_in(app.test_client(), member, is_own_phone="y")
    with app.app_context():
        before = db.session.scalars(select(AuthSession.ends_at)).one()
    with app.app_context():
        leith = branch_called(tree["Leith"])
        grant(
            RoleKind.ADMINISTRATOR,
            db.session.get_one(Member, member.id),
            branch=leith,
            deciding=BY_THE_OPERATOR,
        )
        db.session.commit()
        assert db.session.scalars(select(AuthSession.ends_at)).one() < before


def test_what_somebody_is_towards_a_branch() -> None:
    """One, two, three stand for the top, a section and its branch; nine is elsewhere."""

    def towards_branch(branches: set[int], *offices: Office) -> set[str]:
        standing = Standing(frozenset(branches), offices, 1)
        return {actor.name for actor in actors_towards(standing, above=[3, 2, 1])}

    organiser, administrator = RoleKind.ORGANISER, RoleKind.ADMINISTRATOR
    assert towards_branch(set()) == {"MX"}
    assert towards_branch({3}) == {"M"}
    assert towards_branch({3}, Office(organiser, 3)) == {"M", "OR"}
    assert towards_branch(set(), Office(organiser, 3)) == {"MX", "OX"}, "the membership has ended"
    assert towards_branch({9}, Office(organiser, 9)) == {"MX", "OX"}
    assert towards_branch({2}, Office(organiser, 2)) == {"MX", "OX"}, (
        "an organiser's role does not reach down"
    )
    assert towards_branch(set(), Office(administrator, 2)) == {"MX", "SA"}
    assert towards_branch(set(), Office(administrator, 9)) == {"MX", "SX"}
    assert towards_branch(set(), Office(administrator, 1)) == {"MX", "SA", "IA"}


def test_what_somebody_is_in_general() -> None:
    standing = Standing(frozenset({3}), (Office(RoleKind.ORGANISER, 3), Office(RoleKind.ADMINISTRATOR, 2)), 1)
    assert actors_in_general(standing) == {Actor.M, Actor.OR, Actor.SA}


def test_the_top_is_planted_once(app: Flask) -> None:
    make_member(app, is_administrator=True)
    make_member(app, is_administrator=True)
    with app.app_context():
        assert len(db.session.scalars(select(Branch)).all()) == 1
        assert db.session.scalars(select(AuditEntry.act)).all() == [
            "branch-founded",
            "role-given",
            "role-given",
        ]
        found_branch(NewBranch("Leith", BranchKind.BRANCH), below=None, deciding=BY_THE_OPERATOR)
