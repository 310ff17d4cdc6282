"""AZ-17: what two people decide is decided by two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from studyhub.db import db
from studyhub.organisation.actions import Deciding, revoke
from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import find_role, root_branch
from studyhub.proposals.actions import Outcome, agree
from studyhub.proposals.models import Proposal
from studyhub.proposals.queries import find_proposal
from studyhub.web import clock
from tests.factories import BY_THE_OPERATOR, branch_called, make_branch, make_member, put_in
from tests.forms import own_token, post_form, send
from tests.proposals.conftest import LIST, NO, YES, Place, SignIn
from tests.statements import statements

WAITS = "It waits for a second person: nothing has changed yet."


def count(app: Flask) -> int:
    """Count what waits."""
    with app.app_context():
        return db.session.scalar(select(func.count(Proposal.id))) or 0


def test_one_asks_and_another_agrees(place: Place) -> None:
    answer = place.ask()
    assert answer.headers["Location"] == f"{place.branch}/trusted?done=asked"
    assert WAITS in place.clients["ayse"].get(answer.headers["Location"]).text
    assert not place.organises()
    page = place.clients["emre"].get(LIST).text
    assert "\u2068Nadia\u2069 is given a role: Organiser" in page
    assert "asked by \u2068Ayşe\u2069" in page
    assert place.answer("emre") == "done"
    assert place.organises()
    assert place.acts() == ["role-given", "proposal-agreed", "proposal-made"]
    assert "Nothing waits at the moment." in place.clients["emre"].get(LIST).text


def test_what_was_decided_names_them_both(place: Place) -> None:
    place.ask()
    place.answer("emre")
    log = place.clients["emre"].get("/admin/log").text
    assert "A second person agreed" in log
    assert "by you" in log
    assert "by \u2068Ayşe\u2069" in log
    assert "A second person agreed" in place.clients["nadia"].get(f"{place.branch}/log").text


def test_whoever_asks_cannot_agree(place: Place) -> None:
    """AZ-17: also past the page."""
    place.ask()
    assert not YES.search(place.clients["ayse"].get(LIST).text)
    assert place.answer("ayse", at=place.button("emre")) == "own"
    assert "neither who asked nor whom it is about" in place.clients["ayse"].get(f"{LIST}?done=own").text
    assert not place.organises()
    assert count(place.app) == 1


def test_whom_it_is_about_decides_nothing(place: Place) -> None:
    send(place.clients["iain"], f"{place.person('rosa')}/organiser/undo")
    assert "It is about you: others decide it." in place.clients["rosa"].get(LIST).text
    yes = place.button("ayse")
    assert place.answer("rosa", at=yes) == "own"
    assert place.answer("rosa", at=yes.replace("/yes", "/no")) == "own"
    assert place.organises("rosa")
    assert place.answer("ayse") == "done"
    assert not place.organises("rosa")


def test_it_is_done_once(place: Place) -> None:
    """AZ-17: the same button twice, and another person after it."""
    place.ask()
    yes = place.button("emre")
    assert [place.answer("emre", at=yes), place.answer("emre", at=yes)] == ["done", "gone"]
    assert place.answer("iain", at=yes) == "gone"
    assert place.answer("iain", at=yes.replace("/yes", "/no")) == "gone"
    assert place.acts() == ["role-given", "proposal-agreed", "proposal-made"]
    assert place.organises()


def test_after_three_days_nobody_agrees(place: Place, sign_in: SignIn) -> None:
    """AZ-17."""
    place.ask()
    yes = place.button("emre")
    with time_machine.travel(clock.now() + timedelta(days=3, hours=1, minutes=1)):
        sign_in(place.clients["emre"], place.people["emre"])
        assert "Nothing waits at the moment." in place.clients["emre"].get(LIST).text
        assert place.answer("emre", at=yes) == "gone"
        assert not place.organises()
        sign_in(place.clients["ayse"], place.people["ayse"])
        place.ask()
        assert count(place.app) == 1, "it can be asked for again"
        assert place.answer("emre") == "done"


@pytest.mark.parametrize("who", ["emre", "iain"])
def test_whoever_has_lost_the_office_cannot_agree(place: Place, who: str) -> None:
    """AZ-17, AZ-12: on the next request, and where it happens between the two looks."""
    place.ask()
    yes = place.button(who)
    take_office_from(place, who)
    assert send(place.clients[who], yes).status_code == 404
    with place.app.app_context():
        found = find_proposal(yes.split("/")[-2], branch_id=branch_called(place.slug).id, now=clock.now())
        assert found is not None
        assert agree(found, deciding=Deciding(place.people[who].id, clock.now())) is Outcome.GONE
    assert not place.organises()


def test_nothing_comes_of_what_was_asked_by_somebody_who_has_lost_the_office(place: Place) -> None:
    place.ask()
    take_office_from(place, "ayse")
    assert place.answer("emre") == "lapsed"
    assert not place.organises()
    assert count(place.app) == 0
    assert place.acts(limit=1) == ["proposal-lapsed"]


def test_nothing_comes_of_it_where_the_person_has_left(place: Place) -> None:
    place.ask()
    post_form(place.clients["nadia"], f"{place.branch}/leaving")
    assert place.answer("emre") == "lapsed"
    assert not place.organises()
    assert count(place.app) == 0


def test_neither_of_the_two_gives_more_than_they_have(place: Place, sign_in: SignIn) -> None:
    """AZ-16, AZ-17: who agrees is bound by their own last day, too."""
    last = clock.today() + timedelta(days=10)
    vera, client = make_member(place.app, name="Vera"), place.app.test_client()
    put_in(place.app, place.slug, vera, RoleKind.ADMINISTRATOR, ends_on=last)
    sign_in(client, vera)
    place.people["vera"], place.clients["vera"] = vera, client
    place.ask()
    assert place.answer("vera") == "lapsed"
    assert not place.organises()
    place.ask(ends_on=last.isoformat())
    assert place.answer("vera") == "done"


def test_sent_twice_is_asked_once(place: Place) -> None:
    for _ in range(2):
        assert place.ask().headers["Location"].endswith("done=asked")
    assert count(place.app) == 1
    assert place.acts(limit=9).count("proposal-made") == 1


def test_what_waits_does_not_change_under_the_eyes_of_who_agrees(place: Place) -> None:
    last = (clock.today() + timedelta(days=10)).isoformat()
    place.ask(ends_on=last)
    yes = place.button("emre")
    answer = place.ask()
    assert answer.status_code == 422
    assert "something waits for a second person already" in answer.text
    assert place.ask(who="emre", ends_on=last).status_code == 422, "asking for the same is not agreeing"
    assert place.answer("ayse", path=NO) == "refused"
    place.ask()
    assert place.answer("emre", at=yes) == "gone", "what was read is not what waits now"
    assert not place.organises()


def test_saying_no_and_taking_back_are_written_down(place: Place) -> None:
    place.ask()
    assert place.answer("emre", path=NO) == "refused"
    assert place.acts(limit=1) == ["proposal-refused"]
    place.ask()
    assert "Take it back" in place.clients["ayse"].get(LIST).text
    assert place.answer("ayse", path=NO) == "refused"
    assert place.acts(limit=1) == ["proposal-withdrawn"]
    assert not place.organises()
    assert count(place.app) == 0


def test_organisers_decide_together_about_their_branch(place: Place) -> None:
    page = f"{place.person()}/organiser"
    answer = post_form(place.clients["iain"], page)
    assert answer.headers["Location"] == f"{place.person()}?done=asked"
    assert WAITS in place.clients["iain"].get(answer.headers["Location"]).text
    assert place.answer("rosa") == "done"
    assert place.organises()


def test_only_those_who_may_do_it_see_it(place: Place) -> None:
    """AZ-10: an organiser sees nothing of administrators, nobody anything of another branch."""
    place.ask(role="administrator")
    for who in ("iain", "tomas"):
        page = place.clients[who].get(LIST)
        assert "Nadia" not in page.text
        assert "Nothing waits" in page.text
    assert place.clients["nadia"].get(LIST).status_code == 404
    yes = place.button("emre")
    assert place.answer("iain", at=yes) == "gone"
    assert send(place.clients["tomas"], yes).status_code == 404
    elsewhere = make_branch(place.app, name="Perth")
    assert place.answer("emre", at=yes.replace(place.slug, elsewhere)) == "gone"
    assert not place.organises(kind=RoleKind.ADMINISTRATOR)
    assert place.answer("emre") == "done"
    assert place.organises(kind=RoleKind.ADMINISTRATOR)


def test_an_administrators_role_is_taken_back_by_two(place: Place) -> None:
    with place.app.app_context():
        top = root_branch()
        assert top is not None
        slug, role = top.slug, find_role(place.people["emre"].id, RoleKind.ADMINISTRATOR, branch_id=top.id)
        assert role is not None
        number = role.id
    vera = make_member(place.app, name="Vera", is_administrator=True)
    for _ in range(2):
        answer = send(place.clients["ayse"], f"/branches/{slug}/trusted/{number}/undo")
        assert answer.headers["Location"].endswith("done=asked")
    with place.app.app_context():
        waiting = db.session.scalars(select(Proposal)).one()
        assert agree(waiting, deciding=Deciding(place.people["emre"].id, clock.now())) is Outcome.OWN
        assert agree(waiting, deciding=Deciding(vera.id, clock.now())) is Outcome.DONE
        db.session.commit()
    assert place.clients["emre"].get("/admin/place").status_code == 404


def test_ones_own_role_is_given_back_at_once(place: Place) -> None:
    assert (
        send(place.clients["iain"], f"{place.person('iain')}/organiser/undo")
        .headers["Location"]
        .endswith("done=taken-back")
    )
    assert not place.organises("iain")


def test_an_organiser_is_not_removed_past_the_second_person(place: Place) -> None:
    page = f"{place.person('rosa')}/removal"
    assert "two people decide that together here" in place.clients["iain"].get(page).text
    assert "two people decide that together here" in send(place.clients["iain"], page).text
    assert place.organises("rosa")
    assert send(place.clients["iain"], f"{place.person()}/removal").status_code == 303, "others as before"


def test_an_organiser_is_no_second_person_by_opening_anothers_account(place: Place) -> None:
    """AZ-17: a way to a new passphrase is a way to agree with oneself."""
    page = place.clients["iain"].get(place.person("rosa")).text
    assert "which two people decide together here" in page
    assert send(place.clients["iain"], f"{place.person('rosa')}/reset").status_code == 404
    assert send(place.clients["iain"], f"{place.person()}/reset").status_code == 200, "members as before"
    place.decide_alone()
    assert send(place.clients["iain"], f"{place.person('rosa')}/reset").status_code == 200


def test_of_many_who_agree_at_once_one_does_it(place: Place) -> None:
    """AZ-17: agreed to once, however many press the button at the same moment."""
    place.ask()
    yes = place.button("emre")
    who = ["emre", "iain", "rosa", "emre", "iain", "rosa", "ayse", "emre"]
    token = {name: own_token(place.clients[name]) for name in set(who)}
    cookies = {name: place.clients[name].get_cookie("session") for name in set(who)}

    def press(name: str) -> str:
        client, cookie = place.app.test_client(), cookies[name]
        assert cookie is not None
        client.set_cookie("session", cookie.value)
        answer = client.post(yes, data={"csrf_token": token[name]})
        return answer.headers["Location"].partition("done=")[2]

    with ThreadPoolExecutor(8) as threads:
        heard = sorted(threads.map(press, who))
    assert heard.count("done") == 1
    assert set(heard) <= {"done", "gone", "own"}
    assert place.acts(limit=20).count("proposal-agreed") == 1
    assert place.organises()


def test_of_many_who_ask_at_once_one_asks(place: Place) -> None:
    tokens = {name: own_token(place.clients[name]) for name in ("ayse", "emre")}
    cookies = {name: place.clients[name].get_cookie("session") for name in tokens}
    nadia = place.people["nadia"].sign_in_name

    def ask(name: str) -> int:
        client, cookie = place.app.test_client(), cookies[name]
        assert cookie is not None
        client.set_cookie("session", cookie.value)
        data = {"csrf_token": tokens[name], "sign_in_name": nadia, "role": "organiser", "ends_on": ""}
        return client.post(f"{place.branch}/trusted", data=data).status_code

    with ThreadPoolExecutor(8) as threads:
        heard = list(threads.map(ask, ["ayse", "emre"] * 4))
    assert sorted(heard) == [303] * 4 + [422] * 4, "who asked first is told so as often as they like"
    assert count(place.app) == 1


def test_agreeing_asks_for_the_passphrase_again(place: Place) -> None:
    place.ask()
    yes = place.button("emre")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        answer = send(place.clients["emre"], yes)
        assert answer.status_code == 403
        assert "passphrase" in answer.text
    assert not place.organises()


def test_where_one_person_decides_nothing_waits(place: Place) -> None:
    place.decide_alone()
    assert place.ask().headers["Location"].endswith("done=given")
    assert place.organises()
    assert "One person decides alone here." in place.clients["ayse"].get(LIST).text
    assert "Waiting for a second person" not in place.clients["ayse"].get("/you").text


def test_the_list_takes_as_many_statements_for_many(place: Place) -> None:
    place.ask()
    with statements(place.app) as few:
        place.clients["emre"].get(LIST)
    for number in range(10):
        member = make_member(place.app, name=f"N{number}")
        put_in(place.app, place.slug, member)
        place.people["more"] = member
        place.ask(about="more")
    with statements(place.app) as many:
        place.clients["emre"].get(LIST)
    assert len(many) == len(few)


def take_office_from(place: Place, who: str) -> None:
    """Take what somebody is trusted with, past the pages."""
    with place.app.app_context():
        top = root_branch()
        assert top is not None
        member, branch = place.people[who].id, branch_called(place.slug).id
        for kind, where in ((RoleKind.ADMINISTRATOR, top.id), (RoleKind.ORGANISER, branch)):
            role = find_role(member, kind, branch_id=where)
            if role is not None:
                revoke(role, deciding=BY_THE_OPERATOR)
        db.session.commit()
