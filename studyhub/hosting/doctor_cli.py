"""`studyhub doctor`: look at everything that can be wrong with this place, and say what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from flask_babel import gettext as _

from studyhub.app import create_app
from studyhub.compiler import compile_courses
from studyhub.db import db, only_reads
from studyhub.health.faults import Check, Fault, Place, faults_of
from studyhub.hosting.cli import data_option
from studyhub.hosting.starting import settings_with
from studyhub.settings import BadSettingError
from studyhub.web import clock


@click.command(short_help="Say whether all is well, and what to do where it is not.")
@data_option
@click.option("--json", "as_json", is_flag=True, help="For programs: a list of faults.")
def doctor(*, data: Path | None, as_json: bool) -> None:
    """Look at files, settings, database, backups, courses and clock; ends with 1 where something is not well.

    It changes nothing, and can be run beside a StudyHub that is in use.
    """
    faults = _faults(data)
    if as_json:
        click.echo(json.dumps([asdict(fault) for fault in faults], indent=1))
    else:
        for fault in faults:
            click.echo(f"{fault.name}: {fault.sentence}\n  {fault.remedy}")
        click.echo("All is well." if not faults else "")
    raise SystemExit(1 if faults else 0)


def _faults(data: Path | None) -> list[Fault]:
    try:
        settings = settings_with(STUDYHUB_DATA=data)
    except BadSettingError as error:  # nothing else can be looked at; the sentence names its remedy
        return [Fault("bad-setting", error.message, "StudyHub does not start before that.")]
    app = create_app(settings)
    with app.app_context():
        only_reads.set(True)
        checks = (*app.extensions["checks"], Check(course_errors, is_slow=True))
        try:
            return faults_of(Place(settings, clock.now()), checks, is_thorough=True)
        finally:
            db.session.remove()
            db.engine.dispose()


def course_errors(place: Place) -> Iterator[Fault]:
    """Courses with errors stay as they were last published, and nobody may notice."""
    for folder in place.settings.courses:
        errors = compile_courses(folder).errors if folder.is_dir() else ()
        if errors:
            yield Fault(
                "course-errors",
                _("Courses in %(path)s have errors, first in %(file)s.", path=folder, file=errors[0].path),
                _("Run: studyhub check %(path)s", path=folder),
            )
