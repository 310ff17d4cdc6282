"""Slips: a private link for each of many people, shown once; the list of names is kept nowhere."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from studyhub.audit.queries import entries_of_branch
from studyhub.db import db
from studyhub.joining import actions
from studyhub.joining.actions import TooManySlipsError, make_slips
from studyhub.joining.codes import hash_of_typed, new_salt
from studyhub.joining.models import Invitation
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Membership
from studyhub.web import clock
from tests.factories import branch_called, make_branch
from tests.forms import post_form, send, token_on
from tests.joining.conftest import Leith, come, salt_on
from tests.security.everything import contents
from tests.statements import statements

CODES = re.compile(r'class="address"[^>]*>[^<]*(/j/[0-9a-f]+)<')
NAMES = re.compile(r'class="for"[^>]*><bdi>([^<]*)</bdi>')


def page_of(leith: Leith) -> str:
    """Return where slips are made."""
    return f"{leith.page}/invitations/slips"


def made(leith: Leith, names: str, *, salt: str = "") -> TestResponse:
    """Send a list."""
    return post_form(
        leith.client, page_of(leith), salt=salt or salt_on(leith.client, page_of(leith)), names=names
    )


def count(app: Flask) -> int:
    """Count the invitations that there are."""
    with app.app_context():
        return db.session.scalar(select(func.count(Invitation.id))) or 0


def test_each_person_gets_a_link_of_their_own(leith: Leith, app: Flask) -> None:
    answer = made(leith, "name\nNadia\nTomás\n")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert NAMES.findall(answer.text) == ["Nadia", "Tomás"]
    first, second = CODES.findall(answer.text)
    assert answer.text.count('<svg role="img"') == 2
    assert come(app.test_client(), first).status_code == 200
    assert app.test_client().get(first).status_code == 404, "once"
    assert come(app.test_client(), second, name="T.", sign_in_name="tomas").status_code == 200
    people = leith.client.get(f"{leith.page}/people").text
    assert "<bdi>Nadia</bdi>" in people
    assert "<bdi>T.</bdi>" in people, "the name on the slip binds nobody"


def test_it_ends_after_seven_days(leith: Leith, app: Flask) -> None:
    (path,) = CODES.findall(made(leith, "Nadia").text)
    with time_machine.travel(clock.now() + timedelta(days=7, hours=2)):
        assert app.test_client().get(path).status_code == 404


def test_nothing_of_the_list_is_kept(leith: Leith, app: Flask) -> None:
    """PR-01: neither a name nor what would make the link anew; only its hash."""
    text = made(leith, "Zvezdochka,0131 496 0000,her sister\n").text
    (path,) = CODES.findall(text)
    rows = [str(value) for table in contents(app).values() for row in table for value in row]
    assert [
        value for value in rows if "Zvezdochka" in value or "0131 496" in value or "sister" in value
    ] == []
    code = path.removeprefix("/j/")
    assert [value for value in rows if code in value] == []
    with app.app_context():
        kept = db.session.scalars(select(Invitation)).one()
        assert (kept.code_hash, kept.salt, kept.line) == (hash_of_typed(code), "", "")
        assert (kept.most_uses, kept.names_maker) == (1, False)


def test_nobody_can_call_a_slip_up_again(leith: Leith, app: Flask) -> None:
    made(leith, "Nadia")
    with app.app_context():
        number = db.session.scalars(select(Invitation.id)).one()
    for end in ("", "/code.svg", "/poster/a4"):
        assert leith.client.get(f"{leith.page}/invitations/{number}{end}").status_code == 404
    page = leith.client.get(f"{leith.page}/invitations").text
    assert "One slip is not used yet." in page
    assert f"/invitations/{number}" not in page


def test_the_same_list_sent_twice_makes_the_same_slips(leith: Leith, app: Flask) -> None:
    salt = salt_on(leith.client, page_of(leith))
    first, again = (made(leith, "Nadia\nNadia\nTomás", salt=salt) for _ in range(2))
    assert CODES.findall(first.text) == CODES.findall(again.text)
    assert len(set(CODES.findall(first.text))) == 3, "two people of one name have two links"
    assert count(app) == 3
    with app.app_context():
        entries = entries_of_branch(branch_called(leith.slug).id, limit=9)
        assert [entry.details for entry in entries if entry.act == "slips-made"] == ['{"count": "3"}']
    changed = made(leith, "Nadia\nIvan", salt=salt)
    assert CODES.findall(changed.text)[0] == CODES.findall(first.text)[0]
    assert CODES.findall(changed.text)[1] not in CODES.findall(first.text), "nobody gets another's link"
    other = made(leith, "Nadia\nTomás")
    assert not set(CODES.findall(other.text)) & set(CODES.findall(first.text))


def test_a_used_slip_is_not_shown_again(leith: Leith, app: Flask) -> None:
    salt = salt_on(leith.client, page_of(leith))
    path = CODES.findall(made(leith, "Nadia\nTomás", salt=salt).text)[0]
    come(app.test_client(), path)
    again = made(leith, "Nadia\nTomás", salt=salt).text
    assert path not in CODES.findall(again)
    assert "This slip was used or stopped." in again


def test_the_salt_of_one_branch_makes_other_links_in_another(leith: Leith, app: Flask) -> None:
    other, salt = make_branch(app, name="Glasgow"), new_salt()
    with app.app_context():
        now = Deciding(leith.organiser.id, clock.now())
        here, there = (
            make_slips(["Nadia"], branch_called(slug), salt=salt, secret_key="x", deciding=now)[0]
            for slug in (leith.slug, other)
        )
        assert here.code != there.code


@pytest.mark.parametrize("where", ["names", "file"])
def test_of_a_refused_list_nothing_is_made_and_each_line_is_named(
    leith: Leith, app: Flask, where: str
) -> None:
    text = 'Nadia\n=HYPERLINK("x")\n' + "x" * 81 + "\n"
    answer = send_file(leith, text.encode()) if where == "file" else made(leith, text)
    assert answer.status_code == 422
    said = html.unescape(answer.text)
    assert "Line 2: It begins like a formula" in said
    assert "Line 3: The name is longer than 80 letters" in said
    assert f'href="#{where}"' in said
    assert count(app) == 0
    assert [acts for acts in contents(app)["audit_entry"] if "slips-made" in acts] == []
    if where == "names":
        assert "HYPERLINK" in said, "what was pasted is not lost"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_taken(leith: Leith, encoding: str) -> None:
    answer = send_file(leith, "Name;Phone\nAyşe;1\n".encode(encoding))
    assert NAMES.findall(answer.text) == ["Ayşe"]


def test_a_file_in_another_encoding_is_refused(leith: Leith, app: Flask) -> None:
    answer = send_file(leith, "Nadia\nTom\xe1s".encode("latin-1"))
    assert answer.status_code == 422
    assert "Line 2: These letters cannot be read" in answer.text
    assert count(app) == 0


def test_a_file_that_is_too_large_is_refused(leith: Leith, app: Flask) -> None:
    assert send_file(leith, b"x\n" * 40_000).status_code == 422
    assert count(app) == 0


@pytest.mark.parametrize(("names", "file"), [("", b""), ("Nadia", b"Tom")])
def test_it_is_either_a_list_or_a_file(leith: Leith, app: Flask, names: str, file: bytes) -> None:
    answer = send_file(leith, file, names=names) if file else made(leith, names)
    assert answer.status_code == 422
    assert count(app) == 0


def test_hostile_names_are_printed_and_do_nothing(leith: Leith) -> None:
    """XS-05."""
    text = made(leith, '"""><svg/onload=alert(1)>"\n{{7*7}}\n').text
    assert "<svg/onload" not in text
    assert html.unescape(NAMES.findall(text)[0]) == '"><svg/onload=alert(1)>'
    assert NAMES.findall(text)[1] == "{{7*7}}"


def test_all_slips_are_stopped_at_once_and_written_down_once(leith: Leith, app: Flask) -> None:
    paths = CODES.findall(made(leith, "Nadia\nTomás").text)
    link = leith.invite()
    for _ in range(2):
        assert send(leith.client, f"{leith.page}/invitations/slips/stop").status_code == 303
    assert {app.test_client().get(path).status_code for path in paths} == {404}
    assert app.test_client().get(link).status_code == 200, "other links go on"
    with app.app_context():
        acts = [entry.act for entry in entries_of_branch(branch_called(leith.slug).id, limit=9)]
    assert acts.count("slips-stopped") == 1
    log = leith.client.get(f"{leith.page}/log").text
    assert "Slips with a private link each were made: 2" in log
    assert "Slips were stopped: 2" in log


def test_stopping_everything_stops_the_slips(leith: Leith, app: Flask) -> None:
    (path,) = CODES.findall(made(leith, "Nadia").text)
    send(leith.client, f"{leith.page}/invitations/stop")
    assert app.test_client().get(path).status_code == 404


def test_whoever_is_removed_does_not_come_back_by_a_slip(leith: Leith, app: Flask) -> None:
    """AZ-12."""
    first, second = CODES.findall(made(leith, "Nadia\nTomás").text)
    come(app.test_client(), first)
    with app.app_context():
        here = db.session.scalars(select(Membership.id).order_by(Membership.id.desc())).first()
    assert send(leith.client, f"{leith.page}/people/{here}/removal").status_code == 303
    assert app.test_client().get(second).status_code == 404


def test_a_branch_has_so_many_slips_and_no_more(
    leith: Leith, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_OPEN_SLIPS", 2)
    assert made(leith, "Nadia\nTomás").status_code == 200
    answer = made(leith, "Ivan")
    assert answer.status_code == 422
    assert "Stop those first." in answer.text
    assert count(app) == 2
    now = Deciding(leith.organiser.id, clock.now())
    with app.app_context(), pytest.raises(TooManySlipsError):
        make_slips(["Ivan"], branch_called(leith.slug), salt=new_salt(), secret_key="x", deciding=now)


def test_a_hundred_people_take_a_handful_of_statements(leith: Leith, app: Flask) -> None:
    few = statements_for(leith, app, 2)
    assert statements_for(leith, app, 60) <= few + 2


def test_the_same_list_twice_at_the_same_moment(leith: Leith, app: Flask) -> None:
    salt, page = salt_on(leith.client, page_of(leith)), page_of(leith)
    token = token_on(leith.client, page)
    cookie = leith.client.get_cookie("session")
    assert cookie is not None

    def send_it(_time: int) -> TestResponse:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        return client.post(page, data={"csrf_token": token, "salt": salt, "names": "Nadia\nTomás"})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send_it, range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({tuple(CODES.findall(answer.text)) for answer in answers}) == 1
    assert count(app) == 2


def statements_for(leith: Leith, app: Flask, people: int) -> int:
    """Count the statements that a list of so many takes."""
    salt, token = salt_on(leith.client, page_of(leith)), token_on(leith.client, page_of(leith))
    names = "\n".join(f"N{at}" for at in range(people))
    with statements(app) as taken:
        answer = leith.client.post(page_of(leith), data={"csrf_token": token, "salt": salt, "names": names})
    assert len(CODES.findall(answer.text)) == people
    return len(taken)


def send_file(leith: Leith, content: bytes, *, names: str = "") -> TestResponse:
    """Send a file as a browser does."""
    page = page_of(leith)
    return leith.client.post(
        page,
        data={
            "csrf_token": token_on(leith.client, page),
            "salt": salt_on(leith.client, page),
            "names": names,
            "file": (BytesIO(content), "people.csv"),
        },
    )
