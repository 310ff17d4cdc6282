"""Rendering the modules of a folder, each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from studyhub.compiler.context import Context
from studyhub.compiler.course import ModuleFile
from studyhub.compiler.markdown_text import MarkdownText
from studyhub.compiler.memory import Memory
from studyhub.compiler.module import Written, write_module
from studyhub.compiler.problems import Place

Progress = Callable[[int, int, str], None]  # modules done, modules in all, path of the one just done


@dataclass(frozen=True, slots=True)
class Job:
    """One module to render, with what it may point at."""

    file: ModuleFile
    context: Context
    pictures: tuple[object, ...] = ()  # what changes with them; see Memory


def render_all(jobs: Sequence[Job], progress: Progress | None, *, memory: Memory) -> Iterator[Written | None]:
    """Yield what came of each module, in order; None for one whose nesting nobody can follow."""
    markdown = MarkdownText()
    for done, job in enumerate(jobs, start=1):
        made_from = (job.file.source, job.file.number, job.file.head.id, job.context, job.pictures)
        yield memory.step(
            "render", made_from, problems=job.file.problems, make=partial(render, job, markdown)
        )
        if progress:
            progress(done, len(jobs), job.file.source.path)


def render(job: Job, markdown: MarkdownText) -> Written | None:
    """Render one module; its problems are added to those of its file."""
    try:
        return write_module(job.file, job.context, markdown=markdown)
    except RecursionError:
        job.file.problems.add("too-dense", Place(), message="this file is nested too deeply")
        return None
