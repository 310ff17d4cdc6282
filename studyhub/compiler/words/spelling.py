"""What was probably meant: the one known word within two slips of the one that was written."""

from __future__ import annotations

from collections.abc import Iterable

SLIPS = 2
SHORT = 4  # letters: so short a word gets one slip only
LONGEST = 80  # letters worth comparing


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest to this one, or nothing where none is near."""
    if len(word) > LONGEST:
        return ""
    allowed = 1 if len(word) <= SHORT else SLIPS
    folded = word.casefold()
    near = [
        (slips, choice)
        for choice in known
        if abs(len(choice) - len(word)) <= allowed
        and (slips := distance(folded, choice.casefold())) <= allowed
    ]
    return min(near)[1] if near else ""


def distance(one: str, other: str) -> int:
    """Count the letters to add, take out, change or swap with their neighbour to make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        current = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1]


def meant(near: str) -> str:
    """Return the hint that goes with a word nobody knows: the nearest one, if there is one."""
    return f"did you mean “{near}”?" if near else ""
