"""Whether all is well, and how old the last backup is. To look thoroughly, and to make or bring back a backup, is
for the command line alone.
"""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from studyhub.backups.shelf import kept_backups
from studyhub.health.backup_checks import age_in_words, is_late
from studyhub.health.facts import in_bytes
from studyhub.health.faults import Check, Facts, Place, faults_of
from studyhub.settings import Settings
from studyhub.web import clock
from studyhub.web.access import may

bp = Blueprint("health", __name__, template_folder="templates")


@bp.route("/admin")
@may("see-health")
def show() -> ResponseReturnValue:
    checks: tuple[Check, ...] = current_app.extensions["checks"]
    tellers: tuple[Facts, ...] = current_app.extensions["facts"]
    place = _place()
    return render_template(
        "health/show.html",
        faults=faults_of(place, checks, is_thorough=False),
        facts=[fact for tell in tellers for fact in tell(place)],
    )


@bp.route("/admin/backup")
@may("see-health")
def backups() -> ResponseReturnValue:
    place = _place()
    return render_template(
        "health/backups.html",
        backups=[
            (age_in_words(kept, now=place.now), in_bytes(kept.size), kept.path.name)
            for kept in kept_backups(place.settings.data)
        ],
        is_late=is_late(place),
        hours=place.settings.backups,
    )


def backups_are_late() -> bool:
    """Say whether administrators are to be told on Today that the last backup is too old."""
    return is_late(_place())


def _place() -> Place:
    settings: Settings = current_app.extensions["settings"]
    return Place(settings, clock.now())
