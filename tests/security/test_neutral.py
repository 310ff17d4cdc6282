"""PR-05: whoever is not signed in learns neither what the organisation is called nor what it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.organisation.models import Instance
from studyhub.settings import Settings
from tests.compiled import make_course
from tests.factories import make_branch, make_instance, make_member, publish_course
from tests.forms import send
from tests.security.everything import address, rules, walk

PLACE = "Kestrelwood Marxist Society"
BRANCH = "Ashgrove Kestrels"
FORBIDDEN = (
    "kestrel", "ashgrove", "marx", "lenin", "trotsk", "stalin", "communis", "socialis", "revolution", "bolshevik",
    "soviet", "party", "comrade", "workers", "proletar", "international", "struggle", "political", "strike", "union",
)  # fmt: skip
OUR_OWN = re.compile(
    rb"Internationalization|internationali[sz]"
)  # of what browsers do, not of an organisation


@pytest.fixture(autouse=True)
def _place(app: Flask) -> None:
    make_instance(app, name=PLACE)
    make_branch(app, name=BRANCH)
    make_member(app, name="Kestrel", sign_in_name="kestrel")
    publish_course(app, make_course(title="Trotsky and the revolution"))


def test_the_words_are_twenty() -> None:
    assert len(FORBIDDEN) == len(set(FORBIDDEN)) == 20


def test_nothing_that_a_stranger_gets_names_the_organisation(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    """PR-05: pages, redirects, refusals, headers, styles, scripts, icons, the manifest, and the answers to forms."""
    answers = dict(everything(app, client, static=settings.data / "static"))
    assert len(answers) > 80
    assert {answer.status_code for answer in answers.values()} >= {200, 303, 400, 403, 404, 405}
    assert {name: said for name, answer in answers.items() if (said := spoken(answer))} == {}


def test_the_search_for_words_finds_them(app: Flask, client: FlaskClient) -> None:
    """Without this the test above might look past what it looks for."""
    with app.app_context():
        db.session.get_one(Instance, 1).guests_may_read = True
        db.session.commit()
    assert "revolution" in spoken(client.get("/courses"))


def everything(app: Flask, client: FlaskClient, *, static: Path) -> Iterator[tuple[str, TestResponse]]:
    """Everything that is served to somebody who is not signed in."""
    yield from walk(app, client).items()
    for rule in rules(app, "POST"):
        yield f"POST {rule}", send(client, address(rule), sign_in_name="kestrel-9", name="x")
    yield "wrong", send(client, "/sign-in", sign_in_name="kestrel", passphrase="not the right one at all")
    yield "405", client.open("/help", method="DELETE")
    yield "400", client.get("/help?q=%FF")
    yield "host", client.get("/", headers={"Host": "elsewhere.example"})
    yield "static", client.get("/static/nothing.css")
    for file in sorted(static.rglob("*.*")):
        if file.suffix not in {".br", ".gz"}:
            path = f"/static/{file.relative_to(static).as_posix()}"
            yield path, client.get(path)


def spoken(answer: TestResponse) -> list[str]:
    """List the forbidden words in the bytes of an answer, its headers among them; what was typed does not count."""
    typed = rb"kestrel(-9)?(?=\")"
    said = answer.data + "".join(f"{name}: {value}\n" for name, value in answer.headers).encode()
    if (answer.mimetype or "").startswith("font/") or answer.content_encoding:
        return []  # glyphs and compressed bytes hold any letters by chance; fonts' names are in test_assets
    words = OUR_OWN.sub(b"", re.sub(typed, b"", said)).lower()
    return [word for word in FORBIDDEN if word.encode() in words]
