"""Filling in forms as a browser without JavaScript does: the page is read first, its token goes along."""

from __future__ import annotations

import re
import secrets

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def post_form(client: FlaskClient, page: str, *, to: str | None = None, **fields: str) -> TestResponse:
    """Open a page and send a form of it: to the page's own address, or to the one that its form names."""
    return client.post(to or page, data={"csrf_token": token_on(client, page), **fields})


def token_on(client: FlaskClient, page: str) -> str:
    """Return the token of the first form on a page."""
    text = client.get(page).text
    found = TOKEN.search(text)
    assert found, f"there is no form with a token on {page}"
    return found[1]


def send(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a form without opening a page first, with a token that this client's session accepts."""
    return client.post(address, data={"csrf_token": own_token(client), **fields})


def own_token(client: FlaskClient, base_url: str | None = None) -> str:
    """Return a token of this client's session, as any page of it would carry one."""
    with client.session_transaction(base_url=base_url) as cookie:
        raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
    key = client.application.config["SECRET_KEY"]
    return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))
