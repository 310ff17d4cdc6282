"""The table of who may do what: one row for each act, one column for each kind of person towards its object.

`matrix.csv` is read once. Routes name a row of it, tests walk its cells, and docs/roles.md is printed from it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Actor(StrEnum):
    """What somebody is towards the thing that is acted on, say a branch A; one person may be several of these."""

    AN = "nobody signed in"
    IN = "whoever holds an invitation"
    M = "member of A"
    MX = "member of another branch"
    OR = "organiser of A"
    OX = "organiser of another branch"
    AU = "author of the course"
    SA = "administrator of A or of what is above it"
    SX = "administrator of another part"
    IA = "administrator of the whole"
    DE = "removed from A"
    GM = "member of a group of A"
    GO = "organiser of that group"


OFFICES = frozenset({Actor.OR, Actor.SA, Actor.IA})
SIGNED_IN = frozenset(Actor) - {Actor.AN, Actor.IN, Actor.DE}


class About(StrEnum):
    """What an act is done to; the address of a route names it."""

    NOTHING = "nothing"
    SELF = "self"
    BRANCH = "branch"
    STRUCTURE = "structure"
    COURSE = "course"
    GROUP = "group"


class Mark(StrEnum):
    """One letter of a cell."""

    YES = "Y"
    OWN = "o"
    FRESH = "s"  # asks for the passphrase again, unless that was done within ten minutes
    SECOND_PERSON = "2"  # somebody else must agree, where the instance wants two people
    IF_SET = "c"  # only where the row's setting is on


Cell = frozenset[Mark]
PLAIN = frozenset({frozenset({Mark.YES}), frozenset({Mark.OWN})})


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the table."""

    id: str
    what: str
    about: About
    setting: str
    room: str  # the feature that brings it, where that is not there yet
    cells: dict[Actor, Cell]
    is_for_everybody: bool  # nobody has to be asked who they are
    is_for_everybody_signed_in: bool

    def best_cell(self, actors: Iterable[Actor], *, is_set: bool) -> Cell | None:
        """Return what a person who is all of these must do, the least demanding first; None: it is not theirs.

        `is_set` says whether the row's setting is on.
        """
        open_cells = [
            cell for actor in actors if (cell := self.cells[actor]) and (is_set or Mark.IF_SET not in cell)
        ]
        return min(open_cells, key=_demands, default=None)


class UnknownActError(LookupError):
    """A route names a row that the table does not have."""


def act_called(name: str) -> Act:
    """Return a row of the table by its id; raises UnknownActError."""
    try:
        return every_act()[name]
    except KeyError:
        raise UnknownActError(f"studyhub/policy/matrix.csv has no row {name!r}") from None


@cache
def every_act() -> dict[str, Act]:
    """Return the whole table, by the ids of its rows."""
    text = files("studyhub.policy").joinpath("matrix.csv").read_text(encoding="utf-8")
    return {row["id"]: _act(row) for row in csv.DictReader(text.splitlines())}


def _act(row: dict[str, str]) -> Act:
    cells = {actor: _cell(row[actor.name]) for actor in Actor}
    return Act(
        id=row["id"],
        what=row["what"],
        about=About(row["about"]),
        setting=row["setting"],
        room=row["room"],
        cells=cells,
        is_for_everybody=all(Mark.YES in cell for cell in cells.values()),
        is_for_everybody_signed_in=all(cells[actor] in PLAIN for actor in SIGNED_IN),
    )


def _cell(text: str) -> Cell:
    return frozenset(Mark(letter) for letter in text if letter not in "- ")


def _demands(cell: Cell) -> int:
    return (Mark.FRESH in cell) + 2 * (Mark.SECOND_PERSON in cell)
