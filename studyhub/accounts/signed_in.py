"""Who is asking: the session behind the cookie, and what of it lives in the cookie itself."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from studyhub.accounts.actions import (
    ON_OWN_PHONE,
    begin_session,
    end_session,
    forget_ended_sessions,
    hash_of,
    longest,
    renew_session,
)
from studyhub.accounts.limits import keyed_hash
from studyhub.accounts.models import AuthSession, Member
from studyhub.accounts.passphrases import Outcome
from studyhub.accounts.queries import KnownHash, OpenSession, Viewer, find_session
from studyhub.db import db
from studyhub.web import clock
from studyhub.web.plain_tab import asks_for_plain_tab, keep_tab

LONGEST_IDLE = timedelta(minutes=30)
FRESH_FOR = timedelta(minutes=10)
SEEN_EVERY = 60  # seconds; a cookie need not be sent anew with every page


class SignedIn(UserMixin):
    """A member on one device; the id that Flask-Login keeps in the cookie is the session's token."""

    def __init__(self, member: Viewer | Member, token: str, *, opened: OpenSession | AuthSession) -> None:
        self.member = member
        self.session_id = opened.id
        self.ends_at = opened.ends_at
        self.is_own_phone = opened.is_own_phone
        self._token = token

    def get_id(self) -> str:
        return self._token

    def know_by(self, token: str) -> None:
        """Take another id."""
        self._token = token


class _WithoutRememberCookie(LoginManager):
    """Flask-Login, deaf to its second cookie: we set none, and a broken one that somebody sends is a fault there."""

    def _load_user_from_remember_cookie(self, _cookie: str) -> None:
        return None


def prepare_sign_in(app: Flask) -> None:
    """Let Flask-Login find out who is asking."""
    manager = _WithoutRememberCookie()
    manager.session_protection = None  # it would tie people to their address and browser; the token is enough
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)


def viewer() -> Viewer:
    """Return the member who is asking; only for views that strangers cannot reach."""
    member: Viewer = current_user.member
    return member


def viewer_or_none() -> Viewer | None:
    """Return the member who is asking, or None for a stranger."""
    return viewer() if current_user.is_authenticated else None


def enter(
    known: KnownHash,
    outcome: Outcome,
    *,
    is_own_phone: bool,
    is_confirmed: bool = True,
    by_code: bool = False,
) -> AuthSession | None:
    """Begin a session on this device in place of the one before; the caller commits.

    `is_confirmed` says that somebody has just shown that it is them, `by_code` that they did so without the
    passphrase. None when the passphrase was changed
    while it was being checked.
    """
    forget()
    forget_ended_sessions(clock.now())
    lasts = longest(is_own_phone=is_own_phone, holds_office=_holds_office(known.member_id))
    begun = begin_session(
        known, new_hash=outcome.new_hash, lasts=lasts, is_own_phone=is_own_phone, now=clock.now()
    )
    if begun is None:
        return None
    token, auth_session = begun
    db.session.flush()
    _hold(SignedIn(auth_session.member, token, opened=auth_session))
    session.permanent = is_own_phone
    session["seen"] = _seconds()
    session["whose"] = keyed_hash(current_app.config["SECRET_KEY"], f"forms of member {known.member_id}")[:32]
    if is_confirmed:
        session["confirmed"] = _seconds()
        if by_code:
            session["by_code"] = True
    return auth_session


def confirm(*, by_code: bool = False) -> None:
    """Note that whoever is signed in has just shown again that it is them, by the passphrase or without it, and
    give their session a new id (SE-01); the caller commits.
    """
    token = renew_session(session["_user_id"])
    if token is not None:  # else it was ended meanwhile, from elsewhere
        current_user.know_by(token)
        session["_user_id"] = token
        session["confirmed"] = _seconds()
        session["by_code"] = by_code


def is_freshly_confirmed(*, by_passphrase: bool = False) -> bool:
    """Say whether somebody showed within ten minutes that it is them, by signing in or on the page for it;
    `by_passphrase` says that a code alone is not enough.

    The time stands in the signed cookie, beside the id that is renewed with it: in the database it would tell
    the minute in which somebody signed in (PR-04).
    """
    is_fresh = 0 <= _seconds() - int(session.get("confirmed", 0)) <= FRESH_FOR.total_seconds()
    return is_fresh and not (by_passphrase and session.get("by_code", False))


def forget() -> None:
    """End the session of this device, if there is one; the caller commits. Nothing stays in the cookie,
    least of all an id that somebody planted there.
    """
    token = session.get("_user_id")
    if token is not None:
        end_session(token)
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF's, made for the session that is gone
    g.pop("_login_user", None)


def has_ended() -> bool:
    """Say whether this device holds the cookie of a session that is over."""
    return "_user_id" in session and not current_user.is_authenticated


def whose() -> str:
    """Return a mark of the member whose session this device holds, or held until it ended; empty for a stranger's."""
    return str(session.get("whose", ""))


def know_device(response: Response, auth_session: AuthSession) -> None:
    """Leave a mark by which the limits on guessing tell the owner's device from a guesser's."""
    response.set_cookie(
        _device_cookie(),
        _device_signer().dumps([_owner(auth_session.member.sign_in_name), secrets.token_urlsafe(16)]),
        max_age=ON_OWN_PHONE if auth_session.is_own_phone else None,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    if asks_for_plain_tab(auth_session.member.reading_settings):
        keep_tab(response, "plain")


def known_device(sign_in_name: str | None) -> str | None:
    """Return the mark of this device, if this person has signed in on it before."""
    try:
        owner, device = _device_signer().loads(request.cookies.get(_device_cookie(), ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(device) if sign_in_name and owner == _owner(sign_in_name) else None


def _holds_office(member_id: int) -> bool:
    # a higher feature knows of offices; the app hands its answer in
    return bool(current_app.extensions["holds_office"](member_id))


def _hold(signed_in: SignedIn) -> None:
    login_user(signed_in)
    session.pop("_id")  # Flask-Login's hash of address and browser; nobody asks for it


def _load(token: str) -> SignedIn | None:
    found = find_session(hash_of(token))
    if found is None or found.ends_at <= clock.now():
        return None
    if not found.is_own_phone and not _seen_lately():
        return None
    if "confirmed" in session and not is_freshly_confirmed():
        del session[
            "confirmed"
        ]  # when somebody signed in is no use to us any more, so it does not stay (PR-04)
    return SignedIn(found.viewer, token, opened=found)


def _seen_lately() -> bool:
    # The time stands in the signed cookie, so that looking at a page writes nothing to the database. A time
    # yet to come means that the clock was put back: whoever was away too long must not come in again by that.
    idle = _seconds() - int(session.get("seen", 0))
    if not 0 <= idle <= LONGEST_IDLE.total_seconds():
        return False
    if idle > SEEN_EVERY:
        session["seen"] = _seconds()
    return True


def _seconds() -> int:
    return int(clock.now().timestamp())


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _device_signer() -> URLSafeSerializer:
    config: Any = current_app.config
    return URLSafeSerializer([*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]], salt="known device")


def _owner(sign_in_name: str) -> str:
    return keyed_hash(current_app.config["SECRET_KEY"], f"device of {sign_in_name}")
