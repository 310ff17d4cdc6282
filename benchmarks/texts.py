"""Courses of any size, of words that mean nothing but are shaped like a module's."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

SEED = 1905
WORDS = [
    "bread",
    "factory",
    "strike",
    "committee",
    "village",
    "railway",
    "council",
    "morning",
    "delegate",
    "winter",
    "street",
    "paper",
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "was",
    "that",
    "by",
    "for",
    "it",
    "with",
    "on",
    "had",
    "at",
    "from",
    "as",
    "not",
    "but",
    "which",
]
PARAGRAPHS = 20  # of 75 words each: 1,500 words
WORDS_EACH = 75
HEAD = """---
id: {id}
title: Module {number} of the course
why: To measure how long this takes.
aims: [Measure.]
readings:
  - {{id: {id}-short, work: book, part: ch. 1, depth: short, minutes: 9}}
  - {{id: {id}-main, work: book, part: ch. 2, depth: main, words: 4100}}
  - {{id: {id}-other, work: book, part: ch. 3, depth: further, pages: 12, other_view: true}}
---

"""
QUESTION = """::: {{.question #{id}-q{number} depth={depth} minutes=10}}
What do *we* make of it?

::: facilitator
Begin with a round.
:::
:::

"""
RECALL = """::: {{.recall #{id}-r{number}}}
When was it?

: In 1905.
:::

"""
LIBRARY = "- id: book\n  author: Nobody\n  title: A Book\n  year: '1930'\n"


def write_courses(root: Path, *, courses: int, modules: int) -> list[str]:
    """Write a folder of courses that `studyhub check` has nothing to say against; returns the modules' texts."""
    chance = Random(SEED)  # noqa: S311 - nothing here is a secret
    (root / "library").mkdir(parents=True)
    (root / "library/works.yaml").write_text(LIBRARY, encoding="utf-8")
    texts = []
    for at in range(1, courses + 1):
        folder = root / f"course-{at}"
        folder.mkdir()
        about = {"id": folder.name, "title": f"Course {at}", "language": "en", "summary": "To measure."}
        keys = "\n".join(f"{key}: {json.dumps(value)}" for key, value in about.items())
        (folder / "course.md").write_text(
            f"---\n{keys}\nlicence: CC-BY-SA-4.0\n---\n\nFor nobody.\n", encoding="utf-8"
        )
        for number in range(1, modules + 1):
            text = module_text(f"m{number}", chance)
            texts.append(text)
            head = HEAD.format(id=f"m{number}", number=number)
            (folder / f"{number:03}-m{number}.md").write_text(head + text, encoding="utf-8")
    return texts


def module_text(name: str, chance: Random) -> str:
    """Return 1,500 words in six parts, with emphasis, links and notes, three questions and three prompts."""
    paragraphs = []
    for at in range(PARAGRAPHS):
        words = [chance.choice(WORDS) for _ in range(WORDS_EACH)]
        words[3] = f"*{words[3]}*"
        words[9] = f"[{words[9]}](https://example.org/{at})"
        words[40] += f"[^{at}]" if at % 2 else ""
        heading = f"## Part {at // 4 + 1}\n\n" if at % 4 == 0 else ""
        paragraphs.append(f"{heading}{' '.join(words).capitalize()}.")
    notes = "\n\n".join(f"[^{at}]: A note, with *its* source." for at in range(1, PARAGRAPHS, 2))
    questions = "".join(
        QUESTION.format(id=name, number=at, depth=depth) for at, depth in enumerate(("none", "short", "main"))
    )
    points = "::: key-points\n- A point.\n:::\n\n"
    prompts = "".join(RECALL.format(id=name, number=at) for at in range(3))
    return "\n\n".join(paragraphs) + f"\n\n{notes}\n\n{questions}{points}{prompts}"
