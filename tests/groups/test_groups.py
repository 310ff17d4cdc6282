"""Coming into groups, leaving them, and who organises them."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from studyhub.db import db
from studyhub.groups.models import Entry, Group, Participation
from studyhub.meetings.models import Rsvp
from studyhub.organisation.actions import end_membership
from studyhub.organisation.queries import membership_in
from tests.factories import BY_THE_OPERATOR, branch_called, make_group, make_member, put_in, put_in_group
from tests.forms import post_form, send
from tests.reading_group import ReadingGroup
from tests.statements import statements


def let(here: ReadingGroup, entry: Entry) -> None:
    """Let people come in so."""
    with here.app.app_context():
        db.session.execute(update(Group).values(entry=entry))
        db.session.commit()


def people_in(here: ReadingGroup) -> set[tuple[str, bool]]:
    """Return who takes part, and whether they only ask to."""
    with here.app.app_context():
        rows = db.session.scalars(select(Participation)).all()
        return {(row.membership.name, row.is_asking) for row in rows}


def test_somebody_of_the_branch_joins_an_open_group(here: ReadingGroup) -> None:
    assert "Join the group" in here.read("Tomas").text
    answer = post_form(here.clients["Tomas"], f"{here.page}/joining")
    assert answer.headers["Location"] == f"{here.page}?joined=yes"
    assert ("Tomas", False) in people_in(here)
    assert "You are in" in here.clients["Tomas"].get(answer.headers["Location"]).text


def test_joining_twice_is_the_same_as_once(here: ReadingGroup) -> None:
    send(here.clients["Tomas"], f"{here.page}/joining")
    send(here.clients["Tomas"], f"{here.page}/joining")
    assert len(people_in(here)) == 3


def test_a_group_may_want_to_be_asked(here: ReadingGroup) -> None:
    let(here, Entry.ASKING)
    post_form(here.clients["Tomas"], f"{here.page}/joining")
    assert ("Tomas", True) in people_in(here)
    assert "You have asked to join" in here.read("Tomas").text
    assert here.read("Tomas", "/meetings/1").status_code == 404, "who asks sees no meetings yet"
    assert here.read("Tomas", "/people").status_code == 404
    people = here.read("Mairi", "/people").text
    assert "Who asks to join" in people
    with here.app.app_context():
        asking = db.session.scalars(select(Participation.id).where(Participation.is_asking)).one()
    post_form(here.clients["Mairi"], f"{here.page}/people", to=f"{here.page}/people/{asking}/yes")
    assert ("Tomas", False) in people_in(here)


def test_who_asks_can_be_refused(here: ReadingGroup) -> None:
    let(here, Entry.ASKING)
    post_form(here.clients["Tomas"], f"{here.page}/joining")
    with here.app.app_context():
        asking = db.session.scalars(select(Participation.id).where(Participation.is_asking)).one()
    page = f"{here.page}/people/{asking}/removal"
    assert "Refuse" in here.clients["Mairi"].get(page).text
    post_form(here.clients["Mairi"], page)
    assert len(people_in(here)) == 2


def test_a_group_of_the_invited_is_not_there_for_others(here: ReadingGroup) -> None:
    let(here, Entry.INVITED)
    missing = here.clients["Tomas"].get("/groups/no-such-group").text
    assert here.read("Tomas").text.replace(here.slug, "no-such-group") == missing
    assert "Tuesday readers" not in here.clients["Tomas"].get("/groups").text
    assert here.read("Tomas", "/joining").status_code == 404
    assert here.read("Nadia").status_code == 200


def test_people_of_other_branches_learn_nothing_of_a_group(here: ReadingGroup) -> None:
    for page in ("", "/joining", "/people", "/meetings/1", "/meetings/1.ics"):
        assert here.read("Emre", page).status_code == 404
    assert "Tuesday readers" not in here.clients["Emre"].get("/groups").text


def test_one_leaves_and_what_one_said_goes(here: ReadingGroup) -> None:
    send(here.clients["Nadia"], f"{here.page}/meetings/3/coming", answer="yes")
    answer = post_form(here.clients["Nadia"], f"{here.page}/leaving")
    assert answer.headers["Location"] == "/groups?left=yes"
    assert people_in(here) == {("Mairi", False)}
    with here.app.app_context():
        assert db.session.scalars(select(Rsvp)).all() == []


def test_the_last_organiser_stays_while_others_read(here: ReadingGroup) -> None:
    answer = post_form(here.clients["Mairi"], f"{here.page}/leaving")
    assert "Nobody else organises this group" in answer.text
    assert len(people_in(here)) == 2


def test_the_last_person_may_go(here: ReadingGroup) -> None:
    post_form(here.clients["Nadia"], f"{here.page}/leaving")
    assert post_form(here.clients["Mairi"], f"{here.page}/leaving").status_code == 303
    assert people_in(here) == set()


def test_an_organiser_takes_somebody_out(here: ReadingGroup) -> None:
    page = f"{here.page}/people/{here.participations['Nadia']}/removal"
    assert "out of the group?" in here.clients["Mairi"].get(page).text
    assert post_form(here.clients["Mairi"], page).headers["Location"] == f"{here.page}/people?said=out"
    assert here.read("Nadia", "/meetings/1").status_code == 404


def test_an_organiser_who_takes_themself_out_is_led_to_leaving(here: ReadingGroup) -> None:
    page = f"{here.page}/people/{here.participations['Mairi']}/removal"
    assert here.clients["Mairi"].get(page).headers["Location"] == f"{here.page}/leaving"


def test_a_reader_takes_nobody_out(here: ReadingGroup) -> None:
    page = f"{here.page}/people/{here.participations['Mairi']}/removal"
    assert here.clients["Nadia"].get(page).status_code == 404


@pytest.mark.parametrize("who", ["Mairi", "Iain"])
def test_a_group_is_handed_over(here: ReadingGroup, who: str) -> None:
    """By its organiser, or, where that one has vanished, by an organiser of the branch."""
    page = f"{here.page}/people/{here.participations['Nadia']}/organiser"
    assert post_form(here.clients[who], page).status_code == 303
    assert here.read("Nadia", "/plan").status_code == 200
    mairis = f"{here.page}/people/{here.participations['Mairi']}/organiser"
    assert post_form(here.clients["Nadia"], mairis, withdraw="yes").status_code == 303
    assert here.read("Mairi", "/plan").status_code == 404


def test_a_group_is_never_left_without_an_organiser(here: ReadingGroup) -> None:
    page = f"{here.page}/people/{here.participations['Mairi']}/organiser"
    assert "Nobody else organises this group" in post_form(here.clients["Mairi"], page, withdraw="yes").text
    assert here.read("Mairi", "/plan").status_code == 200


def test_who_is_removed_from_the_branch_is_out_of_its_groups(here: ReadingGroup) -> None:
    with here.app.app_context():
        membership = membership_in(branch_called(here.branch).id, here.members["Nadia"].id)
        assert membership is not None
        end_membership(membership, deciding=BY_THE_OPERATOR)
        db.session.commit()
    assert people_in(here) == {("Mairi", False)}
    assert here.read("Nadia").status_code == 404


def test_an_archived_group_can_be_looked_back_on_and_nothing_more(here: ReadingGroup) -> None:
    assert post_form(here.clients["Mairi"], f"{here.page}/archive").status_code == 303
    assert "It meets no more" in here.read("Nadia").text
    assert here.read("Nadia", "/meetings/1").status_code == 200
    assert send(here.clients["Nadia"], f"{here.page}/meetings/3/coming", answer="yes").status_code == 404
    assert here.read("Mairi", "/plan").status_code == 404
    assert here.read("Tomas").status_code == 404, "nobody new comes in"
    assert "Tuesday readers" not in here.clients["Nadia"].get("/groups").text


def test_a_branch_that_is_archived_takes_its_groups_along(here: ReadingGroup) -> None:
    with here.app.app_context():
        branch_called(here.branch).archived_on = BY_THE_OPERATOR.today
        db.session.commit()
    assert here.read("Nadia").status_code == 404


def test_the_list_costs_the_same_with_many_groups(here: ReadingGroup) -> None:
    nadia = here.clients["Nadia"]
    with statements(here.app) as with_one:
        nadia.get("/groups")
    for number in range(12):
        slug = make_group(here.app, here.branch, name=f"Group {number}")
        if number % 2:
            put_in_group(here.app, slug, here.members["Nadia"])
    with statements(here.app) as with_many:
        text = nadia.get("/groups").text
    assert "Group 11" in text
    assert len(with_one) == len(with_many)


def test_the_list_of_people_costs_the_same_with_many(here: ReadingGroup) -> None:
    with statements(here.app) as with_few:
        here.read("Mairi", "/people")
    for number in range(20):
        member = make_member(here.app, name=f"Reader {number}")
        put_in(here.app, here.branch, member)
        put_in_group(here.app, here.slug, member)
    with statements(here.app) as with_many:
        assert "Reader 19" in here.read("Mairi", "/people").text
    assert len(with_few) == len(with_many)


def test_a_group_page_costs_the_same_with_five_and_with_fifty(here: ReadingGroup) -> None:
    counted = []
    for count in (3, 48):
        for number in range(count):
            member = make_member(here.app, name=f"Reader {count} {number}")
            put_in(here.app, here.branch, member)
            put_in_group(here.app, here.slug, member)
        with statements(here.app) as ran:
            assert here.read("Nadia").status_code == 200
        counted.append(len(ran))
    assert counted[0] == counted[1]


def test_without_groups_the_page_says_what_to_do(here: ReadingGroup) -> None:
    assert "You read with no group yet" in here.clients["Tomas"].get("/groups").text
