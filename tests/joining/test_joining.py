"""Coming in by a private link: one name, a way back in, and one is in."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from studyhub.accounts.models import Member
from studyhub.audit.queries import entries_of_branch
from studyhub.db import db
from studyhub.joining.actions import EndedError, join
from studyhub.joining.models import Invitation
from studyhub.joining.queries import find_open
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Membership
from studyhub.web import clock
from tests.factories import PASSPHRASE, branch_called, make_branch, make_member, put_in
from tests.forms import post_form, send
from tests.joining.conftest import Leith, SignIn, come
from tests.statements import statements


def test_a_newcomer_joins_and_reads(leith: Leith, app: Flask) -> None:
    path, stranger = leith.invite(), app.test_client()
    page = stranger.get(path)
    assert page.status_code == 200
    assert "Leith" not in page.text
    assert "Iain" not in page.text, "nobody asked to be named"
    begun = come(stranger, path)
    assert begun.status_code == 200
    assert len(re.findall(r"<li><b>[a-z-]+</b></li>", begun.text)) == 10
    assert stranger.get("/").status_code == 200
    assert "<bdi>Nadia</bdi>" in leith.client.get(f"{leith.page}/people").text
    assert stranger.get(leith.page).status_code == 200
    with app.app_context():
        acts = [entry.act for entry in entries_of_branch(branch_called(leith.slug).id, limit=2)]
    assert acts == ["member-joined", "invitation-made"]


def test_it_says_who_invites_only_where_they_want_it(leith: Leith, app: Flask) -> None:
    assert "Iain invited you" in app.test_client().get(leith.invite(names_maker="y")).text


def test_opening_it_changes_nothing(leith: Leith, app: Flask) -> None:
    """AU-08."""
    path = leith.invite()
    for _ in range(20):
        assert app.test_client().get(path).status_code == 200
    with app.app_context():
        assert db.session.scalar(select(Invitation.uses)) == 0


def test_the_name_alone_keeps_nothing(leith: Leith, app: Flask) -> None:
    """Whoever stops after the first page has left no trace, and used nothing up."""
    post_form(app.test_client(), leith.invite(), name="Nadia")
    with app.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 1
        assert db.session.scalar(select(Invitation.uses)) == 0


@pytest.mark.parametrize("name", ["", "  \u200b ", "x" * 81])
def test_a_name_that_cannot_be_taken_is_said(leith: Leith, app: Flask, name: str) -> None:
    answer = post_form(app.test_client(), leith.invite(), name=name)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sign_in_name": "x"}, "Choose 3 to 24 of"),
        ({"passphrase": "short"}, "at least 12"),
        ({"passphrase": "nadia-nadia-nadia"}, "among the first"),
    ],
)
def test_what_cannot_be_a_way_in_is_said_and_the_rest_stays(
    leith: Leith, app: Flask, typed: dict[str, str], said: str
) -> None:
    stranger = app.test_client()
    post_form(stranger, leith.invite(), name="Nadia")
    answer = post_form(
        stranger,
        "/welcome",
        **{"sign_in_name": "nadia", "passphrase": PASSPHRASE, "offered": "a-b-c", **typed},
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert "a-b-c" in answer.text, "who wrote the offered one down finds it again"
    assert PASSPHRASE not in answer.text


def test_a_taken_sign_in_name_is_said(leith: Leith, app: Flask) -> None:
    answer = come(app.test_client(), leith.invite(), sign_in_name=leith.organiser.sign_in_name)
    assert answer.status_code == 422
    assert "this one is taken" in answer.text


def test_the_same_form_sent_twice_joins_once(leith: Leith, app: Flask) -> None:
    path, one, other = leith.invite(), app.test_client(), app.test_client()
    for client in (one, other):
        post_form(client, path, name="Nadia")
    typed = {"sign_in_name": "nadia", "passphrase": PASSPHRASE}
    first, second = (send(client, "/welcome", **typed) for client in (one, other))
    assert (first.status_code, second.status_code) == (200, 303)
    assert other.get("/you").status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count(Membership.id))) == 2
        assert db.session.scalar(select(Invitation.uses)) == 1


def test_somebody_with_an_account_just_joins(leith: Leith, app: Flask, sign_in: SignIn) -> None:
    member, client = make_member(app, name="Tomás"), app.test_client()
    sign_in(client, member)
    path = leith.invite()
    assert 'value="Tomás"' in client.get(path).text
    for _ in range(2):
        answer = post_form(client, path, name="T.") if _ == 0 else send(client, path, name="T.")
        assert answer.headers["Location"] == leith.page
    assert client.get(path).headers["Location"] == leith.page, "already in it"
    assert "<bdi>T.</bdi>" in leith.client.get(f"{leith.page}/people").text


def test_it_ends_after_seven_days(clock: time_machine.Traveller, leith: Leith, app: Flask) -> None:
    path = leith.invite()
    clock.shift(timedelta(days=6, hours=23))
    assert app.test_client().get(path).status_code == 200
    clock.shift(timedelta(hours=3))
    assert app.test_client().get(path).status_code == 404


def test_an_ended_one_says_the_same_as_one_that_never_was(leith: Leith, app: Flask) -> None:
    """AU-04, R3: with the same statements."""
    link, poster = leith.invite(), leith.invite("poster")
    for page in (link, poster):
        assert app.test_client().get(page).status_code == 200
    assert (
        "Stopped."
        in leith.client.get(send(leith.client, f"{leith.page}/invitations/stop").headers["Location"]).text
    )
    answers, counts = [], []
    for path in (link, poster, "/j/amber-ferry-goat-hill", f"/j/{'0' * 32}", "/j/ж"):
        with statements(app) as ran:
            answer = app.test_client().get(path)
        answers.append(re.sub(r"/j/[^\"&]*|%2Fj%2F[^\"&]*", "", answer.text))
        counts.append((answer.status_code, len(ran)))
        assert send(app.test_client(), path, name="x").status_code == 404
    assert len(set(answers)) == 1
    assert len(set(counts)) == 1


def test_of_sixteen_at_once_ten_come_in(leith: Leith, app: Flask) -> None:
    """AU-07."""
    leith.invite()
    members = [make_member(app, name=f"Reader {number}") for number in range(16)]

    def try_it(member: Member) -> bool:
        with app.app_context():
            invitation = db.session.scalars(select(Invitation)).one()
            try:
                join(
                    invitation,
                    db.session.get_one(Member, member.id),
                    name=member.name,
                    deciding=Deciding(member.id, clock.now()),
                )
            except EndedError:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(16) as threads:
        came = list(threads.map(try_it, members))
    assert sum(came) == 10
    with app.app_context():
        assert db.session.scalar(select(Invitation.uses)) == 10
        assert db.session.scalar(select(func.count(Membership.id))) == 11
        invitation = db.session.scalars(select(Invitation)).one()
        assert find_open(invitation.code_hash, clock.now()) is None


def test_nothing_in_the_database_opens_a_door(leith: Leith, app: Flask) -> None:
    """AU-07: neither the code nor a part of it is kept."""
    code = leith.invite().rpartition("/")[2]
    poster = leith.invite("poster").rpartition("/")[2]
    with app.app_context():
        kept = repr([tuple(row) for row in db.session.execute(select(Invitation.__table__))])
    assert code not in kept
    assert poster not in kept
    assert len(code) == 32
    assert poster.count("-") == 3


def test_making_it_twice_by_one_form_makes_one(leith: Leith) -> None:
    page = f"{leith.page}/invitations/new-link"
    typed = {"salt": "ab" * 16}
    one, other = (send(leith.client, page, **typed).headers["Location"] for _ in range(2))
    assert one == other
    assert send(leith.client, page, salt="made up").status_code == 422


def test_who_came_by_it_is_seen_until_they_leave(leith: Leith, app: Flask) -> None:
    path, stranger = leith.invite(), app.test_client()
    come(stranger, path)
    page = f"{leith.page}/invitations/1"
    assert "<bdi>Nadia</bdi>" in leith.client.get(page).text
    post_form(stranger, f"{leith.page}/leaving")
    assert "Nobody yet." in leith.client.get(page).text


def test_another_branch_s_invitation_is_not_there(leith: Leith, app: Flask, client: FlaskClient) -> None:
    """AZ-09."""
    leith.invite()
    other = make_branch(app, name="Govanhill")
    put_in(app, other, leith.organiser)
    for suffix in ("", "/code.svg", "/poster/a4"):
        assert client.get(f"/branches/{other}/invitations/1{suffix}").status_code == 404
