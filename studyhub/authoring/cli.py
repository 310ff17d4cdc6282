"""The commands of course authors; each parses, calls, prints and says by its exit status how it went."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path

import click

from studyhub.authoring.checking import Checked, check_place
from studyhub.authoring.places import NoPlaceError, courses_folder, place_of
from studyhub.authoring.report import (
    as_explanation,
    as_github,
    as_json,
    as_list_of_rules,
    as_text,
    counted,
)
from studyhub.authoring.serving import PortTakenError, previewing
from studyhub.authoring.starting import CannotStartError, start_course, start_module
from studyhub.compiler import compile_courses
from studyhub.compiler.memory import Memory
from studyhub.compiler.model import Level
from studyhub.compiler.rules.every_rule import RULES
from studyhub.compiler.words.spelling import meant, nearest

FOLDER = click.Path(path_type=Path)
FORMATS = {"json": as_json, "github": as_github}


@click.command(short_help="Look for problems in courses, and mend some.")
@click.argument("path", type=FOLDER, required=False)
@click.option("--fix", is_flag=True, help="Write into the files what can be mended without asking.")
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Show every problem, not the first twenty.")
@click.option("--no-advice", is_flag=True, help="Leave out advice, which does not stop publishing.")
def check(path: Path | None, *, fix: bool, form: str, everything: bool, no_advice: bool) -> None:
    """Look for problems in PATH: a folder of courses, a course, or one of its files.

    The exit status is 0 where there are none, 1 where there are some, 2 where nothing could be checked.
    """
    with _in_plain_words():
        place = place_of(path)
        checked = check_place(place, fix=fix)
    problems = [found for found in checked.problems if not (no_advice and found.level is Level.ADVICE)]
    _say_what_was_mended(checked)
    if form in FORMATS:
        _print(FORMATS[form](problems))
    else:
        closing = _what_there_is(checked) if place.is_all and not problems else ""
        _print(as_text(problems, everything=everything, colour=_has_colours(), closing=closing))
    sys.exit(1 if problems else 0)


@click.command(short_help="Say what a rule asks for, or list them all.")
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say what RULE asks for and why, with an example; without a RULE, list them all."""
    if rule is None:
        _print(as_list_of_rules(RULES.values()))
    elif rule in RULES:
        _print(as_explanation(RULES[rule]))
    else:
        hint = meant(nearest(rule, RULES)) or "“studyhub explain” lists them all."
        raise click.UsageError(f"There is no such rule. {hint[0].upper()}{hint[1:]}")


@click.command(short_help="See a course in a browser as you write it.")
@click.argument("folder", type=FOLDER, required=False)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port to listen on. [default: 8010, or a free one]"
)
def preview(folder: Path | None, port: int | None) -> None:
    """Show FOLDER in a browser as readers and as organisers see it; pages follow every save."""
    with _in_plain_words():
        place = place_of(folder)
        _print(f"Preview of {place.root / place.part}")
        remembering = partial(compile_courses, memory=Memory())
        with previewing(place, remembering, port=port) as server, suppress(KeyboardInterrupt):
            _print(f"\n    http://127.0.0.1:{server.port}/\n\nCtrl-C stops it.")
            server.serve_forever()


@click.group(short_help="Begin a course or a module.")
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
    _print("\n".join(f"wrote {path}" for path in written))
    _say_next(folder / course)


@new.command("module")
@click.argument("module", metavar="COURSE/ID", type=FOLDER)
@click.option("--title", default="", help="What readers see; made of the id where left out.")
def new_module(module: Path, title: str) -> None:
    """Begin the next module of COURSE, called ID. Standing in the course's folder, the ID is enough."""
    named = courses_folder(Path()) / module.parent
    folder = named if named.is_dir() and not module.parent.is_dir() else module.parent
    with _in_plain_words():
        written = start_module(folder, module.name, title=title)
    _print(f"wrote {written}")
    _say_next(folder)


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except (CannotStartError, NoPlaceError, PortTakenError) as error:
        raise click.UsageError(str(error)) from error


def _say_what_was_mended(checked: Checked) -> None:
    if checked.mended:
        things = counted(checked.mended, "problem", many="problems")
        click.echo(f"Mended {things} in {counted(len(checked.files), 'file', many='files')}.", err=True)
    for sentence in checked.refused:
        click.echo(sentence, err=True)


def _what_there_is(checked: Checked) -> str:
    courses = checked.compiled.courses
    modules = sum(len(course.modules) for course in courses)
    return f"{counted(len(courses), 'course', many='courses')}, {counted(modules, 'module', many='modules')}."


def _has_colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _print(text: str) -> None:
    # A terminal that cannot show a letter gets its number instead, never a traceback.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    click.echo(text, color=_has_colours())


def _say_next(folder: Path) -> None:
    _print(f"\nSee it as you write: studyhub preview {shlex.quote(str(folder))}")
