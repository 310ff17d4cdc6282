"""The agenda of a meeting: what is done for how long, reckoned from the plan of its module and its length alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from studyhub.compiler.model import Depth, Question

STEP = 5  # minutes: nobody's evening is planned to the minute, unless its length is
SHORTEST_QUESTION = 10
DEPTHS = (Depth.NONE, Depth.SHORT, Depth.MAIN, Depth.FURTHER)


class Doing(StrEnum):
    """What an evening is made of; templates and the plain text say it in words."""

    WELCOME = "welcome"
    LEAD_OFF = "lead-off"
    PAIRS = "pairs"
    QUESTIONS = "questions"
    REPLY = "reply"
    CLOSE = "close"
    READ_ALOUD = "read-aloud"
    WRITE = "write"
    JUDGE = "judge"
    CHANGED = "changed"
    POSITIONS = "positions"
    GROUPS = "groups"
    PRESENT = "present"
    CROSS = "cross-questions"
    STRONGEST = "strongest"
    ROLES = "roles"
    CLEAR = "clear"
    CARDS = "cards"
    SOURCES = "sources"
    HIDE = "hide"
    RECALL = "recall"
    TELL = "tell"
    OPEN = "open-questions"
    NEXT = "next"


# What each plan does, with the minutes of its usual length; `QUESTIONS` is what the module's questions fill.
PLANS: dict[str, tuple[tuple[Doing, int], ...]] = {
    "branch-night": (
        (Doing.WELCOME, 5),
        (Doing.LEAD_OFF, 20),
        (Doing.PAIRS, 5),
        (Doing.QUESTIONS, 55),
        (Doing.REPLY, 10),
        (Doing.CLOSE, 5),
    ),
    "text-night": (
        (Doing.READ_ALOUD, 10),
        (Doing.WRITE, 10),
        (Doing.QUESTIONS, 50),
        (Doing.JUDGE, 20),
        (Doing.CHANGED, 10),
    ),
    "positions": (
        (Doing.POSITIONS, 10),
        (Doing.GROUPS, 25),
        (Doing.PRESENT, 25),
        (Doing.CROSS, 35),
        (Doing.STRONGEST, 10),
        (Doing.CLOSE, 5),
    ),
    "reading-circle": ((Doing.WELCOME, 2), (Doing.ROLES, 48), (Doing.QUESTIONS, 30), (Doing.CLEAR, 10)),
    "sources": ((Doing.CARDS, 25), (Doing.SOURCES, 40), (Doing.HIDE, 25), (Doing.CLOSE, 10)),
    "review": ((Doing.RECALL, 20), (Doing.TELL, 40), (Doing.OPEN, 20), (Doing.NEXT, 10)),
}
USUAL = "branch-night"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is done for so many minutes, from so many minutes after the beginning on."""

    doing: Doing
    begins: int
    minutes: int
    question: Question | None = None

    @property
    def ends(self) -> int:
        """How many minutes after the beginning it ends."""
        return self.begins + self.minutes


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is done, and which questions there is no time for: the first of these is the first to leave out."""

    items: tuple[Item, ...]
    left_out: tuple[Question, ...] = ()


def agenda_for(plan: str, questions: Sequence[Question], *, minutes: int) -> Agenda:
    """Fill so many minutes exactly with what a plan does, and its questions in the order of the module.

    Where there is no time for all of them, those that need further readings go first, then those that need the
    main ones; the last of a kind goes before the others.
    """
    shares = PLANS.get(plan, PLANS[USUAL])
    lengths = share_out(minutes, [usual for _doing, usual in shares])
    items: list[Item] = []
    left_out: list[Question] = []
    begins = 0
    for (doing, _usual), length in zip(shares, lengths, strict=True):
        if doing is Doing.QUESTIONS:
            kept, gone = _fitting(questions, length)
            left_out += gone
            items += _questions(kept, begins=begins, minutes=length)
        else:
            items.append(Item(doing, begins, length))
        begins += length
    return Agenda(tuple(items), tuple(left_out))


def skip_first(questions: Sequence[Question]) -> list[Question]:
    """Return questions in the order in which to leave them out."""
    numbered = list(enumerate(questions))
    return [
        question for _at, question in sorted(numbered, key=lambda one: (-DEPTHS.index(one[1].depth), -one[0]))
    ]


def share_out(minutes: int, shares: Sequence[int]) -> list[int]:
    """Divide minutes by shares, in whole steps of five where they fit, each at least one step; the sum is exact.

    What is left by rounding goes, a step at a time, to those whom it wronged most; what is less than a step goes to
    the largest.
    """
    step = STEP if minutes >= STEP * len(shares) else 1
    steps, rest = divmod(minutes, step)
    exact = [share * steps / sum(shares) for share in shares]
    found = [max(1, int(one)) for one in exact]
    while sum(found) != steps:
        off = 1 if sum(found) < steps else -1
        wronged = [one - given for one, given in zip(exact, found, strict=True)]
        able = [at for at, given in enumerate(found) if off > 0 or given > 1]
        at = max(able, key=lambda each: off * wronged[each])
        found[at] += off
    minutes_each = [given * step for given in found]
    minutes_each[minutes_each.index(max(minutes_each))] += rest
    return minutes_each


def _fitting(questions: Sequence[Question], minutes: int) -> tuple[list[Question], list[Question]]:
    room = max(1, minutes // SHORTEST_QUESTION)
    wanted, gone = list(questions), []
    for question in skip_first(questions):
        is_too_much = sum(one.minutes or SHORTEST_QUESTION for one in wanted) > minutes
        if len(wanted) <= 1 or not (is_too_much or len(wanted) > room):
            break
        wanted.remove(question)
        gone.append(question)
    return wanted, gone


def _questions(questions: Sequence[Question], *, begins: int, minutes: int) -> list[Item]:
    if not questions:
        return [Item(Doing.QUESTIONS, begins, minutes)]
    items = []
    lengths = share_out(minutes, [question.minutes or SHORTEST_QUESTION for question in questions])
    for question, length in zip(questions, lengths, strict=True):
        items.append(Item(Doing.QUESTIONS, begins, length, question))
        begins += length
    return items
