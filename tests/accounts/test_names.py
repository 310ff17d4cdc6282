"""AU-15, XS-09: names that cannot be mistaken for others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from studyhub.accounts.actions import NameTakenError, NewMember, add_member
from studyhub.accounts.models import shown_name_of, sign_in_name_of
from studyhub.db import db
from tests.factories import JOINED
from tests.security.everything import contents


@pytest.mark.parametrize(
    "typed",
    [
        "аdmin",  # a Cyrillic letter
        "Ａdmin",  # a full-width letter
        "admın",  # no dot
        "\u212aate",  # the sign for kelvin, whose small letter is k
        "ad\u200bmin",
        "\u202enimda",
        "ad min",
        "ad_min",
        "admin.",
        "ab",
        "a" * 25,
        "",
        "admin\u00a0x",
        "admin\n-x",
    ],
)
def test_what_looks_like_another_name_is_none(typed: str) -> None:
    """AU-15."""
    assert sign_in_name_of(typed) is None


@pytest.mark.parametrize("typed", ["admin", "ADMIN", " admin ", "Admin\t"])
def test_capitals_and_spaces_around_make_no_other_name(typed: str) -> None:
    """AU-15."""
    assert sign_in_name_of(typed) == "admin"


@given(st.text(max_size=30))
def test_every_name_is_plain(typed: str) -> None:
    """AU-15."""
    name = sign_in_name_of(typed)
    assert name is None or (name.isascii() and name == name.lower() and sign_in_name_of(name) == name)


def test_of_two_who_take_a_name_at_once_one_gets_it(app: Flask) -> None:
    """AU-15."""

    def take(_number: int) -> str:
        with app.app_context():
            try:
                add_member(NewMember("nadia", "Nadia", "-"), today=JOINED)
                db.session.commit()
            except (NameTakenError, IntegrityError):
                return "taken"
        return "got it"

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(take, range(8)))
    assert sorted(outcomes) == ["got it", *["taken"] * 7]
    assert len(contents(app)["member"]) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Nadia", "Nadia"),
        ("  Nadia \t of\n Leith ", "Nadia of Leith"),
        ("\u202eaidaN", "aidaN"),
        ("Na\u200bdi\u2060a\ufeff", "Nadia"),
        ("N\u200dadia", "Nadia"),
        ("Ame\u0301lie", "Amélie"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # Persian is written so
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("\u0000Nadia\u0007", "Nadia"),
        ("\u2066Nadia\u2069", "Nadia"),
        ("\u200b\u202e", ""),
    ],
)
def test_a_shown_name_hides_nothing(typed: str, shown: str) -> None:
    """XS-09."""
    assert shown_name_of(typed) == shown


@given(st.text())
def test_showing_twice_changes_nothing(typed: str) -> None:
    """XS-09."""
    once = shown_name_of(typed)
    assert shown_name_of(once) == once
