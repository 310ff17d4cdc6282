"""`studyhub serve`: from an empty folder to a page in a browser, in one command."""

from __future__ import annotations

import os
from pathlib import Path

import click

from studyhub.app import create_app
from studyhub.db import db
from studyhub.hosting.server import CannotServeError, address_of, require_free_port, require_loopback, run
from studyhub.hosting.upgrade import NewerDatabaseError, upgrade
from studyhub.settings import read_settings
from studyhub.web import clock

FOLDER = click.Path(file_okay=False, path_type=Path)
PORTS = click.IntRange(1, 65535)


@click.command()
@click.option("--data", type=FOLDER, help="Where everything is kept. [default: a folder of your own]")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=PORTS, default=8000, show_default=True, help="The port to listen on.")
@click.option("--courses", type=FOLDER, help="The courses to publish. [default: those that came along]")
def serve(*, data: Path | None, host: str, port: int, courses: Path | None) -> None:
    """Run StudyHub: bring the database up to date, publish what is new in the courses, and serve.

    Ctrl-C stops it. Everything is kept in the data folder; the next start goes on from there.
    """
    os.umask(0o077)
    _set(STUDYHUB_DATA=data, STUDYHUB_COURSES=courses)
    settings = read_settings()
    try:
        require_loopback(host, settings)
        require_free_port(host, port)
        app = create_app(settings)
        with app.app_context():
            copy = upgrade(db.engine, copies=settings.data / "copies", now=clock.now())
            if copy:
                click.echo(f"The database was brought up to date. As it was before, it lies in {copy}")
            db.engine.dispose()  # the workers open connections of their own
        run(
            settings,
            host=host,
            port=port,
            ready=lambda: click.echo(f"StudyHub: {address_of(host, port, settings=settings)}"),
        )
    except (CannotServeError, NewerDatabaseError) as error:
        raise click.ClickException(str(error)) from error


def _set(**settings: Path | None) -> None:
    """Let an option stand for its setting, in this process and in the workers."""
    os.environ.update({name: str(value) for name, value in settings.items() if value is not None})
