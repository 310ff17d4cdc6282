"""Addresses: who may call them, how they are spelt, which there are."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from studyhub.groups.here import IN_ADDRESSES as GROUP_IN_ADDRESSES
from studyhub.organisation.here import IN_ADDRESSES
from studyhub.policy.matrix import Act, UnknownActError, every_act
from studyhub.web.access import UndeclaredAccessError, may, require_declared_access
from tests.architecture.rules.source import ROOT

KEPT = ROOT / "tests/architecture/routes.txt"
METHODS = {"GET", "HEAD", "OPTIONS", "POST"}
STATIC_PART = re.compile(r"[a-z0-9-]*(\.[a-z]+)?")


def misspelt(app: Flask) -> list[str]:
    """List addresses that are not kebab-case: small letters, digits and hyphens."""
    return [
        f"{rule}: use small letters and hyphens"
        for rule in _rules(app)
        for part in re.sub(r"<[^>]+>", "", rule.rule).split("/")
        if not STATIC_PART.fullmatch(part)
    ]


def loosely_typed(app: Flask) -> list[str]:
    """List parameters whose converter and whose type in the view do not agree."""
    return [
        f"{rule}: {name} is {annotation} in {view.__name__}: say <int:{name}> for an int, <{name}> for a str"
        for rule in _rules(app)
        for view in [inspect.unwrap(app.view_functions[rule.endpoint])]
        for name, converter in rule._converters.items()
        if name not in {IN_ADDRESSES, GROUP_IN_ADDRESSES}  # taken out before any view
        for annotation in [inspect.get_annotations(view).get(name)]
        if annotation != ("int" if isinstance(converter, IntegerConverter) else "str")
    ]


def oddly_called(app: Flask) -> list[str]:
    """List routes with a method that a form cannot send."""
    return [
        f"{rule}: {', '.join(sorted(others))}: a form sends GET or POST; name what happens in the address"
        for rule in _rules(app)
        if (others := (rule.methods or set()) - METHODS)
    ]


def listed(app: Flask) -> str:
    """Write down every route: address, methods, who may call it."""
    return "".join(
        sorted(
            f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {_act(app, rule)}\n"
            for rule in _rules(app)
        )
    )


@pytest.mark.parametrize("rule", [misspelt, loosely_typed, oddly_called], ids=lambda rule: rule.__name__)
def test_addresses_keep_their_rules(app: Flask, rule: object) -> None:
    assert callable(rule)
    assert rule(app) == []


def test_no_route_has_gone_or_come_unseen(app: Flask, tmp_path: Path) -> None:
    new = tmp_path / "routes.txt"
    new.write_text(listed(app))
    assert listed(app).splitlines() == KEPT.read_text().splitlines(), (
        f"if you meant it, look at the difference and put this in its place: cp {new} {KEPT}"
    )


def test_every_route_says_who_may_call_it(app: Flask) -> None:
    """AZ-01; and AZ-05: a view names one row, for all its methods."""
    require_declared_access(app)
    assert all(_act(app, rule) in every_act() for rule in _rules(app))


def test_every_row_of_the_table_has_a_route_unless_its_room_is_not_there_yet(app: Flask) -> None:
    named = {_act(app, rule) for rule in _rules(app)}
    assert {act.id for act in every_act().values() if not act.room} == named


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(UnknownActError, match="no row 'fly'"):
        may("fly")


def test_an_app_with_a_route_that_does_not_say_so_does_not_start(app: Flask) -> None:
    """AZ-01."""
    app.add_url_rule("/open", "forgotten", lambda: "nobody said who may see this")
    with pytest.raises(UndeclaredAccessError, match=r"forgotten.*@may"):
        require_declared_access(app)


def _rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def _act(app: Flask, rule: Rule) -> str:
    view: Any = app.view_functions[rule.endpoint]
    act: Act = view.__act__
    return act.id
