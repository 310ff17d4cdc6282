"""What each module of a courses folder has, counted: `python -m tests.authoring.counting courses/`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from studyhub.compiler import compile_courses
from studyhub.compiler.model import Course, Depth, Module

MARKUP = re.compile(r"<figure.*?</figure>|<ol class=\"timeline\">.*?</ol>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Counted:
    """One module: `words` are those of its own text, without quotations and timelines; `short` how many minutes of
    short readings it sets.
    """

    course: str
    module: str
    words: int
    questions: int
    notes: int  # for organisers, by question
    without_reading: int  # questions that need none
    prompts: int
    disputed: int
    positions: int
    readings: int
    other_views: int
    sources: int  # notes below the text
    short: int


def counted(course: Course, module: Module) -> Counted:
    """Count what a module has."""
    text = " ".join(part.html for part in module.parts)
    return Counted(
        course.id,
        module.id,
        words=len(MARKUP.sub(" ", text).split()),
        questions=len(module.questions),
        notes=len(module.facilitation.notes),
        without_reading=sum(one.depth is Depth.NONE for one in module.questions),
        prompts=len(module.recall),
        disputed=len(module.disputed),
        positions=sum(len(one.positions) for one in module.disputed),
        readings=len(module.readings),
        other_views=sum(one.other_view for one in module.readings),
        sources=len(module.notes),
        short=sum(one.minutes for one in module.readings if one.depth is Depth.SHORT),
    )


def counts_of(folder: Path) -> list[Counted]:
    """Count every module of every course, in their order."""
    return [
        counted(course, module) for course in compile_courses(folder).courses for module in course.modules
    ]


def lines(folder: Path) -> Iterator[str]:
    """Return the counts as a table, a line each."""
    yield "\t".join(field.name.replace("_", " ") for field in fields(Counted))
    yield from ("\t".join(map(str, astuple(one))) for one in counts_of(folder))


if __name__ == "__main__":
    sys.stdout.writelines(
        f"{line}\n" for line in lines(Path(sys.argv[1] if len(sys.argv) > 1 else "courses"))
    )
