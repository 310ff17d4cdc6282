"""A plain tab, kept on the device so that it lasts past signing out: the choice, and nobody's name."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

from studyhub.web.headers import A_YEAR
from studyhub.web.reading_settings import ReadingSettings

WORD = "plain"  # in the address of the page after signing out, which clears every cookie


def is_tab_plain() -> bool:
    """Say whether somebody chose a plain tab on this device."""
    return _is_carried() or request.cookies.get(_cookie()) == WORD


def asks_for_plain_tab(reading_settings: str) -> bool:
    """Say whether these reading settings of a member ask for a plain tab."""
    return ReadingSettings.from_text(reading_settings).tab == WORD


def keep_tab(answer: Response, tab: str) -> None:
    """Note on this device what was chosen for the tab."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    if tab == WORD:
        answer.set_cookie(_cookie(), tab, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    elif _cookie() in request.cookies:
        answer.delete_cookie(_cookie(), secure=secure, httponly=True, samesite="Lax")


def keep_carried_tab(answer: Response) -> None:
    """Note it again where the address brings it from signing out."""
    if _is_carried():
        keep_tab(answer, WORD)


def _is_carried() -> bool:
    return request.endpoint == "accounts.signed_out" and request.args.get("tab") == WORD


def _cookie() -> str:
    return "__Host-tab" if current_app.config["SESSION_COOKIE_SECURE"] else "tab"
