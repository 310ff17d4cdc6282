"""Who may take something away, and what is never in it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.compiled import SECRET, in_turkish, make_course
from tests.conftest import SignIn
from tests.factories import make_instance, make_member, publish_course
from tests.statements import statements

COURSE = (
    "/courses/revolution/print",
    "/courses/revolution/print/course.epub",
    "/courses/revolution/print/course.md",
)
MODULE = (
    "/courses/revolution/module-1/questions/print",
    "/courses/revolution/module-1/module.epub",
    "/courses/revolution/module-1/module.md",
)
EVERYTHING = (*COURSE, *MODULE)


@pytest.mark.parametrize("address", EVERYTHING)
def test_a_stranger_is_led_to_sign_in_whether_it_exists_or_not(
    app: Flask, client: FlaskClient, address: str
) -> None:
    publish_course(app, make_course())
    for asked in (address, address.replace("revolution", "nowhere")):
        assert client.get(asked).status_code == 303


@pytest.mark.parametrize("address", EVERYTHING)
def test_a_guest_may_take_what_guests_may_read(app: Flask, client: FlaskClient, address: str) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, make_course())
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", EVERYTHING)
def test_what_is_not_there_is_not_found(
    app: Flask, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    sign_in(client, make_member(app))
    publish_course(app, make_course())
    assert client.get(address.replace("revolution", "nowhere")).status_code == 404
    if "module-1" in address:
        assert client.get(address.replace("module-1", "module-9")).status_code == 404


@pytest.mark.parametrize("address", EVERYTHING)
def test_twenty_modules_cost_as_many_statements_as_two(app: Flask, client: FlaskClient, address: str) -> None:
    make_instance(app, guests_may_read=True)
    counts = []
    for modules in (2, 20):
        publish_course(app, make_course(modules=modules))
        with statements(app) as ran:
            assert client.get(address).status_code == 200
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 4


@pytest.mark.parametrize("address", EVERYTHING)
def test_nothing_for_organisers_and_no_reader_is_in_it(
    app: Flask, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    name = "Wolfeschlegelstein"
    sign_in(client, make_member(app, name=name))
    publish_course(app, make_course())
    said = everything_in(client.get(address).data)
    assert "Who governed?" in said
    for never in (SECRET, name, name.lower()):
        assert never not in said


def everything_in(made: bytes) -> str:
    """What is in a page or a file, a book's pages among it."""
    if not is_zipfile(BytesIO(made)):
        return made.decode()
    with ZipFile(BytesIO(made)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_a_translation_can_be_taken(app: Flask, client: FlaskClient) -> None:
    make_instance(app, guests_may_read=True)
    publish_course(app, in_turkish(make_course()))
    turkish = client.get("/courses/revolution/print?lang=tr").text
    assert "Devrim" in turkish
    assert "Hiçbiri yönetemiyordu." in turkish
    assert "The war went on." in turkish, "what is not translated comes in the course's own language"
    assert "Hiçbiri yönetemiyordu." not in client.get("/courses/revolution/print").text
    assert "İki iktidar" in client.get("/courses/revolution/module-1/questions/print?lang=tr").text
