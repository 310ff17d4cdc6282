"""docs/roles.md, printed from the table of acts: `make roles`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from studyhub.policy.matrix import Act, Actor, Mark, every_act

HEAD = """# Who may do what

Printed from `studyhub/policy/matrix.csv`: routes take their access from it, and the tests in `tests/security/` walk its cells. Do not edit this page; change the table, then run `make roles`.

One person may be several of these at once; the least demanding cell counts. Administrators of the structure are not readers of people: no row gives them names, answers or progress. What no cell allows is answered as if it did not exist.
"""
MARKS = {
    Mark.YES: "yes",
    Mark.OWN: "their own",
    Mark.FRESH: "after giving the passphrase again",
    Mark.SECOND_PERSON: "with a second person's consent, where the instance wants two people",
    Mark.IF_SET: "where the setting of the row is on",
}
ORDER = "Yos2c"


def document() -> str:
    """Return the whole page."""
    return "\n".join((HEAD, *_columns(), "", *_marks(), "", *_table(), ""))


def _columns() -> Iterator[str]:
    yield "| column | who, towards a branch A |\n| --- | --- |"
    yield from (f"| {actor.name} | {actor.value} |" for actor in Actor)


def _marks() -> Iterator[str]:
    yield "| mark | means |\n| --- | --- |"
    yield from (f"| {mark.value} | {words} |" for mark, words in MARKS.items())


def _table() -> Iterator[str]:
    yield f"| act | {' | '.join(actor.name for actor in Actor)} |"
    yield "| --- |" + " --- |" * len(Actor)
    yield from (
        f"| {_what(act)} | {' | '.join(_cell(act, actor) for actor in Actor)} |"
        for act in every_act().values()
    )


def _what(act: Act) -> str:
    setting = f" (setting `{act.setting}`)" if act.setting else ""
    return f"{act.what}{setting}{' *(not there yet)*' if act.room else ''}"


def _cell(act: Act, actor: Actor) -> str:
    return "".join(sorted(act.cells[actor], key=ORDER.index)) or "–"


if __name__ == "__main__":
    sys.stdout.write(document())
