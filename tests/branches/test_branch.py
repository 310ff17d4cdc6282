"""The page of a branch, what one is called there, and leaving it."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from studyhub.db import db
from studyhub.organisation.models import Role
from studyhub.organisation.queries import memberships_of
from tests.branches.conftest import Cast, SignIn
from tests.factories import make_branch, make_member, put_in
from tests.forms import post_form
from tests.statements import statements


def test_you_leads_to_the_branch_and_the_branch_says_who_organises_it(cast: Cast) -> None:
    assert f'href="/branches/{cast.leith}"' in cast.client.get("/you").text
    page = cast.client.get(f"/branches/{cast.leith}")
    assert page.status_code == 200
    assert "<bdi>Iain</bdi>" in page.text
    assert "Emre" not in page.text


def test_another_branch_is_not_there(cast: Cast) -> None:
    foreign, unknown = (cast.client.get(f"/branches/{slug}") for slug in (cast.govanhill, "no-such"))
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.text.replace(cast.govanhill, "no-such") == unknown.text


def test_one_is_called_what_one_chooses_in_this_branch_alone(cast: Cast, app: Flask, sign_in: SignIn) -> None:
    put_in(app, cast.govanhill, cast.member, name="N.")
    client = app.test_client()
    sign_in(client, cast.member)
    answer = post_form(client, f"/branches/{cast.leith}/own-name", name="  Nadia\u202e of the docks ")
    assert answer.status_code == 303
    assert "Saved." in client.get(answer.headers["Location"]).text
    with app.app_context():
        assert sorted(found.name for found in memberships_of(cast.member.id)) == ["N.", "Nadia of the docks"]


def test_an_empty_name_is_not_taken_and_what_was_typed_stays(cast: Cast) -> None:
    answer = post_form(cast.client, f"/branches/{cast.leith}/own-name", name="x" * 81)
    assert answer.status_code == 422
    assert "at most 80 letters" in answer.text
    assert "x" * 81 in answer.text


def test_leaving_ends_everything_in_the_branch_at_once(cast: Cast, app: Flask) -> None:
    """AZ-12."""
    page = f"/branches/{cast.leith}"
    assert "Nobody else organises this branch" in cast.client.get(f"{page}/leaving").text
    answer = post_form(cast.client, f"{page}/leaving")
    assert answer.headers["Location"] == "/you?left=yes"
    assert "You have left the branch." in cast.client.get("/you?left=yes").text
    for address in (page, f"{page}/people", f"{page}/leaving"):
        assert cast.client.get(address).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(Role).where(Role.member_id == cast.organiser.id)).all() == []


def test_you_costs_the_same_with_one_branch_and_with_ten(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """DS-05."""
    from_one = _statements(app, client, sign_in=sign_in, branches=1)
    assert _statements(app, app.test_client(), sign_in=sign_in, branches=10) == from_one


def _statements(app: Flask, client: FlaskClient, *, sign_in: SignIn, branches: int) -> int:
    member = make_member(app)
    for _ in range(branches):
        put_in(app, make_branch(app), member)
    sign_in(client, member)
    with statements(app) as ran:
        assert client.get("/you").status_code == 200
    return len(ran)
