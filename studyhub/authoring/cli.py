"""The commands of course authors; each parses, calls, prints and says by its exit status how it went."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from studyhub.authoring.places import courses_folder
from studyhub.authoring.starting import CannotStartError, start_course, start_module

FOLDER = click.Path(path_type=Path)


@click.group()
def new() -> None:
    """Begin a course or a module with files that teach by their comments."""


@new.command("course")
@click.argument("course", metavar="ID")
@click.option("--title", default="", help="What the catalogue calls it; made of the id where left out.")
@click.option("--in", "courses", type=FOLDER, help="The folder of courses. [default: courses, or this one]")
def new_course(course: str, title: str, courses: Path | None) -> None:
    """Begin a course called ID, with a first module."""
    folder = courses or courses_folder(Path())
    with _in_plain_words():
        written = start_course(folder, course, title=title)
    click.echo("\n".join(f"wrote {path}" for path in written))
    _say_next(folder / course)


@new.command("module")
@click.argument("course", type=FOLDER)
@click.argument("module", metavar="ID")
@click.option("--title", default="", help="What readers see; made of the id where left out.")
def new_module(course: Path, module: str, title: str) -> None:
    """Begin the next module, called ID, of COURSE: a course's folder, or its id."""
    named = courses_folder(Path()) / course
    with _in_plain_words():
        written = start_module(
            named if not course.exists() and named.is_dir() else course, module, title=title
        )
    click.echo(f"wrote {written}")
    _say_next(written.parent)


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except CannotStartError as error:
        raise click.UsageError(str(error)) from error


def _say_next(folder: Path) -> None:
    click.echo(f"\nSee it as you write: studyhub preview {shlex.quote(str(folder))}")
