"""What we keep about you: every row, in plain words, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from studyhub.accounts.models import Member
from studyhub.db import Base, db
from studyhub.my_data.routes import A_PAGE, FIRST_FEW
from studyhub.progress.models import ReadingCompletion
from studyhub.web.what_we_keep import kept_columns, people_in, personal_tables
from tests.compiled import make_course
from tests.factories import JOINED, make_member, publish_course
from tests.forms import send
from tests.statements import statements

SignIn = Callable[[FlaskClient, Member], None]


@pytest.fixture
def nadia(app: Flask, client: FlaskClient, sign_in: SignIn) -> Member:
    """A member, signed in, where there is a course."""
    publish_course(app, make_course())
    member = make_member(app, name="Nadia")
    sign_in(client, member)
    return member


def tick_readings(app: Flask, member: Member, *, count: int) -> None:
    with app.app_context():
        db.session.execute(
            insert(ReadingCompletion),
            [
                {"member_id": member.id, "course_id": 1, "reading": f"r-{number:04}", "done_on": JOINED}
                for number in range(count)
            ],
        )
        db.session.commit()


def test_every_column_about_somebody_stands_on_the_page_with_its_reason(
    client: FlaskClient, nadia: Member
) -> None:
    page = client.get("/you/data").text
    rows = [row for row in kept_columns(Base.metadata) if row.table in {"member", "auth_session"}]
    assert len(rows) > 8
    for row in rows:
        assert row.kept.purpose in page
        assert row.kept.until in page
    assert nadia.sign_in_name in page


def test_of_a_secret_it_says_that_it_is_kept_and_no_more(client: FlaskClient, nadia: Member) -> None:
    page = client.get("/you/data").text
    assert "kept as a hash or a key that nobody can read" in page
    assert nadia.passphrase_hash not in page
    assert "argon2" not in page


def test_a_course_is_called_by_its_name(app: Flask, client: FlaskClient, nadia: Member) -> None:
    tick_readings(app, nadia, count=1)
    assert make_course().title in client.get("/you/data").text


def test_an_account_with_nothing_in_it_is_told_of_what_nothing_is_kept(
    client: FlaskClient, nadia: Member
) -> None:
    page = client.get("/you/data").text
    assert nadia.name in page
    assert "<li>Where you stopped</li>" in page


def test_nothing_of_another_member_is_shown(app: Flask, client: FlaskClient, nadia: Member) -> None:
    other = make_member(app, name="Somebody Different")
    tick_readings(app, other, count=3)
    for path in ("/you/data", "/you/data/reading-completion", "/you/data/member"):
        page = client.get(path).text
        assert "Somebody Different" not in page
        assert "r-0000" not in page
        assert nadia.name in page or "0 rows" in page


def test_many_rows_stand_on_pages_of_their_own(app: Flask, client: FlaskClient, nadia: Member) -> None:
    tick_readings(app, nadia, count=A_PAGE + 3)
    overview = client.get("/you/data").text
    assert overview.count("r-00") == FIRST_FEW
    assert f"All {A_PAGE + 3} of them" in overview
    first = client.get("/you/data/reading-completion").text
    second = client.get("/you/data/reading-completion?page=2").text
    assert first.count("r-00") == A_PAGE
    assert second.count("r-00") == 3
    assert client.get("/you/data/reading-completion?page=3").status_code == 404


@pytest.mark.parametrize(
    "path", ["no-such-thing", "course", "attempts", "member?page=0", "member?page=-1", "member?page=x"]
)
@pytest.mark.usefixtures("nadia")
def test_what_is_not_about_the_member_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/you/data/{path}").status_code == 404


@pytest.mark.usefixtures("nadia")
def test_every_table_about_people_has_its_page(client: FlaskClient) -> None:
    tables = [table for table in personal_tables(Base.metadata) if people_in(table)]
    assert len(tables) >= 5
    for table in tables:
        assert client.get(f"/you/data/{table.name.replace('_', '-')}").status_code == 200


def test_a_thousand_rows_cost_the_statements_of_ten(app: Flask, client: FlaskClient, nadia: Member) -> None:
    """DS-05."""
    tick_readings(app, nadia, count=10)
    with statements(app) as few:
        client.get("/you/data")
    with app.app_context():
        db.session.query(ReadingCompletion).delete()
        db.session.commit()
    tick_readings(app, nadia, count=1000)
    with statements(app) as many:
        client.get("/you/data")
    assert len(many) == len(few)
    assert len(few) <= 2 * len(personal_tables(Base.metadata)) + 4


def test_strangers_are_led_to_sign_in(client: FlaskClient) -> None:
    for path in ("/you/data", "/you/data/member"):
        assert client.get(path).status_code == 303
    assert send(client, "/you/data/copy").status_code == 403
