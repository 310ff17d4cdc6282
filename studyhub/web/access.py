"""Who may call a view: deny by default. Every view names its row of the table of acts, or the app does not start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from studyhub.policy.matrix import OFFICES, Act, Actor, Mark, act_called

View = TypeVar("View", bound=Callable[..., Any])
UNKNOWN_ADDRESS = (
    "see-own-account"  # an address without a view is for the signed in, and tells them it is not there
)

BY_PASSPHRASE = {
    "change-way-in"
}  # the digits are on the phone itself, and whoever took it could keep the account
WHILE_WAITING = {"wait-for-answer", "see-own-data", "take-own-data", "delete-own-account"}  # AZ-15


def may(act: str) -> Callable[[View], View]:
    """Open a view to those who have the act in studyhub/policy/matrix.csv, whose row this names."""
    row = act_called(act)

    def declare(view: View) -> View:
        view.__act__ = row  # type: ignore[attr-defined]  # a mark on the function, read by _declared
        return view

    return declare


class UndeclaredAccessError(Exception):
    """A route whose view does not say who may call it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the guard asks of higher features; the app hands their answers in.

    `actors` says what the viewer is towards what the address names: nothing, where there is no
    such thing. The three `ask_…` make the page that is shown in place of the one that was asked for.
    """

    actors: Callable[[Act], frozenset[Actor]]
    is_set: Callable[[Act], bool]
    ask_to_sign_in: Callable[[], ResponseReturnValue]
    ask_to_wait: Callable[[], ResponseReturnValue]
    lacks_second_factor: Callable[[], bool]
    ask_for_second_factor: Callable[[], ResponseReturnValue]
    is_freshly_confirmed: Callable[[Act], bool]
    ask_to_confirm: Callable[[], ResponseReturnValue]


class Guard:
    """Stands before every request and asks the table about the row that the view names."""

    def __init__(self, app: Flask, asked: Asked) -> None:
        self.asked = asked
        app.extensions["guard"] = self
        app.before_request(self._check)

    def _check(self) -> ResponseReturnValue | None:
        if isinstance(request.routing_exception, BadRequest):
            return None  # a host that is not ours: Flask refuses it next
        act = act_of(request.endpoint)
        if act.is_for_everybody:
            return None
        if not current_user.is_authenticated:
            return None if self._is_open_to_strangers(act) else self.asked.ask_to_sign_in()
        if current_user.member.is_waiting and act.id not in WHILE_WAITING:
            return self.asked.ask_to_wait()
        return None if act.is_for_everybody_signed_in else self._check_actors(act)

    def _is_open_to_strangers(self, act: Act) -> bool:
        cell = act.cells[Actor.AN]
        return bool(cell) and (Mark.IF_SET not in cell or self.asked.is_set(act))

    def _check_actors(self, act: Act) -> ResponseReturnValue | None:
        actors = self.asked.actors(act)
        is_set = self.asked.is_set(act)
        cell = act.best_cell(actors, is_set=is_set)
        if cell is None:
            abort(404)
        needs_office = act.best_cell(actors - OFFICES, is_set=is_set) is None
        if needs_office and self.asked.lacks_second_factor():  # AU-10: the powers rest until there is one
            return self.asked.ask_for_second_factor()
        if Mark.FRESH in cell and not self.asked.is_freshly_confirmed(act):
            return self.asked.ask_to_confirm()
        return None


def act_of(endpoint: str | None) -> Act:
    """Return the row that the view behind an endpoint names."""
    declared = None if endpoint is None else _declared(current_app, endpoint)
    return declared or act_called(UNKNOWN_ADDRESS)


def require_declared_access(app: Flask) -> None:
    """Raise UndeclaredAccessError, naming every route whose view names no row of the table."""
    silent = sorted(
        {rule.endpoint for rule in app.url_map.iter_rules() if _declared(app, rule.endpoint) is None}
    )
    if silent:
        raise UndeclaredAccessError(
            f"{', '.join(silent)}: put @may(…), with a row of studyhub/policy/matrix.csv, on the view, under @bp.route"
        )


def _declared(app: Flask, endpoint: str) -> Act | None:
    return getattr(app.view_functions[endpoint], "__act__", None)
