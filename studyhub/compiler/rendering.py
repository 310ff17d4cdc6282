"""Rendering the modules of a folder, each by itself; many of them in two processes at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from studyhub.compiler.apart import Apart, StoppedError
from studyhub.compiler.course import ModuleFile
from studyhub.compiler.memory import NO_MEMORY, Memory
from studyhub.compiler.model import Problem
from studyhub.compiler.module import Written, write_module
from studyhub.compiler.problems import START
from studyhub.compiler.text.context import Context
from studyhub.compiler.text.markdown_text import MarkdownText

Progress = Callable[[int, int, str], None]  # modules done, modules in all, path of the one that comes next
MANY = 80  # modules from which a second process is worth its start
PATIENCE = 600.0  # seconds that the second process may take


@dataclass(frozen=True, slots=True)
class Job:
    """One module to render, with what it may point at."""

    file: ModuleFile
    context: Context
    pictures: tuple[object, ...] = ()  # what changes with them; see Memory


Outcome = tuple[Written | None, list[Problem]]
Share = Sequence[Job]


def render_all(
    jobs: Sequence[Job], progress: Progress | None, *, memory: Memory, processes: int
) -> list[Written | None]:
    """Return what came of each module, in order; None for one whose nesting nobody can follow."""
    if memory.lasts or processes == 1 or len(jobs) < MANY or (os.cpu_count() or 1) == 1:
        written = _render_here(jobs, progress, done=0, of=len(jobs), memory=memory)
    else:
        written = _render_in_two(jobs, progress)
    if progress:
        progress(len(jobs), len(jobs), "")
    return written


def render_share(share: Share) -> list[Outcome]:
    """Render modules in another process than the one that asked: their problems go back with them."""
    written = _render_here(share, None, done=0, of=len(share))
    return [(one, job.file.problems.found) for one, job in zip(written, share, strict=True)]


def _render_in_two(jobs: Sequence[Job], progress: Progress | None) -> list[Written | None]:
    half = len(jobs) // 2
    mine, theirs = jobs[:half], jobs[half:]
    with Apart("render", theirs) as process:
        written = _render_here(mine, progress, done=0, of=len(jobs))
        try:
            outcomes = process.result(seconds=PATIENCE)
        except StoppedError:  # it may have run out of memory, or the machine may not let it start
            return written + _render_here(theirs, progress, done=half, of=len(jobs))
    if not isinstance(outcomes, list):  # pragma: no cover - the other side is our own
        raise TypeError(outcomes)
    for job, (one, problems) in zip(theirs, outcomes, strict=True):
        job.file.problems.found = problems
        written.append(one)
    return written


def _render_here(
    jobs: Sequence[Job], progress: Progress | None, *, done: int, of: int, memory: Memory = NO_MEMORY
) -> list[Written | None]:
    markdown = MarkdownText()
    written = []
    for number, job in enumerate(jobs, start=done):
        if progress:
            progress(number, of, job.file.source.path)
        made_from = (job.file.source, job.file.number, job.file.head.id, job.context, job.pictures)
        make = partial(_render, job, markdown)
        written.append(memory.step("render", made_from, problems=job.file.problems, make=make))
    return written


def _render(job: Job, markdown: MarkdownText) -> Written | None:
    try:
        return write_module(job.file, job.context, markdown=markdown)
    except RecursionError:
        job.file.problems.add("too-dense", START, message="this file is nested too deeply")
        return None
