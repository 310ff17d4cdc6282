"""The table of acts holds what no later row may break."""

from __future__ import annotations

import pytest

from studyhub.policy.matrix import OFFICES, About, Act, Actor, Mark, act_called, every_act

ACTS = tuple(every_act().values())
ABOUT_PEOPLE = (
    "see-people",
    "see-people-of-group",
    "see-meetings",
    "see-names-of-those-who-came",
    "write-answer",
    "read-answers",
)


@pytest.mark.parametrize("act", [act_called(name) for name in ABOUT_PEOPLE], ids=lambda act: act.id)
def test_administrators_are_not_readers_of_people(act: Act) -> None:
    """R7."""
    assert not any(act.cells[actor] for actor in (Actor.SA, Actor.SX, Actor.IA))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.id)
def test_whoever_was_removed_has_no_more_than_a_stranger(act: Act) -> None:
    """AZ-12."""
    assert act.cells[Actor.DE] == act.cells[Actor.AN]


OF_A_PLACE = [act for act in ACTS if act.about in {About.BRANCH, About.GROUP}]


@pytest.mark.parametrize("act", OF_A_PLACE, ids=lambda act: act.id)
def test_nobody_from_elsewhere_acts_in_a_branch(act: Act) -> None:
    assert not any(act.cells[actor] for actor in (Actor.AN, Actor.IN, Actor.MX, Actor.OX, Actor.SX, Actor.AU))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.id)
def test_a_setting_is_named_where_a_cell_asks_for_one(act: Act) -> None:
    asks = any(Mark.IF_SET in cell for cell in act.cells.values())
    assert asks == bool(act.setting)


def test_the_least_demanding_cell_counts() -> None:
    act = act_called("see-people")
    assert act.best_cell({Actor.M, Actor.OR}, is_set=False) == frozenset({Mark.YES})
    assert act.best_cell({Actor.M}, is_set=False) is None
    assert act.best_cell({Actor.M}, is_set=True) == frozenset({Mark.IF_SET})
    assert act.best_cell(frozenset(), is_set=True) is None


def test_offices_are_those_that_are_given() -> None:
    assert {actor.name for actor in OFFICES} == {"OR", "SA", "IA"}
