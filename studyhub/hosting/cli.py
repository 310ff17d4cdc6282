"""`studyhub serve`, `publish` and `demo`: from an empty folder to a page in a browser, in one command."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from studyhub.accounts.passphrases import generated, passphrases
from studyhub.backups.alone import serving
from studyhub.db import db
from studyhub.demo.filling import fill
from studyhub.demo.people import SHOWN
from studyhub.hosting.publishing import is_published
from studyhub.hosting.server import address_of, require_free_port, require_loopback, run
from studyhub.hosting.starting import open_database, publish_and_tell, settings_with
from studyhub.organisation.policy import setup_code
from studyhub.organisation.queries import find_instance
from studyhub.settings import Settings, shipped
from studyhub.web import clock

FOLDER = click.Path(file_okay=False, path_type=Path)
LOOPBACK = "127.0.0.1"
END_OF_DEMO = "Ctrl-C stops it, and all of it is gone."
PORTS = click.IntRange(1, 65535)
data_option = click.option(
    "--data", type=FOLDER, help="Where everything is kept. [default: a folder of your own]"
)


@click.command(short_help="Run StudyHub.")
@data_option
@click.option("--host", default=LOOPBACK, show_default=True, help="The address to listen on.")
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
    settings = settings_with(STUDYHUB_DATA=data, STUDYHUB_COURSES=courses)
    require_loopback(host, settings)
    require_free_port(host, port)
    with serving(settings.data):
        _serve(settings, host=host, port=port)


@click.command(short_help="Try StudyHub with forty made-up members.")
@click.option("--port", type=PORTS, default=8000, show_default=True, help="The port to listen on.")
def demo(*, port: int) -> None:
    """Serve a place with forty made-up members, to try things out in; it is thrown away when it stops.

    It listens on this computer only, sends nothing, and touches no other StudyHub.
    """
    for name in [name for name in os.environ if name.startswith("STUDYHUB_")]:
        del os.environ[name]
    with tempfile.TemporaryDirectory(prefix="studyhub-demo-", ignore_cleanup_errors=True) as folder:
        require_free_port(LOOPBACK, port)
        settings = settings_with(STUDYHUB_DATA=Path(folder), STUDYHUB_COURSES=shipped("courses"))
        greeting = f"StudyHub: {address_of(LOOPBACK, port, settings=settings)}\n{_demo_in(settings)}"
        run(LOOPBACK, port, ready=lambda: click.echo(greeting))


@click.command(short_help="Publish what changed in the courses.")
@click.argument("folder", type=FOLDER, required=False)
@data_option
def publish(*, folder: Path | None, data: Path | None) -> None:
    """Publish what changed in FOLDER, or in the courses that `studyhub serve` would publish.

    A running StudyHub shows the new editions at once.
    """
    settings = settings_with(STUDYHUB_DATA=data, STUDYHUB_COURSES=folder)
    with open_database(settings):
        outcome = publish_and_tell(settings.courses, settings)
    if outcome.problems:
        raise SystemExit(1)
    if not outcome.published:
        click.echo("Nothing has changed.")


def _serve(settings: Settings, *, host: str, port: int) -> None:
    with open_database(settings):
        if not is_published(settings.courses, data=settings.data):
            publish_and_tell(settings.courses, settings)
        greeting = _greeting(address_of(host, port, settings=settings), settings)
    run(host, port, ready=lambda: click.echo(greeting))


def _greeting(address: str, settings: Settings) -> str:
    lines = [f"StudyHub: {address}"]
    if find_instance() is None:
        code = setup_code(settings.secret_key)
        lines.append(f"To begin, make the first account: {address}/setup?code={code}")
    return "\n".join([*lines, "Ctrl-C stops it."])


def _demo_in(settings: Settings) -> str:
    with open_database(settings):
        publish_and_tell(settings.courses, settings)
        passphrase = generated()
        count = fill(passphrases().hash(passphrase), today=clock.today(), secret_key=settings.secret_key)
        db.session.commit()
    people = (f"  {person.sign_in_name:<8}{person.tells}" for person in SHOWN)
    return "\n".join(
        [
            f"{count} members are here. Sign in as one of these, with the passphrase {passphrase}:",
            *people,
            END_OF_DEMO,
        ]
    )
