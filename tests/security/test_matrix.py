"""AZ-02, AZ-03, AZ-08: the table of acts holds at every address, for everybody, and no change of it goes unseen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from studyhub.groups import here as groups_here
from studyhub.organisation import here
from studyhub.organisation.actors import Standing, actors_in_general, actors_towards
from studyhub.organisation.models import RoleKind
from studyhub.policy.matrix import PLAIN, SIGNED_IN, Act, Actor, Mark, act_called, every_act
from tests.figures import Figures
from tests.security.cast import NOWHERE, Cast, make_cast
from tests.security.everything import contents
from tests.security.sweep import (
    CLOSED,
    DONE_BY,
    OPEN,
    State,
    Try,
    act_at,
    address,
    call,
    decided,
    expected,
    hold,
    outcome,
    tries,
)

KEYED = {
    "set-up",
    "accept-invitation",
    "use-one-time-link",
}  # the key is in the address, and the view looks at it
STATES = {
    "all is well": State(),
    "settings off": State(is_set=False),
    "confirmed eleven minutes ago": State(is_fresh=False),
    "without a second factor": State(has_factor=False),
}


@pytest.fixture
def cast(app: Flask, sign_in: Callable[..., TestResponse]) -> Cast:
    """One person for each column."""
    return make_cast(app, sign_in)


def test_the_table_is_as_it_was_decided() -> None:
    """Who means to change a cell changes it in both, and says in the commit who gains and who loses."""
    said = {
        act.id: {actor: "".join(sorted(act.cells[actor])) or "-" for actor in Actor}
        for act in every_act().values()
    }
    table = {
        name: {actor: "".join(sorted(row[actor.name].replace(" ", ""))) for actor in Actor}
        for name, row in decided().items()
    }
    assert said == table, (
        "if you meant it: cp studyhub/policy/matrix.csv tests/security/matrix_as_decided.csv"
    )


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_every_address_is_open_to_those_that_the_table_names(
    cast: Cast, figures: Figures, *, state: State
) -> None:
    """AZ-02, AU-10, AU-12: pages as they are; forms as they are where they must be refused, and up to the view
    elsewhere.
    """
    hold(cast.app, state)
    table, before, tried, wrong = decided(), contents(cast.app), 0, []
    for one in tries(cast.app):
        if one.branch == "B" and state != State():
            continue  # for the settings, C is as good as another branch
        row = table[act_at(cast.app, one.rule).id]
        wanted = expected(one, row, state=state)
        is_shown_once = state == State()  # pages are looked at while all is well; the guard always
        is_kept_out = wanted == OPEN and (one.method == "POST" or row["id"] in KEYED or not is_shown_once)
        with views_kept_out(cast.app, is_needed=is_kept_out):
            answer = call(cast, one)
        tried += 1
        if not fits(cast, one, answer, wanted=wanted):
            wrong.append(
                f"{one.who} {one.method} {one.rule} ({one.branch}): {answer.status}, {wanted} was wanted"
            )
    assert wrong == []
    assert contents(cast.app) == before, "nothing of it did anything"
    figures(f"AZ-02: {tried} cells of the matrix tried, {state}")


def test_what_is_not_theirs_is_the_same_page_as_what_is_not_there(cast: Cast) -> None:
    """AZ-08: byte for byte, but for the address itself."""
    hold(cast.app, State(is_set=False))
    table, compared, asked = decided(), 0, set()
    for one in tries(cast.app):
        row, once = table[act_at(cast.app, one.rule).id], (one.who, one.rule.rule, one.method)
        if one.branch in {"", NOWHERE} or expected(one, row, state=State(is_set=False)) != CLOSED:
            continue
        if once in asked:
            continue  # of two branches that are both not theirs, one is enough
        asked.add(once)
        unknown = replace(one, branch=NOWHERE)
        closed, missing = (neutral(cast, each) for each in (one, unknown))
        assert closed == missing, one
        compared += 1
    assert compared > 100


def test_every_cell_that_is_flipped_is_noticed(cast: Cast, figures: Figures) -> None:
    """AZ-03: each cell of each row that a route names, wherever the flip would let anybody in or shut anybody out."""
    table, killed, equal = decided(), 0, 0
    for act, rule in one_route_each(cast.app):
        for actor in Actor:
            row, mutant = table[act.id], flipped(act, actor)
            mutated = {**row, actor.name: "Y" if row[actor.name] == "-" else "-"}
            telling = who_could_tell(cast.app, rule, row=row, mutated=mutated)
            if not telling:
                equal += 1  # say, of an organiser, who is a member as well, and may it as one
            elif is_noticed(cast, mutant, row=row, telling=telling):
                killed += 1
            else:
                pytest.fail(f"{act.id}: nobody notices that {actor.name} was flipped")
    figures(f"AZ-03: {killed} of {killed} flipped cells noticed; {equal} change nothing for anybody")
    assert killed > 60


def test_every_route_that_takes_another_row_is_noticed(cast: Cast, figures: Figures) -> None:
    """AZ-03: a view with the wrong @may, or as open as sign-in."""
    table, killed = decided(), 0
    for act, rule in one_route_each(cast.app):
        for other in (act_called("enter"), act_called("see-own-account"), act_called("see-components")):
            mutated = {**table[other.id], "about": act.about.value}
            telling = who_could_tell(cast.app, rule, row=table[act.id], mutated=mutated)
            if telling:
                mutant = replace(other, id=act.id, about=act.about)
                assert is_noticed(cast, mutant, row=table[act.id], telling=telling), f"{rule} as {other.id}"
                killed += 1
    figures(f"AZ-03: {killed} of {killed} routes with a row of another noticed")
    assert killed > 30


def _organiser_everywhere(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    is_one = any(office.kind is RoleKind.ORGANISER for office in standing.offices)
    return actors_towards(standing, above=above) | ({Actor.OR} if is_one else set())


def _administrator_everywhere(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    is_one = any(office.kind is RoleKind.ADMINISTRATOR for office in standing.offices)
    return actors_towards(standing, above=above) | ({Actor.SA} if is_one else set())


def _administrator_here_alone(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    return actors_towards(standing, above=list(above)[:1])


def _everybody_a_member(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    return actors_towards(standing, above=above) | {Actor.M}


def _members_no_more(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    return actors_towards(standing, above=above) - {Actor.M}


def _organisers_no_more(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    return actors_towards(standing, above=above) - {Actor.OR}


@pytest.mark.parametrize(
    "mutant",
    [
        _organiser_everywhere,
        _administrator_everywhere,
        _administrator_here_alone,
        _everybody_a_member,
        _members_no_more,
        _organisers_no_more,
    ],
)
def test_every_rule_of_who_is_what_that_is_dropped_is_noticed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, mutant: Callable[..., frozenset[Actor]]
) -> None:
    """AZ-03: how far roles reach."""
    table = decided()
    monkeypatch.setattr(here, "actors_towards", mutant)
    with views_kept_out(cast.app, is_needed=True):
        assert any(
            anybody_fails(cast, rule, row=table[act.id])
            for act, rule in one_route_each(cast.app)
            if act.about == "branch"
        )


@pytest.mark.parametrize(
    "mutant", [lambda _own: {Actor.GM}, lambda _own: {Actor.GM, Actor.GO}, lambda _own: set()]
)
def test_every_rule_of_who_is_in_a_group_that_is_dropped_is_noticed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, mutant: Callable[..., set[Actor]]
) -> None:
    """AZ-03: everybody a member of every group, an organiser of it, or nobody."""
    table = decided()
    monkeypatch.setattr(groups_here, "_in_the_group", mutant)
    with views_kept_out(cast.app, is_needed=True):
        assert any(
            anybody_fails(cast, rule, row=table[act.id])
            for act, rule in one_route_each(cast.app)
            if act.about == "group"
        )


def test_an_administrator_of_the_whole_who_is_not_known_as_one_is_noticed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AZ-03."""
    table = decided()
    monkeypatch.setattr(here, "actors_in_general", lambda standing: actors_in_general(standing) - {Actor.IA})
    with views_kept_out(cast.app, is_needed=True):
        assert any(anybody_fails(cast, rule, row=table[act.id]) for act, rule in one_route_each(cast.app))


Telling = list[tuple[State, Try]]


def who_could_tell(app: Flask, rule: Rule, *, row: dict[str, str], mutated: dict[str, str]) -> Telling:
    """List who would be answered otherwise, and when, if this had been decided: nobody else could notice."""
    return [
        (state, one)
        for state in STATES.values()
        for one in tries(app, [rule])
        if expected(one, row, state=state) != expected(one, mutated, state=state)
    ]


def fits(cast: Cast, one: Try, answer: TestResponse, *, wanted: str) -> bool:
    """Say whether what came of it is what was wanted."""
    came = outcome(answer, is_signed_in=one.who != "AN")
    if wanted == OPEN and came == CLOSED:  # open, and there is no such thing: a parameter that has no example
        return one.method == "GET" and "no-such-thing" in address(cast, one)
    return came == wanted


def neutral(cast: Cast, one: Try) -> tuple[int, str]:
    """Return an answer without its own address and token."""
    answer = call(cast, one)
    own, unknown = (address(cast, each) for each in (one, replace(one, branch=NOWHERE)))
    return answer.status_code, answer.text.replace(own, unknown).replace(
        quote(own, safe=""), quote(unknown, safe="")
    )


def one_route_each(app: Flask) -> Iterator[tuple[Act, Rule]]:
    """One route of every row that has one: the guard looks at nothing else of it."""
    seen: dict[str, Rule] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule not in DONE_BY and rule.endpoint != "static":
            seen.setdefault(act_at(app, rule).id, rule)
    for name, rule in seen.items():
        yield act_called(name), rule


def flipped(act: Act, actor: Actor) -> Act:
    """Return the row with one cell open that was closed, or closed that was open."""
    cells = {**act.cells, actor: frozenset() if act.cells[actor] else frozenset({Mark.YES})}
    return replace(
        act,
        cells=cells,
        is_for_everybody=all(Mark.YES in cell for cell in cells.values()),
        is_for_everybody_signed_in=all(cells[one] in PLAIN for one in SIGNED_IN),
    )


def is_noticed(cast: Cast, mutant: Act, *, row: dict[str, str], telling: Telling) -> bool:
    """Say whether one of those who could tell is answered otherwise than was decided, once a view names the mutant."""
    view: Any = cast.app.view_functions[telling[0][1].rule.endpoint]
    original, view.__act__ = view.__act__, mutant
    try:
        with views_kept_out(cast.app, is_needed=True):
            return any(fails(cast, one, row=row, state=state) for state, one in telling)
    finally:
        view.__act__ = original


def fails(cast: Cast, one: Try, *, row: dict[str, str], state: State) -> bool:
    """Say whether something comes of it that was not wanted."""
    hold(cast.app, state)
    return outcome(call(cast, one), is_signed_in=one.who != "AN") != expected(one, row, state=state)


def anybody_fails(cast: Cast, rule: Rule, *, row: dict[str, str]) -> bool:
    """Say whether anything comes of one route that was not wanted, while all is well."""
    return any(fails(cast, one, row=row, state=State()) for one in tries(cast.app, [rule]))


@contextmanager
def views_kept_out(app: Flask, *, is_needed: bool) -> Iterator[None]:
    """Let no view run: what the guard lets through is answered here, so that nothing is done."""
    if not is_needed:
        yield
        return
    kept = dict(app.view_functions)

    def instead_of(view: Any) -> Callable[..., str]:
        def opened(**_arguments: object) -> str:
            return OPEN

        stub: Any = opened
        stub.__act__ = view.__act__  # the guard reads it
        return opened

    app.view_functions.update(
        {name: instead_of(view) for name, view in kept.items() if hasattr(view, "__act__")}
    )
    try:
        yield
    finally:
        app.view_functions.update(kept)
