"""Publish the courses of this StudyHub: what is sound becomes editions, and what has not changed costs nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

import studyhub.compiler
import studyhub.courses
import studyhub.search
from studyhub.compiler import Compiled, Course, Library, Problem, compile_courses
from studyhub.courses import models
from studyhub.courses.actions import Published, publish
from studyhub.db import db
from studyhub.search.words import MADE_BY

Progress = Callable[[int, int, str], None]  # how many modules are done, how many there are, the file's path


MOST = 10  # paragraphs of a module that are named
SHARED = "library"
ROUTES = "routes.yaml"  # ways through several courses; a faulty one keeps no course back


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published, and what keeps other courses from it; paths lead to the files."""

    published: tuple[Published, ...]
    problems: tuple[Problem, ...]


def publish_folders(folders: Sequence[Path], *, today: date, progress: Progress | None = None) -> Outcome:
    """Publish what changed in these folders of courses; of two courses with one id, the later folder's counts.

    A course with errors is left as it was last published, and so are all of a folder whose shared files have
    errors. The caller commits.
    """
    sound: dict[str, Course] = {}
    problems: list[Problem] = []
    for folder in folders:
        compiled = compile_courses(folder, progress=progress)
        problems += [replace(error, path=str(folder / error.path)) for error in compiled.errors]
        faulty = _faulty(compiled, folder)
        sound |= {course.id: course for course in compiled.courses}
        sound = {slug: course for slug, course in sound.items() if slug not in faulty}
    made = publish(Compiled(tuple(sound.values()), Library(), ()), today=today)
    return Outcome(tuple(made), tuple(problems))


def in_words(edition: Published) -> str:
    """Say what was published, and which paragraphs those who read the edition before will look for in vain."""
    said = [f"Published: {edition.title}, edition {edition.number}"]
    for module, gone in groupby(edition.gone, key=lambda one: one.module):
        passages = [one.passage for one in gone]
        said += [f"  In “{module}”, gone or too much changed to be known again:"]
        said += [f"    “{passage.opening}”" for passage in passages[:MOST]]
        said += [f"    and {len(passages) - MOST} more"] if len(passages) > MOST else []
    if edition.gone:
        said += ["  Whoever stopped at one of these is told so, and led to the paragraph nearest to it."]
    return "\n".join(said)


def is_published(folders: Iterable[Path], *, data: Path) -> bool:
    """Say whether these folders are as they were, and the database too, when `remember` was last called."""
    note = data / "published"
    return note.exists() and note.read_text() == _fingerprint(folders)


def remember(folders: Iterable[Path], *, data: Path) -> None:
    """Keep in the data folder what these folders look like, now that all of them is published."""
    new = data / "published.new"
    new.write_text(_fingerprint(folders))
    new.replace(data / "published")


def _faulty(compiled: Compiled, folder: Path) -> set[str]:
    """Name the courses with errors, by id and by folder: every one of them when what they share has some."""
    every = {path.name for path in folder.iterdir() if path.is_dir() and path.name != SHARED}
    at = {error.path.partition("/")[0] for error in compiled.errors} - {ROUTES}
    folders = every if at - every else at
    return folders | {course.id for course in compiled.courses if _folder_of(course) in folders}


def _folder_of(course: Course) -> str:
    return course.modules[0].source.partition("/")[0] if course.modules else course.id


def _fingerprint(folders: Iterable[Path]) -> str:
    """Hash everything that decides what publishing would do: the texts, our own code, and what is published."""
    code = [Path(package.__path__[0]) for package in (studyhub.compiler, studyhub.courses, studyhub.search)]
    known = select(models.Course.slug, models.Course.latest).order_by(models.Course.slug)
    seen = hashlib.sha256(repr([MADE_BY, *map(tuple, db.session.execute(known))]).encode())
    for folder in (*code, *folders):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                seen.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                seen.update(path.read_bytes())
    return seen.hexdigest()
