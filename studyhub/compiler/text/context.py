"""What a module's text can point at beyond itself: its course, the library, and the files beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from studyhub.compiler.model import Library


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before a text is rendered; `modules` are the ids of all modules of the course."""

    course: str
    language: str
    folders: tuple[Path, ...]  # where its images are looked for: a translation also looks beside its original
    library: Library = field(default_factory=Library)
    modules: frozenset[str] = frozenset()
    is_complete: bool = True  # whether all modules of the course could be read
