"""Everybody, everywhere: each kind of person, each address, each row. New routes are covered by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from studyhub.db import Base, db
from studyhub.organisation.models import Instance
from tests.compiled import make_course
from tests.factories import make_instance, make_member, publish_course

KINDS = ("stranger", "guest", "member", "administrator")
LINK = re.compile(r'(?:href|src|action)="([^"#]*)')
PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>")
MOST_PAGES = 300


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a browser, and what kind of person they are."""

    kind: str
    client: FlaskClient


def furnish(app: Flask) -> None:
    """Fill the place with something of everything, so that pages have something to show."""
    make_instance(app)
    publish_course(app, make_course())


def person(app: Flask, kind: str, sign_in: Callable[..., TestResponse]) -> Person:
    """Make a person of this kind; for a guest, the place is opened."""
    client = app.test_client()
    if kind in {"member", "administrator"}:
        sign_in(client, make_member(app, is_administrator=kind == "administrator"))
    if kind == "guest":
        with app.app_context():
            db.session.get_one(Instance, 1).guests_may_read = True
            db.session.commit()
    return Person(kind, client)


def contents(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with app.app_context():
        return {
            table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def rules(app: Flask, method: str) -> list[Rule]:
    """List the routes that take this method."""
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def address(rule: Rule) -> str:
    """Return an address of a route, with something in place of each parameter that nothing is called by."""
    return PARAMETER.sub(lambda found: "7" if found[1] == "int" else "no-such-thing", rule.rule)


def walk(app: Flask, client: FlaskClient) -> dict[str, TestResponse]:
    """Open every route that takes GET, and every page that those lead to."""
    waiting = [address(rule) for rule in rules(app, "GET")]
    seen: dict[str, TestResponse] = {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path not in seen:
            seen[path] = client.get(path)
            waiting.extend(sorted(set(_leads_to(app, path, seen[path]))))
    return seen


def _leads_to(app: Flask, path: str, answer: TestResponse) -> Iterator[str]:
    links = [answer.headers["Location"]] if "Location" in answer.headers else []
    if answer.mimetype == "text/html":
        links += LINK.findall(answer.text)
    for link in links:
        there = urlsplit(urljoin(path, link.replace("&amp;", "&")))
        if not there.scheme and not there.netloc and _takes_get(app, there.path):
            yield f"{there.path}?{there.query}" if there.query else there.path


def _takes_get(app: Flask, path: str) -> bool:
    try:
        app.url_map.bind("localhost").match(path, "GET")
    except HTTPException:
        return False
    return True
