"""`studyhub backup` and `studyhub restore`: on the computer where StudyHub runs, and never over the network."""

from __future__ import annotations

from pathlib import Path

import click

from studyhub.backups.making import Made, make_backup, make_if_due
from studyhub.backups.manifest import Manifest
from studyhub.backups.restoring import restore as bring_back
from studyhub.backups.restoring import verify as check
from studyhub.hosting.cli import data_option
from studyhub.hosting.starting import settings_with
from studyhub.web import clock

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Back everything up, while StudyHub runs or not.")
@data_option
@click.option("--to", type=FILE, help="A new file. [default: one in backups/ in the data folder]")
@click.option(
    "--if-due", is_flag=True, help="Only if the latest is as old as STUDYHUB_BACKUPS says; says nothing."
)
def backup(*, data: Path | None, to: Path | None, if_due: bool) -> None:
    """Write the whole database and the courses of your own into one file, read it again and check it.

    `studyhub serve` does it by itself, once a day unless STUDYHUB_BACKUPS says otherwise. Backups in the data
    folder go after fourteen days: what somebody deleted shall not live on in them.
    """
    settings = settings_with(STUDYHUB_DATA=data)
    if if_due:
        make_if_due(settings, now=clock.now())
        return
    made = make_backup(settings, now=clock.now(), to=to)
    click.echo(f"{_counted(made.manifest)}: read again and found whole.\nThe backup is {made.path}")


@click.command(short_help="Bring a backup back, or check one.")
@click.argument("file", type=FILE)
@data_option
@click.option("--verify", is_flag=True, help="Only check it; nothing is changed.")
@click.option(
    "--replace", is_flag=True, help="Put it in the place of what is here, which is backed up first."
)
@click.option("--without-key", is_flag=True, help="Take it though its seal is of another secret key.")
def restore(*, file: Path, data: Path | None, verify: bool, replace: bool, without_key: bool) -> None:
    """Check FILE, and put what is in it where there is no StudyHub yet. StudyHub must not be running.

    Everybody signs in again afterwards.
    """
    settings = settings_with(STUDYHUB_DATA=data)
    if verify:
        click.echo(
            f"{_counted(check(file, settings, needs_key=not without_key))}: whole. It can be restored."
        )
        return
    manifest, before = bring_back(file, settings, now=clock.now(), replace=replace, needs_key=not without_key)
    if before is not None:
        click.echo(_kept_before(before))
    click.echo(f"{_counted(manifest)}: restored. Start StudyHub with `studyhub serve`.")


def _kept_before(before: Made) -> str:
    return f"What was here before is in {before.path}"


def _counted(manifest: Manifest) -> str:
    rows = sum(table.rows for table in manifest.tables.values())
    return f"{rows} rows in {len(manifest.tables)} tables, as they were on {manifest.made_at:%-d %B %Y at %H:%M} UTC"
