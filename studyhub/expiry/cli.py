"""`studyhub purge`: what is due goes, from tables and files; `studyhub seizure`: what there is about anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from studyhub.db import db
from studyhub.expiry.purging import (
    ClockMovedError,
    clearing,
    delete_due,
    delete_old_copies,
    expiring,
    forget_due_in_audit,
    note_run,
    note_scrubbed,
    require_steady_clock,
)
from studyhub.expiry.scrubbing import empty_log, scrub
from studyhub.expiry.seizure import told
from studyhub.web import clock

OpenApp = Callable[[], Flask]


@click.command(short_help="Delete what is due to go.")
@click.option("--force", is_flag=True, help="Also where the clock has moved since the last time.")
@click.option("--quiet", is_flag=True, help="Say nothing where all is well.")
@click.pass_obj
def purge(open_app: OpenApp, *, force: bool, quiet: bool) -> None:
    """Delete every row whose time is up, as the declarations in docs/data.md say; `studyhub serve` does it hourly.

    Twice is the same as once, and what was broken off goes on with the next time.
    """
    said: list[str] = []
    with _open(open_app) as app:
        now = clock.now()
        if not force:
            require_steady_clock(now)
        for what in expiring():
            said.append(f"{what.table.name}: {delete_due(what, now)}")
            db.session.commit()  # a table at a time, so that nobody waits long for the lock
        said.append(f"people in the audit: {forget_due_in_audit(now)}")
        db.session.commit()
        said.append(
            f"old copies: {delete_old_copies(app.extensions['settings'].data / 'copies', now.date())}"
        )
        said.append(_clean_files())
        note_run(now)
        db.session.commit()
    if not quiet:
        click.echo("\n".join(said))


@click.command(short_help="Say what exists about anybody.")
@click.pass_obj
def seizure(open_app: OpenApp) -> None:
    """Say what whoever takes this server finds about people: tables, how many rows, columns by kind, and no value."""
    with _open(open_app) as app:
        for line in told(db.session.connection(), app.extensions["settings"].data):
            click.echo(line)


def _clean_files() -> str:
    was = clearing().to_scrub
    db.session.commit()
    db.session.remove()  # its transaction would keep the files from being written anew
    if not was:
        return (
            "files: nothing to clean" if empty_log(db.engine) else "files: in use, the next time cleans them"
        )
    if not scrub(db.engine):
        return "files: in use, the next time cleans them"
    note_scrubbed(was)
    db.session.commit()
    return "files: cleaned"


@contextmanager
def _open(open_app: OpenApp) -> Iterator[Flask]:
    app = open_app()
    with app.app_context():
        try:
            yield app
        except ClockMovedError as error:
            raise click.ClickException(
                f"The clock has moved: {error}. Nothing was deleted. If the time is right now, run: studyhub purge --force"
            ) from error
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                "The database cannot be used: it is not there yet, or another program holds it. Try again."
            ) from error
        finally:
            db.session.remove()
            db.engine.dispose()
