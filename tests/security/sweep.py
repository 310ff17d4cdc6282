"""Every route, method, person and thing: what the table says must come of it, and what comes of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from studyhub.db import db
from studyhub.groups.here import IN_ADDRESSES as GROUP_IN_ADDRESSES
from studyhub.groups.models import Entry, Group
from studyhub.organisation.here import IN_ADDRESSES
from studyhub.organisation.models import Branch, Instance
from studyhub.policy.matrix import Act
from tests.forms import own_token
from tests.security.cast import BRANCHES, IN_GENERAL, IN_THE_GROUP_OF_A, NOWHERE, TOWARDS, Cast

FROZEN = Path(__file__).parent / "matrix_as_decided.csv"
OPEN, CLOSED, SIGN_IN = "open", "closed", "sign in"
CONFIRM, FACTOR = "give your passphrase again", "set up a second factor"
OFFICES = {"OR", "SA", "IA"}
PARAMETER = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
EXAMPLES = {  # something that is there, for each parameter of an address that is not about a branch
    "course": "revolution",
    "module": "module-1",
    "number": "1",
    "since": "1",
    "component": "errors",
    "paper": "a4",
    "role": "1",
    "passkey": "1",
    "question": "course",
}
OF_A_BRANCH = {
    "membership": "people",
    "invitation": "invitations",
    "asking": "askings",
    "proposal": "proposals",
    GROUP_IN_ADDRESSES: "groups",
    "participation": "readers",
}  # whose examples the cast has
PLACES = {IN_ADDRESSES, GROUP_IN_ADDRESSES}
DONE_BY = ("/sign-out",)  # ends the session of whoever tries
Table = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody calls an address."""

    who: str
    rule: Rule
    method: str
    branch: str  # A, B, C, one that is not there, or empty where the address is about none


def decided() -> Table:
    """Read what was decided, by act and column."""
    with FROZEN.open(newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def tries(app: Flask, rules: Iterable[Rule] | None = None) -> Iterator[Try]:
    """Everybody at every address, in every branch where it is about one."""
    for rule in rules or app.url_map.iter_rules():
        if rule.rule in DONE_BY or rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for branch in (*BRANCHES, NOWHERE) if rule.arguments & PLACES else ("",):
                for who in ("AN", *TOWARDS):
                    yield Try(who, rule, method, branch)


def act_at(app: Flask, rule: Rule) -> Act:
    """Return the row that a route names."""
    view: Any = app.view_functions[rule.endpoint]
    act: Act = view.__act__  # put there by @may
    return act


@dataclass(frozen=True, slots=True)
class State:
    """What holds while everybody tries: the settings, a fresh confirmation, a second factor."""

    is_set: bool = True
    is_fresh: bool = True
    has_factor: bool = True


def expected(one: Try, row: dict[str, str], *, state: State) -> str:
    """Say what must come of it, from what was decided alone."""
    is_there = one.branch != NOWHERE or row["about"] not in {"branch", "group"}
    allowed = allowed_by(row, columns(one), state=state) if is_there else []
    if not allowed:
        return SIGN_IN if one.who == "AN" else CLOSED
    if not state.has_factor and one.who != "AN" and not allowed_by(row, columns(one) - OFFICES, state=state):
        return FACTOR
    return CONFIRM if not state.is_fresh and all("s" in cell for cell in allowed) else OPEN


def allowed_by(row: dict[str, str], columns: set[str], *, state: State) -> list[str]:
    """Return the cells that let somebody in who is all of these."""
    cells = [row[column] for column in columns]
    return [cell for cell in cells if cell != "-" and (state.is_set or "c" not in cell)]


def columns(one: Try) -> set[str]:
    """Return what somebody is, towards the branch that the address is about."""
    if one.who == "AN":
        return {"AN"}
    if one.branch in BRANCHES:
        towards_branch = TOWARDS[one.who][BRANCHES.index(one.branch)]
        is_in_group = one.branch == "A" and GROUP_IN_ADDRESSES in one.rule.arguments
        return towards_branch | (IN_THE_GROUP_OF_A.get(one.who, set()) if is_in_group else set())
    return set() if one.branch else IN_GENERAL.get(one.who, {"M"})


def call(cast: Cast, one: Try) -> TestResponse:
    """Call the address; a form carries a token, or nobody would look further."""
    client = cast.clients[one.who]
    path = address(cast, one)
    if one.method == "GET":
        return client.get(path)
    return client.post(path, data={"csrf_token": own_token(client)})


def address(cast: Cast, one: Try) -> str:
    """Write the address, with something that is there in place of every parameter, unless the branch is not."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name == IN_ADDRESSES:
            return cast.slugs.get(one.branch, NOWHERE)
        if name == "device":
            return str(cast.devices.get(one.who, 1))
        if name in OF_A_BRANCH:
            there = getattr(cast, OF_A_BRANCH[name])
            return str(there.get(one.branch, NOWHERE if name == GROUP_IN_ADDRESSES else 1))
        return EXAMPLES.get(name, "no-such-thing")

    return PARAMETER.sub(value, one.rule.rule)


def outcome(answer: TestResponse, *, is_signed_in: bool) -> str:
    """Say what came of it."""
    for asked in (CONFIRM, FACTOR):
        if answer.data == asked.encode():
            return asked
    location = answer.headers.get("Location", "")
    is_sent = location.startswith("/sign-in?next=") or (location == "/sign-in" and answer.request.path == "/")
    if not is_signed_in and (is_sent or answer.status_code == 403):
        return SIGN_IN
    return CLOSED if answer.status_code == 404 else OPEN


def hold(app: Flask, state: State) -> None:
    """Let the guard find this state, whatever the sessions of those who try say."""
    with app.app_context():
        db.session.get_one(Instance, 1).guests_may_read = state.is_set
        db.session.execute(update(Branch).values(members_see_people=state.is_set))
        db.session.execute(update(Group).values(entry=Entry.OPEN if state.is_set else Entry.INVITED))
        db.session.commit()
    guard = app.extensions["guard"]
    guard.asked = replace(
        guard.asked,
        is_freshly_confirmed=lambda _act: state.is_fresh,
        ask_to_confirm=lambda: CONFIRM,
        lacks_second_factor=lambda: not state.has_factor,
        ask_for_second_factor=lambda: FACTOR,
    )
