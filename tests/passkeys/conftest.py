"""Nadia, her phone, and what her browser sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from tests.factories import make_member
from tests.forms import send
from tests.passkeys.phone import Phone

SignIn = Callable[..., TestResponse]
NEW = "/you/ways-in/passkeys/new"


def asked(client: FlaskClient, address: str) -> dict[str, Any]:
    """Let a browser ask what is to be signed."""
    answer = send(client, address)
    assert answer.status_code == 200
    options: dict[str, Any] = answer.get_json()
    return options


def add(client: FlaskClient, phone: Phone, *, label: str = "my phone") -> TestResponse:
    """Add a passkey, signed in."""
    options = asked(client, "/you/ways-in/passkeys/asked")
    return send(client, NEW, label=label, passkey=phone.make(options))


def come_in(client: FlaskClient, phone: Phone, **unlike: Any) -> TestResponse:
    """Sign in by a passkey; `unlike` says what is wrong with the answer."""
    options = asked(client, "/sign-in/passkey/asked")
    return send(client, "/sign-in/passkey", passkey=phone.sign(options, **unlike), next="/help")


def is_in(client: FlaskClient) -> bool:
    """Say whether somebody is signed in."""
    return client.get("/you").status_code == 200


@pytest.fixture
def nadia(app: Flask, clock: time_machine.Traveller) -> Member:  # noqa: ARG001 - the time stands still for her
    """A member."""
    return make_member(app, name="Nadia")


@pytest.fixture
def phone(app: Flask, nadia: Member, sign_in: SignIn) -> Phone:
    """Her phone, with a passkey that she has added."""
    phone, client = Phone(), app.test_client()
    sign_in(client, nadia)
    assert add(client, phone).status_code == 303
    return phone
