"""What a rule is, and how it is explained."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.compiler.model import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its word, its level, a sentence, and why it is there, with a bad and a good example."""

    name: str
    level: Level
    summary: str
    explanation: str
    bad: str
    good: str


def error(name: str, summary: str, *, explanation: str, bad: str, good: str) -> Rule:
    """Return a rule that stops publishing."""
    return Rule(name, Level.ERROR, summary, explanation, bad, good)


def advice(name: str, summary: str, *, explanation: str, bad: str, good: str) -> Rule:
    """Return a rule that does not."""
    return Rule(name, Level.ADVICE, summary, explanation, bad, good)
