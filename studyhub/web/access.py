"""Who may call a view: deny by default. Every view wears one of these decorators, or the app does not start."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest

View = TypeVar("View", bound=Callable[..., Any])


class Access(StrEnum):
    """The kinds of caller that a view can be open to."""

    PUBLIC = "anybody"
    READERS = "whoever is signed in, and guests where the instance allows them"
    SIGNED_IN = "whoever is signed in"
    ADMINISTRATORS = "administrators"


def public(view: View) -> View:
    """Open a view to anybody."""
    return _declare(view, Access.PUBLIC)


def readers(view: View) -> View:
    """Open a view to whoever is signed in, and to guests where the instance allows them."""
    return _declare(view, Access.READERS)


def signed_in(view: View) -> View:
    """Open a view to whoever is signed in."""
    return _declare(view, Access.SIGNED_IN)


def administrators(view: View) -> View:
    """Open a view to administrators; for other members it does not exist."""
    return _declare(view, Access.ADMINISTRATORS)


class UndeclaredAccessError(Exception):
    """A route whose view does not say who may call it."""


class Guard:
    """Stands before every request and asks what the view declared.

    `guests_may_read` answers whether the instance lets people read without an account; `ask_to_sign_in`
    makes the answer that every stranger gets at every address alike. Both belong to higher features, so
    the app hands them in.
    """

    def __init__(
        self,
        app: Flask,
        *,
        guests_may_read: Callable[[], bool],
        ask_to_sign_in: Callable[[], ResponseReturnValue],
    ) -> None:
        self._guests_may_read = guests_may_read
        self._ask_to_sign_in = ask_to_sign_in
        app.before_request(self._check)

    def _check(self) -> ResponseReturnValue | None:
        if isinstance(request.routing_exception, BadRequest):
            return None  # a host that is not ours: Flask refuses it next
        access = access_of(request.endpoint)
        if access is Access.PUBLIC:
            return None
        if not current_user.is_authenticated:
            if access is Access.READERS and self._guests_may_read():
                return None
            return self._ask_to_sign_in()
        if access is Access.ADMINISTRATORS and not current_user.member.is_administrator:
            abort(404)
        return None


def access_of(endpoint: str | None) -> Access:
    """Return what the view behind an endpoint declared; an address without a view is for the signed in."""
    if endpoint is None:
        return Access.SIGNED_IN
    return _declared(current_app, endpoint) or Access.SIGNED_IN


def require_declared_access(app: Flask) -> None:
    """Raise UndeclaredAccessError, naming every route whose view declares no access."""
    silent = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if _declared(app, rule.endpoint) is None}
    )
    if silent:
        raise UndeclaredAccessError(
            f"{', '.join(silent)}: put @public, @readers, @signed_in or @administrators on the view, under @bp.route"
        )


def _declare(view: View, access: Access) -> View:
    view.__access__ = access  # type: ignore[attr-defined]  # a mark on the function, read by _declared
    return view


def _declared(app: Flask, endpoint: str) -> Access | None:
    return getattr(app.view_functions[endpoint], "__access__", None)
