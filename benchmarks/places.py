"""What is measured on: a place with the demo's members in it, and as many courses as are asked for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from benchmarks.texts import write_courses
from studyhub.accounts.passphrases import Passphrases, passphrases
from studyhub.app import create_app
from studyhub.compiler import compile_courses
from studyhub.courses.actions import publish
from studyhub.db import db
from studyhub.demo.filling import fill
from studyhub.demo.people import READER
from studyhub.settings import Settings
from studyhub.web import clock
from tests.conftest import CHEAP
from tests.databases import migrate
from tests.factories import PASSPHRASE
from tests.forms import own_token, post_form


@dataclass(frozen=True)
class Place:
    """An application, and a member's signed-in browser."""

    app: Flask
    client: FlaskClient

    def opening(self, address: str) -> Callable[[], int]:
        """Return what opens a page as the server would, without the cost of a test client."""
        self.client.get(address)  # its cookie then holds what a cookie holds after the first page
        return requests_of(self.app, self.client, address=address)

    def sending(self, address: str, **fields: str) -> Callable[[], int]:
        """Return what sends a form."""
        return requests_of(
            self.app, self.client, address=address, csrf_token=own_token(self.client), **fields
        )


def make_place(folder: Path, *, courses: int, modules: int) -> Place:
    """Make a place with the demo's forty members and this many courses of this many modules."""
    url = f"sqlite:///{folder / 'studyhub.sqlite'}"
    migrate(url, folder)
    app = create_app(Settings(data=folder, database=url, secret_key="x" * 40))
    app.extensions["passphrases"] = Passphrases(CHEAP)
    write_courses(folder / "courses", courses=courses, modules=modules)
    with app.app_context():
        publish(compile_courses(folder / "courses"), today=clock.today())
        fill(passphrases().hash(PASSPHRASE), today=clock.today(), secret_key=app.config["SECRET_KEY"])
        db.session.commit()
    client = app.test_client()
    post_form(client, "/sign-in", sign_in_name=READER.sign_in_name, passphrase=PASSPHRASE)
    return Place(app, client)


def requests_of(app: Flask, client: FlaskClient, *, address: str, **fields: str) -> Callable[[], int]:
    """Return what sends this request with the client's cookies and returns the status."""
    cookies = SimpleCookie({one.key: one.value for one in (client._cookies or {}).values()})  # noqa: SLF001 - a test client has no other way
    body = urlencode(fields).encode()
    template = EnvironBuilder(
        path=address, method="POST" if fields else "GET", content_type="application/x-www-form-urlencoded"
    ).get_environ()
    template["HTTP_COOKIE"] = cookies.output(header="", sep=";").strip()
    template["CONTENT_LENGTH"] = str(len(body))

    def request() -> int:
        begun: list[str] = []
        answer: Iterable[bytes] = app.wsgi_app(
            {**template, "wsgi.input": io.BytesIO(body)}, lambda status, *_headers: _begin(begun, status)
        )
        for _ in answer:
            pass
        if hasattr(answer, "close"):
            answer.close()
        return int(begun[0][:3])

    return request


def _begin(begun: list[str], status: str) -> Any:
    begun.append(status)
    return begun.append
