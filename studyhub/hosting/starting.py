"""What every command does before it serves: settings, a database that is up to date, courses that are out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from studyhub.app import create_app
from studyhub.authoring.report import as_text
from studyhub.backups.restoring import finish_restoring
from studyhub.db import db
from studyhub.hosting.publishing import Outcome, Progress, in_words, publish_folders, remember
from studyhub.hosting.upgrade import upgrade
from studyhub.settings import Settings, read_settings
from studyhub.web import clock


def settings_with(**options: Path | None) -> Settings:
    """Let an option stand for its setting, in this process and in the workers, and read them all."""
    os.umask(0o077)
    os.environ.update({name: str(value) for name, value in options.items() if value is not None})
    return read_settings()


@contextmanager
def open_database(settings: Settings) -> Iterator[None]:
    """Open the database, brought up to date; its connections are closed before a worker opens its own."""
    finish_restoring(settings)
    with create_app(settings).app_context():
        copy = upgrade(db.engine, copies=settings.data / "copies", now=clock.now())
        if copy:
            click.echo(f"The database was brought up to date. As it was before, it lies in {copy}")
        yield
        db.session.remove()
        db.engine.dispose()


def publish_and_tell(folders: Sequence[Path], settings: Settings) -> Outcome:
    """Publish what changed in these folders, commit, and print what came of it."""
    with _progress() as progress:
        outcome = publish_folders(folders, today=clock.today(), progress=progress)
    db.session.commit()
    for edition in outcome.published:
        click.echo(in_words(edition))
    if outcome.problems:
        closing = "Courses with errors stay as they were last published."
        click.echo(as_text(outcome.problems, everything=False, colour=False, closing=closing), err=True)
    else:
        remember(folders, data=settings.data)
    return outcome


@contextmanager
def _progress() -> Iterator[Progress]:
    with click.progressbar(length=1, label="Reading the courses") as bar:

        def show(done: int, total: int, *_path: str) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show
