"""Trusting somebody with a branch, never beyond one's own reach; and taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.audit.queries import every_entry
from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import find_role, offices_of, root_branch
from studyhub.web import clock
from tests.branches.conftest import SignIn
from tests.factories import branch_called, make_branch, make_instance, make_member, put_in
from tests.forms import post_form, send


@pytest.fixture
def leith(app: Flask) -> str:
    make_instance(app)
    return make_branch(app)


@pytest.fixture
def administrator(app: Flask, leith: str, client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """An administrator of Leith, signed in."""
    ayse = make_member(app, name="Ayşe")
    put_in(app, leith, ayse, RoleKind.ADMINISTRATOR)
    sign_in(client, ayse)
    return client


def test_an_organiser_is_made_by_the_name_that_they_sign_in_by(
    app: Flask, leith: str, administrator: FlaskClient
) -> None:
    nadia = make_member(app, name="Nadia")
    put_in(app, leith, nadia, name="N.")
    address = f"/branches/{leith}/trusted"
    last = clock.today() + timedelta(days=30)
    for _ in range(2):
        answer = post_form(
            administrator,
            address,
            sign_in_name=f" {nadia.sign_in_name.upper()} ",
            role="organiser",
            ends_on=last.isoformat(),
        )
        assert answer.headers["Location"] == f"{address}?done=given"
    page = administrator.get(f"{address}?done=given").text
    assert "From now on they are trusted with it." in page
    assert "<bdi>N.</bdi>" in page
    assert nadia.sign_in_name not in page
    with app.app_context():
        acts = [entry.act for entry in every_entry(limit=2)]
        assert acts == ["role-given", "member-joined"], "sent twice is given once"
        assert offices_of(nadia.id, last)
        assert not offices_of(nadia.id, last + timedelta(days=1))


def test_an_administrator_of_a_branch_need_not_be_in_it(
    app: Flask, leith: str, administrator: FlaskClient, sign_in: SignIn
) -> None:
    emre, client = make_member(app, name="Emre"), app.test_client()
    sign_in(client, emre)
    assert client.get("/admin/branches").status_code == 404
    post_form(
        administrator,
        f"/branches/{leith}/trusted",
        sign_in_name=emre.sign_in_name,
        role="administrator",
    )
    assert "Leith" in client.get("/admin/branches").text
    with app.app_context():
        role = find_role(emre.id, RoleKind.ADMINISTRATOR, branch_id=branch_called(leith).id)
        assert role is not None
        undo = f"/branches/{leith}/trusted/{role.id}/undo"
    for _ in range(2):
        assert send(administrator, undo).headers["Location"] == f"/branches/{leith}/trusted?done=taken-back"
    assert client.get("/admin/branches").status_code == 404, "on the next request (AZ-12)"


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_who_is_not_there_and_who_is_not_in_the_branch_cannot_be_told_apart(
    app: Flask, leith: str, administrator: FlaskClient, who: str
) -> None:
    stranger = make_member(app, name="Tomás")
    name = stranger.sign_in_name if who == "stranger" else "no-such-member"
    answer = post_form(administrator, f"/branches/{leith}/trusted", sign_in_name=name, role="organiser")
    assert answer.status_code == 422
    assert "Nobody can be trusted with this here by that sign-in name." in answer.text
    assert f'value="{name}"' in answer.text


def test_nobody_trusts_anybody_for_longer_than_themselves(
    app: Flask, leith: str, client: FlaskClient, sign_in: SignIn
) -> None:
    """AZ-16."""
    last = clock.today() + timedelta(days=10)
    ayse, emre = make_member(app, name="Ayşe"), make_member(app, name="Emre")
    put_in(app, leith, ayse, RoleKind.ADMINISTRATOR, ends_on=last)
    sign_in(client, ayse)
    address = f"/branches/{leith}/trusted"
    for member in (ayse, emre):
        for day in ("", (last + timedelta(days=1)).isoformat()):
            answer = post_form(
                client, address, sign_in_name=member.sign_in_name, role="administrator", ends_on=day
            )
            assert answer.status_code == 422
            assert "You are trusted with it yourself until" in answer.text
            nobody = post_form(client, address, sign_in_name="nobody", role="administrator", ends_on=day)
            assert "You are trusted with it yourself until" in nobody.text, "AU-04: whoever was meant"
    answer = post_form(
        client, address, sign_in_name=emre.sign_in_name, role="administrator", ends_on=last.isoformat()
    )
    assert answer.status_code == 303
    with app.app_context():
        assert not offices_of(ayse.id, last + timedelta(days=1))


def test_an_organiser_with_a_last_day_gives_no_later_one(
    app: Flask, leith: str, client: FlaskClient, sign_in: SignIn
) -> None:
    """AZ-16."""
    last = clock.today() + timedelta(days=10)
    iain = make_member(app, name="Iain")
    put_in(app, leith, iain, RoleKind.ORGANISER, ends_on=last)
    sign_in(client, iain)
    person = client.get(f"/branches/{leith}/people").text.partition("/people/")[2].partition('"')[0]
    answer = post_form(client, f"/branches/{leith}/people/{person}/organiser")
    assert answer.status_code == 422
    assert "You are trusted with it yourself until" in answer.text


def test_the_last_administrator_of_the_whole_stays(app: Flask, client: FlaskClient, sign_in: SignIn) -> None:
    """R9."""
    make_instance(app)
    ayse = make_member(app, is_administrator=True)
    sign_in(client, ayse)
    with app.app_context():
        top = root_branch()
        assert top is not None
        role = find_role(ayse.id, RoleKind.ADMINISTRATOR, branch_id=top.id)
        assert role is not None
        address, undo = f"/branches/{top.slug}/trusted", f"/branches/{top.slug}/trusted/{role.id}/undo"
    answer = send(client, undo)
    assert "must be made an administrator first" in client.get(answer.headers["Location"]).text
    assert client.get(address).status_code == 200


def test_a_role_of_another_branch_is_not_taken_back_here(
    app: Flask, leith: str, administrator: FlaskClient
) -> None:
    """AZ-09."""
    other, emre = make_branch(app, name="Govanhill"), make_member(app, name="Emre")
    put_in(app, other, emre, RoleKind.ORGANISER)
    with app.app_context():
        role = find_role(emre.id, RoleKind.ORGANISER, branch_id=branch_called(other).id)
        assert role is not None
        number = role.id
    assert send(administrator, f"/branches/{leith}/trusted/{number}/undo").status_code == 303
    with app.app_context():
        assert find_role(emre.id, RoleKind.ORGANISER, branch_id=branch_called(other).id) is not None


def test_the_last_administrator_of_the_whole_does_not_end_by_a_date(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    """R9: an end that somebody set for themself left nobody from the next day on; so would two who end each other."""
    make_instance(app)
    nadia, emre = make_member(app, name="Nadia", is_administrator=True), make_member(app, name="Emre")
    sign_in(client, nadia)
    with app.app_context():
        top = root_branch()
        assert top is not None
        address = f"/branches/{top.slug}/trusted"
    typed = {"role": "administrator", "ends_on": clock.today().isoformat()}
    own = post_form(client, address, sign_in_name=nadia.sign_in_name, **typed)
    assert own.status_code == 422
    assert "without an end" in own.text
    assert post_form(client, address, sign_in_name=emre.sign_in_name, **typed).status_code == 303
    assert post_form(client, address, sign_in_name=nadia.sign_in_name, **typed).status_code == 422
    assert post_form(client, address, sign_in_name=emre.sign_in_name, role="administrator").status_code == 303
    assert post_form(client, address, sign_in_name=nadia.sign_in_name, **typed).status_code == 303
