"""SE-06: where one is signed in, and signing out there."""

from __future__ import annotations

import pytest

from tests.conftest import SignIn
from tests.devices.conftest import Owner
from tests.factories import make_member
from tests.forms import post_form, send
from tests.statements import statements


def is_in(owner: Owner) -> tuple[bool, bool]:
    """Say whether phone and library are signed in."""
    return owner.phone.get("/you").status_code == 200, owner.library.get("/you").status_code == 200


def test_the_list_shows_ones_own_devices_and_no_hour(nadia: Owner) -> None:
    page = nadia.phone.get("/you/devices").text
    assert page.count('class="card"') == 2
    assert page.count("This is the one you are using.") == 1
    assert page.count("Signed in on 14 May 2026") == 2
    assert "19:" not in page


def test_a_device_is_called_as_its_owner_likes(nadia: Owner) -> None:
    library, _phone = nadia.devices()
    answer = post_form(nadia.phone, f"/you/devices/{library}/name", label="  the <library> ")
    assert answer.status_code == 303
    assert "the &lt;library&gt;" in nadia.library.get("/you/devices").text
    long = post_form(nadia.phone, f"/you/devices/{library}/name", label="a" * 41)
    assert long.status_code == 422
    assert "a" * 41 in long.text


def test_signing_out_there_ends_that_one_alone(nadia: Owner) -> None:
    library, _phone = nadia.devices()
    for _again in range(2):
        assert send(nadia.phone, f"/you/devices/{library}/end").status_code == 303
    assert is_in(nadia) == (True, False)


def test_signing_out_everywhere_else_keeps_this_one(nadia: Owner) -> None:
    assert send(nadia.phone, "/you/devices/end-others").status_code == 303
    assert is_in(nadia) == (True, False)


@pytest.mark.parametrize("act", ["name", "end"])
def test_anothers_device_is_out_of_reach(nadia: Owner, sign_in: SignIn, act: str) -> None:
    """AZ-04."""
    stranger = nadia.app.test_client()
    sign_in(stranger, make_member(nadia.app, name="Emre"))
    number = nadia.devices()[0]
    send(stranger, f"/you/devices/{number}/{act}", label="mine now")
    assert is_in(nadia) == (True, True)
    assert "mine now" not in nadia.phone.get("/you/devices").text
    assert stranger.get(f"/you/devices/{number}/name").status_code == 404


def test_the_list_costs_the_same_for_many_devices(nadia: Owner, sign_in: SignIn) -> None:
    with statements(nadia.app) as with_two:
        nadia.phone.get("/you/devices")
    for _ in range(8):
        sign_in(nadia.app.test_client(), nadia.member)
    with statements(nadia.app) as with_ten:
        assert nadia.phone.get("/you/devices").text.count('class="card"') == 10
    assert len(with_ten) == len(with_two) <= 4
