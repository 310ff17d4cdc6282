"""What an attacker tried on the ways in, with a link, a poster and two accounts; each must fail for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from studyhub.accounts.models import Member
from studyhub.accounts.queries import find_member
from studyhub.audit.queries import broken_entries, entries_of_branch
from studyhub.db import db
from studyhub.expiry.purging import clearing
from studyhub.joining.actions import MOST_ASKING, say_no, say_yes
from studyhub.joining.models import Asking
from studyhub.joining.queries import asking_for
from studyhub.organisation.actions import Deciding, archive_branch
from studyhub.organisation.models import Membership
from studyhub.web import clock as our_clock
from tests.factories import branch_called
from tests.forms import post_form, send
from tests.joining.conftest import Leith, come
from tests.ways_in.test_authenticator import Clock, give_authenticator


def test_the_invitation_one_came_by_goes_round_no_second_factor(
    clock: Clock,  # noqa: ARG001 - a code holds for as long as the test
    leith: Leith,
    app: Flask,
) -> None:
    """AU-10: the passphrase alone, typed once more where one joined, signed in whoever has an authenticator."""
    path = leith.invite()
    come(app.test_client(), path)
    with app.app_context():
        nadia = find_member("nadia")
        assert nadia is not None
        db.session.expunge(nadia)
    give_authenticator(app, nadia)
    thief = app.test_client()
    answer = come(thief, path)
    assert answer.status_code == 422
    assert thief.get("/you").headers["Location"].startswith("/sign-in")


def test_nor_does_a_wrong_passphrase_typed_there_tell_anything(leith: Leith, app: Flask) -> None:
    """AU-04: a taken name is taken, whoever asks."""
    path = leith.invite()
    come(app.test_client(), path)
    for passphrase in ("harbour-velvet-gravel-mint", "harbour-velvet-gravel-salt"):
        stranger = app.test_client()
        post_form(stranger, path, name="Nadia")
        typed = {"sign_in_name": "nadia", "passphrase": passphrase}
        assert "this one is taken" in send(stranger, "/welcome", **typed).text


@pytest.fixture
def asker(leith: Leith, app: Flask) -> FlaskClient:
    """Somebody who has asked by a poster, and waits."""
    client = app.test_client()
    come(client, leith.invite("poster"))
    return client


def test_who_asked_and_then_joins_by_a_link_waits_no_more(leith: Leith, asker: FlaskClient) -> None:
    """AZ-15."""
    post_form(asker, leith.invite(), name="Nadia")
    assert asker.get("/you").status_code == 200
    assert asker.get(leith.page).status_code == 200


def test_a_no_to_an_old_question_deletes_nobody_who_is_in_a_branch(
    leith: Leith, asker: FlaskClient, app: Flask
) -> None:
    """R6: the organiser of one branch deleted the account of another's member, and the audit looked forged."""
    elsewhere = leith.elsewhere()
    post_form(asker, elsewhere.invite(), name="Nadia")
    with app.app_context():
        number = db.session.scalars(select(Asking.id)).one()
    assert send(leith.client, f"{leith.page}/asking/{number}/no").status_code == 303
    assert asker.get(elsewhere.page).status_code == 200
    assert asker.get(leith.page).status_code == 404
    with app.app_context():
        assert list(broken_entries()) == []


def test_a_no_is_scrubbed_from_the_file_as_any_account_is(
    leith: Leith, asker: FlaskClient, app: Flask
) -> None:
    """PR-03."""
    with app.app_context():
        number = db.session.scalars(select(Asking.id)).one()
        assert clearing().to_scrub == ""
    send(leith.client, f"{leith.page}/asking/{number}/no")
    assert asker.get("/").headers["Location"] == "/sign-in"
    with app.app_context():
        assert clearing().to_scrub != ""


def test_of_a_yes_and_a_no_at_the_same_moment_one_is_heard(
    leith: Leith,
    asker: FlaskClient,  # noqa: ARG001 - who asks
    app: Flask,
) -> None:
    """W1: else a member who was just let in would be deleted by the no that came with it."""
    both = Barrier(2)

    def answer(say: object) -> str:
        with app.app_context():
            branch = branch_called(leith.slug)
            number = db.session.scalars(select(Asking.id)).one()
            db.session.rollback()
            both.wait()
            try:
                asking = asking_for(branch.id, number)
                deciding = Deciding(leith.organiser.id, our_clock.now())
                say_yes(asking, branch, deciding=deciding) if say == "yes" else say_no(
                    asking, deciding=deciding
                )
                db.session.commit()
            except NoResultFound:
                return "late"
            return str(say)

    with ThreadPoolExecutor(2) as threads:
        heard = sorted(threads.map(answer, ["yes", "no"]))
    with app.app_context():
        members = db.session.scalar(select(func.count(Member.id)))
        memberships = db.session.scalar(select(func.count(Membership.id)))
    assert heard in (["late", "yes"], ["late", "no"])
    assert (members, memberships) == ((2, 2) if "yes" in heard else (1, 1))


def test_who_was_removed_does_not_come_back_by_the_link_they_came_by(leith: Leith, app: Flask) -> None:
    """AZ-12: nor by any other; a poster still hangs, since it opens nothing but a question."""
    own, other, poster = leith.invite(), leith.invite(), leith.invite("poster")
    nadia = app.test_client()
    come(nadia, own)
    with app.app_context():
        here = db.session.scalars(select(Membership.id).order_by(Membership.id.desc())).first()
    assert "all of those stop" in leith.client.get(f"{leith.page}/people/{here}/removal").text
    assert post_form(leith.client, f"{leith.page}/people/{here}/removal").status_code == 303
    assert [nadia.get(path).status_code for path in (own, other, poster)] == [404, 404, 200]
    assert send(nadia, own, name="Nadia").status_code == 404
    assert nadia.get(leith.page).status_code == 404
    with app.app_context():
        acts = [entry.act for entry in entries_of_branch(branch_called(leith.slug).id, limit=3)]
    assert acts == ["invitation-stopped", "invitation-stopped", "member-removed"]


def test_who_leaves_by_themselves_stops_nobody_else_s_link(leith: Leith, app: Flask) -> None:
    path, nadia = leith.invite(), app.test_client()
    come(nadia, path)
    post_form(nadia, f"{leith.page}/leaving")
    assert app.test_client().get(path).status_code == 200


def test_a_machine_with_a_poster_s_code_makes_fifty_accounts_and_no_more(leith: Leith, app: Flask) -> None:
    """More than the organisers can read; a no makes room again."""
    path = leith.invite("poster")
    with app.app_context():
        branch = branch_called(leith.slug)
        for number in range(MOST_ASKING - 1):
            member = Member(
                sign_in_name=f"bot-{number}",
                name="Bot",
                passphrase_hash="x",
                is_waiting=True,
                joined_on=our_clock.today(),
            )
            db.session.add(member)
            db.session.flush()
            db.session.add(
                Asking(branch_id=branch.id, member_id=member.id, name="Bot", asked_on=our_clock.today())
            )
        db.session.commit()
    assert come(app.test_client(), path, sign_in_name="the-last").status_code == 200
    late = app.test_client()
    assert come(late, path, sign_in_name="too-late").status_code == 429
    with app.app_context():
        assert find_member("too-late") is None
        first = db.session.scalars(select(Asking.id)).first()
    assert leith.client.get(f"{leith.page}/asking").text.count("<bdi>Bot</bdi>") >= MOST_ASKING - 1
    send(leith.client, f"{leith.page}/asking/{first}/no")
    assert come(late, path, sign_in_name="too-late").status_code == 200


def test_a_list_of_sign_in_names_cannot_be_tried_at_an_invitation(leith: Leith, app: Flask) -> None:
    """AU-04: whoever has a poster's code could ask of any name whether somebody here has it; and an organiser, with
    as many links as they like, for the name that a reset asks for (AU-13).
    """
    path, stranger = leith.invite("poster"), app.test_client()
    taken = leith.organiser.sign_in_name
    assert [come(stranger, path, sign_in_name=taken).status_code for _ in range(21)] == [422] * 20 + [429]
    assert come(app.test_client(), path, sign_in_name=taken).status_code == 429, "in another browser, too"
    again = leith.invite("poster")
    assert come(app.test_client(), again, sign_in_name=taken).status_code == 429, "nor at another poster"
    assert come(app.test_client(), leith.invite(), sign_in_name="somebody").status_code == 200


def test_nobody_waits_for_ever_at_a_branch_that_was_archived(
    leith: Leith, asker: FlaskClient, app: Flask
) -> None:
    """PR-02: no organiser is left who could answer, and the question would be kept until then."""
    with app.app_context():
        archive_branch(branch_called(leith.slug), deciding=Deciding(None, our_clock.now()))
        db.session.commit()
        assert db.session.scalar(select(func.count(Asking.id))) == 0
        assert find_member("nadia") is None
    assert asker.get("/").headers["Location"] == "/sign-in"
