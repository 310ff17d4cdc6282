"""The way out: a form that was sent twice is not met by a stranger's page, and nothing stays in the browser."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from studyhub.accounts.models import Member
from studyhub.accounts.signed_in import viewer_or_none
from studyhub.db import db

A_DAY = 24 * 60 * 60  # seconds
EVERYTHING = '"cache", "cookies", "storage"'


def mark_of(member_id: int) -> str:
    """Return what the form carries, so that it is known again once the account is gone."""
    return str(_signer().dumps(member_id))


def answer_who_has_left() -> ResponseReturnValue | None:
    """Answer a form that comes a second time, after the first one deleted the account; it does nothing more."""
    if request.endpoint != "my_data.delete" or request.method != "POST" or viewer_or_none() is not None:
        return None
    return to_the_last_page() if _has_left(request.form.get("leaving", "")) else None


def to_the_last_page() -> Response:
    """Send somebody whose account is gone to the last page, and empty what this site has left in the browser."""
    answer = redirect(url_for("my_data.goodbye"), 303)
    answer.headers["Clear-Site-Data"] = EVERYTHING
    for name in request.cookies:
        answer.delete_cookie(
            name, secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
        )
    return answer


def _has_left(mark: str) -> bool:
    try:
        member_id = _signer().loads(mark, max_age=A_DAY)
    except BadSignature:
        return False
    return isinstance(member_id, int) and db.session.get(Member, member_id) is None


def _signer() -> URLSafeTimedSerializer:
    config: Any = current_app.config
    return URLSafeTimedSerializer([*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt="leaving")
