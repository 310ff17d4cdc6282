"""The people of a branch: what an organiser sees of them, and may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.audit.queries import entries_about
from studyhub.branches.queries import A_PAGE, people_of
from studyhub.db import db
from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import offices_of
from studyhub.web import clock
from tests.branches.conftest import Cast, SignIn
from tests.factories import JOINED, branch_called, make_member, put_in
from tests.forms import post_form, send
from tests.statements import statements


def test_an_organiser_sees_names_and_nothing_else(cast: Cast) -> None:
    page = cast.client.get(f"/branches/{cast.leith}/people").text
    assert "<bdi>Nadia</bdi>" in page
    assert "2 people" in page
    for hidden in (cast.member.sign_in_name, "1 May 2026", "Emre"):
        assert hidden not in page
        assert hidden not in cast.client.get(cast.person(cast.member)).text


def test_members_see_each_other_only_where_the_branch_decides_so(
    cast: Cast, app: Flask, sign_in: SignIn
) -> None:
    client = app.test_client()
    sign_in(client, cast.member)
    page = f"/branches/{cast.leith}/people"
    assert client.get(page).status_code == 404
    assert page not in client.get(f"/branches/{cast.leith}").text
    with app.app_context():
        branch_called(cast.leith).members_see_people = True
        db.session.commit()
    assert client.get(page).status_code == 200
    theirs = client.get(cast.person(cast.organiser)).text
    assert "Organiser" in theirs
    assert "Remove them" not in theirs
    assert "<form" not in theirs.partition("<main")[2].partition("</main")[0]


def test_a_number_of_another_branch_is_nobody_here(cast: Cast) -> None:
    """AZ-09."""
    number = cast.person(cast.other, branch=cast.govanhill).rpartition("/")[2]
    for suffix in ("", "/removal", "/organiser"):
        assert cast.client.get(f"/branches/{cast.leith}/people/{number}{suffix}").status_code == 404
        assert send(cast.client, f"/branches/{cast.leith}/people/{number}{suffix}").status_code in {404, 405}
    for act in ("organiser/undo", "sessions/end"):
        assert send(cast.client, f"/branches/{cast.leith}/people/{number}/{act}").status_code == 404


def test_an_organiser_does_not_undo_what_was_given_from_above(cast: Cast, app: Flask) -> None:
    """R6: who administers the branch goes on doing so; they are only no longer in it."""
    put_in(app, cast.leith, cast.member, RoleKind.ORGANISER, RoleKind.ADMINISTRATOR)
    page = f"{cast.person(cast.member)}/removal"
    assert "That was given from above" in cast.client.get(page).text
    assert post_form(cast.client, page).status_code == 303
    with app.app_context():
        assert [office.kind for office in offices_of(cast.member.id, JOINED)] == [RoleKind.ADMINISTRATOR]


def test_removing_oneself_is_leaving(cast: Cast) -> None:
    """R9: there, whoever looks after the whole alone is told so."""
    answer = cast.client.get(f"{cast.person(cast.organiser)}/removal")
    assert answer.headers["Location"] == f"/branches/{cast.leith}/leaving"


def test_whoever_is_removed_is_out_on_the_next_request(cast: Cast, app: Flask, sign_in: SignIn) -> None:
    """AZ-12."""
    client = app.test_client()
    sign_in(client, cast.member)
    assert client.get(f"/branches/{cast.leith}").status_code == 200
    address = cast.person(cast.member)
    assert "Remove Nadia from the branch?" in cast.client.get(f"{address}/removal").text
    answer = post_form(cast.client, f"{address}/removal")
    assert answer.status_code == 303
    assert "Removed." in cast.client.get(answer.headers["Location"]).text
    assert client.get(f"/branches/{cast.leith}").status_code == 404
    assert send(cast.client, f"{address}/removal").status_code == 404, "sent twice: there is nobody to remove"
    with app.app_context():
        assert [entry.act for entry in entries_about(cast.member.id, limit=9)] == [
            "member-removed",
            "member-joined",
        ]


def test_an_organiser_is_made_until_a_day_and_unmade(cast: Cast, app: Flask) -> None:
    address = cast.person(cast.member)
    last = clock.today() + timedelta(days=30)
    answer = post_form(cast.client, f"{address}/organiser", ends_on=last.isoformat())
    assert "They organise this branch from now on." in cast.client.get(answer.headers["Location"]).text
    with app.app_context():
        assert offices_of(cast.member.id, last)
        assert not offices_of(cast.member.id, last + timedelta(days=1))
    for _ in range(2):
        answer = send(cast.client, f"{address}/organiser/undo")
        assert answer.status_code == 303
    assert "They no longer organise this branch." in cast.client.get(answer.headers["Location"]).text
    with app.app_context():
        assert offices_of(cast.member.id, last) == []


@pytest.mark.parametrize("typed", ["2020-01-01", "tomorrow", "2026-02-31"])
def test_a_day_that_cannot_be_meant_is_said_at_the_field(cast: Cast, typed: str) -> None:
    answer = post_form(cast.client, f"{cast.person(cast.member)}/organiser", ends_on=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text


def test_a_lost_phone_is_signed_out(cast: Cast, app: Flask, sign_in: SignIn) -> None:
    client = app.test_client()
    sign_in(client, cast.member)
    assert client.get("/you").status_code == 200
    answer = send(cast.client, f"{cast.person(cast.member)}/sessions/end")
    assert "signed out everywhere" in cast.client.get(answer.headers["Location"]).text
    assert client.get("/you").status_code == 303
    with app.app_context():
        assert entries_about(cast.member.id, limit=1)[0].act == "signed-out-everywhere"


def test_people_are_found_by_part_of_their_name_without_accents(cast: Cast, app: Flask) -> None:
    for name in ("Tomás", "Ἀλέξανδρος", "Ayşe", "Олена"):
        put_in(app, cast.leith, make_member(app, name=name))
    for typed, found in {
        "tomas": "Tomás",
        "ALEX": "",
        "αλεξ": "Ἀλέξανδρος",
        "ays": "Ayşe",
        "олен": "Олена",
    }.items():
        page = cast.client.get(f"/branches/{cast.leith}/people?q={typed}").text
        assert (f"<bdi>{found}</bdi>" in page) if found else ("Nobody here is called that" in page)


def test_a_long_list_has_pages_and_costs_the_same(cast: Cast, app: Flask) -> None:
    """DS-05."""
    page = f"/branches/{cast.leith}/people"
    with statements(app) as few:
        cast.client.get(page)
    for number in range(A_PAGE):
        put_in(app, cast.leith, make_member(app, name=f"Reader {number}"))
    with statements(app) as many:
        assert "Next page" in cast.client.get(page).text
    assert len(many) == len(few)
    assert "Page before" in cast.client.get(f"{page}?page=2").text
    for wrong in ("3", "0", "-1", "x", "9" * 30, "١"):
        assert cast.client.get(f"{page}?page={wrong}").status_code == 404


def test_a_role_that_is_over_is_not_shown(cast: Cast, app: Flask) -> None:
    put_in(app, cast.leith, cast.member, RoleKind.ORGANISER, ends_on=JOINED)
    with app.app_context():
        people = people_of(branch_called(cast.leith).id, today=date(2026, 6, 1), called="nadia")
        assert [person.roles for person in people.shown] == [()]


def test_nobody_is_offered_to_remove_themselves(cast: Cast, client: FlaskClient) -> None:
    page = client.get(cast.person(cast.organiser)).text
    assert "/removal" not in page
    assert "Sign them out" not in page
