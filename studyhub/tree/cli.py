"""`studyhub branch`: the tree, from where StudyHub runs; for the first set-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from studyhub.accounts.models import shown_name_of
from studyhub.db import db
from studyhub.organisation.actions import (
    BelowItselfError,
    Deciding,
    NewBranch,
    NotEmptyError,
    archive_branch,
    found_branch,
    move_branch,
    rename_branch,
)
from studyhub.organisation.models import LONGEST_NAME, Branch, BranchKind
from studyhub.organisation.queries import find_branch, root_branch
from studyhub.tree.importing import WrongFileError, found_all, read_lines
from studyhub.tree.queries import tree_below
from studyhub.tree.zones import language_called, time_zone_called
from studyhub.web import clock

OpenApp = Callable[[], Flask]


@click.group(short_help="Found, move and list branches.")
def branch() -> None:
    """Found, rename, move, archive and list the branches of this place. ADDRESS is a branch's two words."""


@branch.command("list")
@click.pass_obj
def show(open_app: OpenApp) -> None:
    """Print the tree: each branch with its address, its kind and how many people it has."""
    with _open(open_app):
        top = _top()
        lines = [
            f"{'  ' * depth}{node.name}  {node.slug}  {node.kind}  {node.people}"
            for node, depth in tree_below([top.id], today=clock.today())[0].all()
        ]
    click.echo("\n".join(lines))


@branch.command()
@click.argument("name")
@click.option("--below", metavar="ADDRESS", help="The branch above it. [default: the top]")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in BranchKind]), default="branch", show_default=True
)
@click.option("--language", default="en", show_default=True, help="Its short name.")
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/London.")
@click.pass_obj
def add(  # noqa: PLR0913 - click hands each option over by itself
    open_app: OpenApp, *, name: str, below: str | None, kind: str, language: str, time_zone: str
) -> None:
    """Found a branch and print its address."""
    said, zone = language_called(language), time_zone_called(time_zone)
    if said is None or zone is None:
        raise click.UsageError("Give a language such as en and a time zone such as Europe/London.")
    new = NewBranch(_name(name), BranchKind(kind), zone, said)
    with _open(open_app):
        above = _found(below) if below else _top()
        slug = found_branch(new, below=above, deciding=_operator()).slug
        db.session.commit()
    click.echo(slug)


@branch.command()
@click.argument("address")
@click.argument("name")
@click.pass_obj
def rename(open_app: OpenApp, *, address: str, name: str) -> None:
    """Call a branch otherwise."""
    with _open(open_app):
        rename_branch(_found(address), _name(name), deciding=_operator())
        db.session.commit()


@branch.command()
@click.argument("address")
@click.option("--below", metavar="ADDRESS", required=True, help="The branch that it shall lie below.")
@click.pass_obj
def move(open_app: OpenApp, *, address: str, below: str) -> None:
    """Hang a branch and all below it under another."""
    with _open(open_app):
        try:
            move_branch(_found(address), below=_found(below), deciding=_operator())
        except BelowItselfError as error:
            raise click.ClickException(f"{below} is {address} or lies below it.") from error
        db.session.commit()


@branch.command()
@click.argument("address")
@click.pass_obj
def archive(open_app: OpenApp, *, address: str) -> None:
    """Close a branch that has none below it; nobody can open it any more."""
    with _open(open_app):
        try:
            archive_branch(_found(address), deciding=_operator())
        except NotEmptyError as error:
            raise click.ClickException(f"{address} is the top, or others lie below it.") from error
        db.session.commit()


@branch.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_(open_app: OpenApp, *, file: Path) -> None:
    """Found all branches of a CSV file that are not there yet.

    Its columns are name, kind, below, language and time_zone; below is the name of another branch, empty for
    the top. The whole file is checked before anything is founded; once more changes nothing.
    """
    try:
        lines = read_lines(file.read_text(encoding="utf-8"))
        with _open(open_app):
            founded = found_all(lines, top=_top(), deciding=_operator())
            db.session.commit()
            told = [f"{one.slug}  {one.name}" for one in founded]
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not in UTF-8: save it as CSV UTF-8.") from error
    except WrongFileError as error:
        for wrong in sorted(error.wrongs, key=lambda wrong: wrong.line):
            click.echo(f"{file}:{wrong.line}: {wrong.what}", err=True)
        raise click.ClickException("Nothing was founded.") from error
    click.echo("\n".join([*told, f"{len(told)} founded, {len(lines) - len(told)} there already."]))


@contextmanager
def _open(open_app: OpenApp) -> Iterator[None]:
    with open_app().app_context():
        try:
            yield
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                "The database cannot be used: it is not there yet, or another program holds it. "
                "Start StudyHub once with `studyhub serve`, then try again."
            ) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _operator() -> Deciding:
    return Deciding(None, clock.now())


def _top() -> Branch:
    top = root_branch()
    if top is None:
        raise click.ClickException("There is no tree yet: set the place up first, at /setup.")
    return top


def _found(address: str) -> Branch:
    found = find_branch(address)
    if found is None or found.archived_on is not None:
        raise click.ClickException(f"There is no branch {address}. `studyhub branch list` shows all.")
    return found


def _name(typed: str) -> str:
    name = shown_name_of(typed)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise click.UsageError(f"A name takes 1 to {LONGEST_NAME} letters.")
    return name
