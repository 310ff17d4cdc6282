"""AU-07, AU-08: a link for another device works once, for two minutes, and tells whoever comes late nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask.testing import FlaskClient

from studyhub.accounts.actions import end_sessions_of, hash_of
from studyhub.accounts.models import LinkPurpose, Member
from studyhub.db import db
from studyhub.devices.actions import make_link, spend_link
from studyhub.web import clock
from tests.conftest import SignIn, Traveller
from tests.devices.conftest import Owner
from tests.forms import post_form, send
from tests.security.everything import contents

ADDRESS = re.compile(r"http://localhost(/d/[a-z0-9-]+)")


def link_on(client: FlaskClient) -> str:
    """Ask for a link, as the page does."""
    found = ADDRESS.search(send(client, "/you/devices/another").text)
    assert found
    return found[1]


def test_it_signs_in_once_and_opening_it_uses_nothing_up(nadia: Owner) -> None:
    """AU-08."""
    link, computer, late = link_on(nadia.phone), nadia.app.test_client(), nadia.app.test_client()
    for _ in range(3):
        assert "Sign in here" in computer.get(link).text
    ended = nadia.app.test_client().get("/d/aaaa-bbbb")
    answer = post_form(computer, link)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert computer.get("/you").status_code == 200
    assert len(nadia.devices()) == 3
    assert (late.get(link).status_code, late.get(link).text) == (
        404,
        ended.text.replace("/d/aaaa-bbbb", link),
    )
    assert send(late, link).status_code == 404
    assert late.get("/you").status_code == 303


def test_it_is_read_however_it_is_typed(nadia: Owner) -> None:
    link, computer = link_on(nadia.phone), nadia.app.test_client()
    assert post_form(computer, link.replace("-", "").upper().replace("/D/", "/d/")).status_code == 303


def test_after_two_minutes_it_is_as_if_it_had_never_been(nadia: Owner, clock: Traveller) -> None:
    link, computer = link_on(nadia.phone), nadia.app.test_client()
    clock.shift(timedelta(minutes=2, seconds=1))
    assert computer.get(link).status_code == send(computer, link).status_code == 404
    assert computer.get("/you").status_code == 303


def test_a_new_one_and_signing_out_everywhere_void_it(nadia: Owner) -> None:
    """AU-07."""
    first, second = link_on(nadia.phone), link_on(nadia.phone)
    computer = nadia.app.test_client()
    assert computer.get(first).status_code == 404
    assert computer.get(second).status_code == 200
    with nadia.app.app_context():
        end_sessions_of(db.session.get_one(Member, nadia.member.id))
        db.session.commit()
    assert computer.get(second).status_code == 404


def test_the_database_knows_only_its_hash(nadia: Owner) -> None:
    """AU-07."""
    token = link_on(nadia.phone).removeprefix("/d/").replace("-", "")
    rows = repr(contents(nadia.app))
    assert token not in rows
    assert hash_of(token) in rows


def test_of_many_at_the_same_moment_one_comes_in(nadia: Owner) -> None:
    """AU-08."""
    with nadia.app.app_context():
        token = make_link(nadia.member.id, LinkPurpose.DEVICE, now=clock.now())
        db.session.commit()

    def spend(_: int) -> bool:
        with nadia.app.app_context():
            spent = spend_link(token, LinkPurpose.DEVICE, now=clock.now())
            db.session.commit()
            return spent is not None

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(spend, range(8))) == 1


def test_it_is_worth_nothing_for_another_purpose(nadia: Owner) -> None:
    """AU-07."""
    token = link_on(nadia.phone).removeprefix("/d/")
    computer = nadia.app.test_client()
    assert computer.get(f"/reset/{token}").status_code == send(computer, f"/reset/{token}").status_code == 404
    assert computer.get(f"/d/{token}").status_code == 200


def test_who_came_by_it_must_show_who_they_are_before_what_matters(nadia: Owner) -> None:
    link, computer = link_on(nadia.phone), nadia.app.test_client()
    post_form(computer, link)
    assert "/confirm" in send(computer, "/you/ways-in/codes").headers.get("Location", "") + str(
        send(computer, "/you/ways-in/codes").text
    )


def test_who_is_signed_in_already_stays_who_they_are(nadia: Owner, sign_in: SignIn) -> None:
    """A link that somebody was sent does not make them another."""
    link = link_on(nadia.phone)
    assert nadia.library.get(link).headers["Location"] == "/"
    assert send(nadia.library, link).headers["Location"] == "/"
    assert nadia.app.test_client().get(link).status_code == 200, "it is not used up"
    assert sign_in(nadia.app.test_client(), nadia.member).status_code == 303
