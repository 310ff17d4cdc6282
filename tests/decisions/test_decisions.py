"""What was decided, as it is read: in a branch, in what one administers, about oneself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from studyhub.audit.actions import Decision, forget_in_audit, record
from studyhub.db import db
from studyhub.decisions.words import SENTENCES
from studyhub.my_data.actions import delete_account
from studyhub.organisation.actions import Deciding, end_membership, grant, move_branch, rename_branch
from studyhub.organisation.models import Branch, BranchKind, RoleKind
from studyhub.organisation.queries import membership_in
from tests.branches.conftest import Cast, SignIn
from tests.branches.conftest import cast as _cast
from tests.factories import (
    BY_THE_OPERATOR,
    JOINED,
    branch_called,
    make_branch,
    make_instance,
    make_member,
    put_in,
)
from tests.statements import statements

cast = _cast
STUDYHUB = Path(__file__).resolve().parent.parent.parent / "studyhub"
PLAINLY = str.maketrans("", "", "\u2068\u2069")


def read(client: FlaskClient, address: str) -> str:
    """Open a page; what keeps names whole in a sentence is left out."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text.translate(PLAINLY)


def acts_in_the_source() -> set[str]:
    """Every act that the code records: the first argument of what records one."""
    found = set()
    for path in STUDYHUB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Decision", "_record"}:
                first = node.args[0] if node.args else None
                found |= {str(first.value)} if isinstance(first, ast.Constant) else set()
    return found | {"member-left", "member-removed"}  # which of them is worked out


def test_there_are_words_for_every_act_that_is_recorded() -> None:
    """LG-01."""
    assert len(acts_in_the_source()) > 12
    assert acts_in_the_source() - set(SENTENCES) == set()


@pytest.mark.parametrize("act", SENTENCES)
def test_every_act_is_a_sentence_about_somebody_and_about_you(cast: Cast, app: Flask, act: str) -> None:
    details = {
        "shown": "yes",
        "role": "organiser",
        "until": "2036-05-01",
        "kind": "give-organiser" if act.startswith("proposal-") else "poster",
        "before": "Leith",
        "after": "Leith and the docks",
        "below": "Scotland",
        "what": "name language",
        "count": "3",
    }
    with app.app_context():
        leith = branch_called(cast.leith).id
        for about in (cast.organiser.id, cast.member.id, None):
            record(Decision(act, JOINED, by=cast.organiser.id, about=about, branch=leith, details=details))
        db.session.commit()
    page = read(cast.client, f"/branches/{cast.leith}/log")
    assert page.count("by you") == 2, "of oneself it need not be said"
    assert act not in page.partition("<main")[2]
    assert read(cast.client, "/you/log").count("by you") == 2


def test_an_organiser_reads_who_decided_what_about_whom_to_the_day(cast: Cast, app: Flask) -> None:
    with app.app_context():
        grant(
            RoleKind.ORGANISER,
            db.session.get_one(Member, cast.member.id),
            branch=branch_called(cast.leith),
            deciding=Deciding(cast.organiser.id, BY_THE_OPERATOR.now),
        )
        db.session.commit()
    page = read(cast.client, f"/branches/{cast.leith}/log")
    assert "Nadia was given a role: Organiser" in page
    assert "Nadia joined the branch" in page
    assert "by you" in page
    assert "by the operator" in page
    assert "1 May 2026" in page
    assert "19:00" not in page


def test_a_member_reads_of_roles_but_not_who_came_and_went(cast: Cast, app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        grant(
            RoleKind.ORGANISER,
            db.session.get_one(Member, cast.member.id),
            branch=branch_called(cast.leith),
            deciding=Deciding(cast.organiser.id, BY_THE_OPERATOR.now),
        )
        db.session.commit()
    third = make_member(app, name="Tomás")
    put_in(app, cast.leith, third)
    client = app.test_client()
    sign_in(client, third)
    page = read(client, f"/branches/{cast.leith}/log")
    assert "Somebody was given a role: Organiser" in page
    assert "by Iain" in page
    assert "You joined the branch" in page
    assert "Nadia" not in page
    assert page.count("joined") == 1


def test_whoever_left_is_not_called_by_their_other_names(cast: Cast, app: Flask) -> None:
    put_in(app, cast.govanhill, cast.member, name="N.")
    with app.app_context():
        leith = branch_called(cast.leith)
        rename_branch(leith, "Docks", deciding=Deciding(cast.member.id, BY_THE_OPERATOR.now))
        found = membership_in(leith.id, cast.member.id)
        assert found is not None
        end_membership(found, deciding=Deciding(cast.member.id, BY_THE_OPERATOR.now))
        db.session.commit()
    page = read(cast.client, f"/branches/{cast.leith}/log")
    assert "by somebody who is no longer here" in page
    assert "Somebody left the branch" in page
    assert "Nadia" not in page
    assert "N." not in page


def test_a_member_reads_what_was_done_about_them(cast: Cast, app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        found = membership_in(branch_called(cast.leith).id, cast.member.id)
        assert found is not None
        end_membership(found, deciding=Deciding(cast.organiser.id, BY_THE_OPERATOR.now))
        db.session.commit()
    client = app.test_client()
    sign_in(client, cast.member)
    page = read(client, "/you/log")
    assert "You were removed from the branch" in page
    assert "Leith" in page
    assert "by Iain" in page
    assert 'href="/you/log"' in read(client, "/you")


def test_an_administrator_reads_their_part_and_no_names_of_those_concerned(
    cast: Cast, app: Flask, sign_in: SignIn
) -> None:
    south = make_branch(app, name="South", kind=BranchKind.SECTION)
    kadikoy = make_branch(app, name="Kadıköy", below=south)
    put_in(app, kadikoy, cast.member, name="N.")
    administrator, client = make_member(app, name="Ayşe"), app.test_client()
    put_in(app, south, administrator, RoleKind.ADMINISTRATOR)
    sign_in(client, administrator)
    with app.app_context():
        move_branch(branch_called(kadikoy), below=branch_called(cast.leith), deciding=BY_THE_OPERATOR)
        move_branch(branch_called(kadikoy), below=branch_called(south), deciding=BY_THE_OPERATOR)
        rename_branch(
            branch_called(kadikoy), "Moda", deciding=Deciding(administrator.id, BY_THE_OPERATOR.now)
        )
        db.session.commit()
    page = read(client, "/admin/log")
    assert "The branch was called “Kadıköy” and is now called “Moda”" in page
    assert "The branch was moved below “South”" in page
    assert "Somebody joined the branch" in page
    assert "You were given a role: Administrator" in page
    assert "N." not in page
    assert "Iain" not in page
    assert "was moved to another place" not in read(client, f"/branches/{kadikoy}/log")


def test_only_who_administers_all_reads_of_what_is_about_no_branch(
    cast: Cast, app: Flask, sign_in: SignIn
) -> None:
    whole, client = make_member(app, is_administrator=True), app.test_client()
    sign_in(client, whole)
    with app.app_context():
        delete_account(Deciding(cast.member.id, BY_THE_OPERATOR.now))
        db.session.commit()
    page = read(client, "/admin/log")
    assert "Somebody deleted their account" in page
    assert "who decided it is forgotten" in page
    assert "Nadia" not in page
    assert cast.client.get("/admin/log").status_code == 404


def test_a_branch_far_away_stays_unnamed_for_those_who_are_in_it(
    cast: Cast, app: Flask, sign_in: SignIn
) -> None:
    with app.app_context():
        move_branch(branch_called(cast.leith), below=branch_called(cast.govanhill), deciding=BY_THE_OPERATOR)
        db.session.commit()
    client = app.test_client()
    sign_in(client, cast.member)
    for one in (client, cast.client):
        page = read(one, f"/branches/{cast.leith}/log")
        assert "The branch was moved to another place in the organisation" in page
        assert "Govanhill" not in page


def test_the_log_has_pages_and_costs_the_same(cast: Cast, app: Flask) -> None:
    """DS-05."""
    address = f"/branches/{cast.leith}/log"
    with statements(app) as few:
        assert "Earlier" not in read(cast.client, address)
    with app.app_context():
        for number in range(60):
            record(
                Decision(
                    "branch-renamed",
                    JOINED,
                    by=cast.member.id,
                    branch=branch_called(cast.leith).id,
                    details={"before": "x", "after": f"name {number}"},
                )
            )
        db.session.commit()
    with statements(app) as many:
        first = read(cast.client, address)
    assert len(many) == len(few)
    assert "name 59”" in first
    assert "name 9”" not in first
    older = first.rpartition("?before=")[2].partition('"')[0]
    second = read(cast.client, f"{address}?before={older}")
    assert "name 9”" in second
    assert "The newest" in second
    assert "Nothing was decided before that." in read(cast.client, f"{address}?before=1")
    for wrong in ("x", "-1", "9" * 30, "", "١"):
        assert cast.client.get(f"{address}?before={wrong}").status_code == 404


def test_where_nothing_was_decided_the_page_says_so(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    make_instance(app)
    sign_in(client, make_member(app))
    assert "Nothing was decided here yet." in read(client, "/you/log")


def test_whoever_was_forgotten_is_not_taken_for_the_operator(cast: Cast, app: Flask) -> None:
    with app.app_context():
        record(Decision("branch-founded", JOINED, by=cast.member.id, branch=branch_called(cast.leith).id))
        forget_in_audit(cast.member.id)
        db.session.commit()
    page = read(cast.client, f"/branches/{cast.leith}/log")
    assert "who decided it is forgotten" in page


@pytest.mark.parametrize("where", ["elsewhere", "above"])
def test_who_left_is_not_found_out_by_what_they_administer_elsewhere(
    cast: Cast, app: Flask, where: str
) -> None:
    """AZ-10: what an administrator of the branch, or above it, is called stands in its log; no other's does."""
    emre = make_member(app, name="Emre Yıldız")
    put_in(app, cast.leith, emre, RoleKind.ORGANISER, name="E.")
    with app.app_context():
        leith = branch_called(cast.leith)
        rename_branch(leith, "Leith docks", deciding=Deciding(emre.id, BY_THE_OPERATOR.now))
        found = membership_in(leith.id, emre.id)
        assert found is not None
        end_membership(found, deciding=Deciding(emre.id, BY_THE_OPERATOR.now))
        top = leith.parent_id
        db.session.commit()
    assert "by somebody who is no longer here" in read(cast.client, f"/branches/{cast.leith}/log")
    if where == "elsewhere":
        put_in(app, cast.govanhill, emre, RoleKind.ADMINISTRATOR)
    else:
        with app.app_context():
            again = db.session.get_one(Member, emre.id)
            above = db.session.get_one(Branch, top)
            grant(RoleKind.ADMINISTRATOR, again, branch=above, deciding=BY_THE_OPERATOR)
            db.session.commit()
    page = read(cast.client, f"/branches/{cast.leith}/log")
    assert ("Emre Yıldız" in page) == (where == "above")
