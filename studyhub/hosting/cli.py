"""`studyhub serve` and `studyhub publish`: from an empty folder to a page in a browser, in one command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from studyhub.app import create_app
from studyhub.authoring.report import as_text
from studyhub.db import db
from studyhub.hosting.publishing import Outcome, Progress, is_published, publish_folders, remember
from studyhub.hosting.server import CannotServeError, address_of, require_free_port, require_loopback, run
from studyhub.hosting.upgrade import NewerDatabaseError, upgrade
from studyhub.organisation.policy import setup_code
from studyhub.organisation.queries import find_instance
from studyhub.settings import Settings, read_settings
from studyhub.web import clock

FOLDER = click.Path(file_okay=False, path_type=Path)
PORTS = click.IntRange(1, 65535)
data_option = click.option(
    "--data", type=FOLDER, help="Where everything is kept. [default: a folder of your own]"
)


@click.command(short_help="Run StudyHub.")
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORTS, default=8000, show_default=True, help="The port to listen on.")
@click.option(
    "--courses",
    type=FOLDER,
    help="The courses to publish. [default: those that came along, and those in the data folder]",
)
def serve(*, data: Path | None, host: str, port: int, courses: Path | None) -> None:
    """Run StudyHub: bring the database up to date, publish what is new in the courses, and serve.

    Ctrl-C stops it. Everything is kept in the data folder; the next start goes on from there.
    """
    settings = _settings(STUDYHUB_DATA=data, STUDYHUB_COURSES=courses)
    try:
        require_loopback(host, settings)
        require_free_port(host, port)
        with _database(settings):
            if not is_published(settings.courses, data=settings.data):
                _publish(settings.courses, settings)
            greeting = _greeting(address_of(host, port, settings=settings), settings)
        run(host, port, ready=lambda: click.echo(greeting))
    except CannotServeError as error:
        raise click.ClickException(str(error)) from error


@click.command(short_help="Publish what changed in the courses.")
@click.argument("folder", type=FOLDER, required=False)
@data_option
def publish(*, folder: Path | None, data: Path | None) -> None:
    """Publish what changed in FOLDER, or in the courses that `studyhub serve` would publish.

    A running StudyHub shows the new editions at once.
    """
    settings = _settings(STUDYHUB_DATA=data, STUDYHUB_COURSES=folder)
    with _database(settings):
        outcome = _publish(settings.courses, settings)
    if outcome.problems:
        raise SystemExit(1)
    if not outcome.published:
        click.echo("Nothing has changed.")


def _settings(**options: Path | None) -> Settings:
    """Let an option stand for its setting, in this process and in the workers, and read them all."""
    os.umask(0o077)
    os.environ.update({name: str(value) for name, value in options.items() if value is not None})
    return read_settings()


@contextmanager
def _database(settings: Settings) -> Iterator[None]:
    """Open the database, brought up to date; its connections are closed before a worker opens its own."""
    with create_app(settings).app_context():
        try:
            copy = upgrade(db.engine, copies=settings.data / "copies", now=clock.now())
        except NewerDatabaseError as error:
            raise click.ClickException(str(error)) from error
        if copy:
            click.echo(f"The database was brought up to date. As it was before, it lies in {copy}")
        yield
        db.session.remove()
        db.engine.dispose()


def _publish(folders: Sequence[Path], settings: Settings) -> Outcome:
    with _progress() as progress:
        outcome = publish_folders(folders, today=clock.today(), progress=progress)
    db.session.commit()
    for edition in outcome.published:
        click.echo(f"Published: {edition.title}, edition {edition.number}")
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


def _greeting(address: str, settings: Settings) -> str:
    lines = [f"StudyHub: {address}"]
    if find_instance() is None:
        code = setup_code(settings.secret_key)
        lines.append(f"To begin, make the first account: {address}/setup?code={code}")
    return "\n".join([*lines, "Ctrl-C stops it."])
