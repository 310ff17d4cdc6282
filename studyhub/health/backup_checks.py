"""What can be wrong with the shape of the database and with its backups; and what an administrator wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_babel import format_timedelta
from flask_babel import gettext as _

from studyhub.backups.archive import read_manifest
from studyhub.backups.manifest import BadBackupError, this_version
from studyhub.backups.schema import is_known, latest_revision, revision_of
from studyhub.backups.shelf import Kept, is_expired, kept_backups
from studyhub.db import Base, db
from studyhub.health.facts import in_bytes
from studyhub.health.faults import Check, Fact, Fault, Place

TOO_OLD = timedelta(hours=48)
FIRST_FEW = 5
NOW_AND_THEN = timedelta(minutes=5)  # by so much clocks may differ


def older_or_newer(place: Place) -> Iterator[Fault]:
    """Whether the database is the one that this version works with."""
    if place.file is not None and not place.file.exists():
        return
    revision = revision_of(db.session.connection())
    if revision is not None and not is_known(revision):
        yield Fault(
            "newer-database",
            _("This database was used by a later version of StudyHub."),
            _("Install that version again, or a newer one."),
        )
    elif revision != latest_revision():
        yield Fault(
            "older-database",
            _("The database has not been brought up to date."),
            _("Start StudyHub once: studyhub serve"),
        )


def another_shape(_place: Place) -> Iterator[Fault]:
    """Whether its tables are those that StudyHub made."""
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(db.session.connection(), opts=options)
    differences = compare_metadata(context, Base.metadata)
    if differences:
        yield Fault(
            "another-shape",
            _(
                "The tables of the database are not those of this StudyHub: %(what)s.",
                what=_named(differences),
            ),
            _("Somebody has changed the database past StudyHub. Bring a backup of before that back."),
        )


def late_backups(place: Place) -> Iterator[Fault]:
    """Whether there is a backup that is young enough."""
    if is_late(place) and place.settings.backups:
        yield Fault(
            "late-backup",
            _("The last backup was made more than two days ago, or there is none."),
            _("Run: studyhub backup. If it fails, it says why."),
        )


def expired_backups(place: Place) -> Iterator[Fault]:
    """PR-03: whether people who deleted themselves live on in files that should have gone."""
    for kept in kept_backups(place.settings.data):
        if is_expired(kept, now=place.now):
            yield Fault(
                "expired-backup",
                _(
                    "%(name)s is older than fourteen days; people who are gone live on in it.",
                    name=kept.path.name,
                ),
                _("Delete it. StudyHub does so by itself while it runs."),
            )
        elif kept.made_at > place.now + NOW_AND_THEN:
            yield Fault(
                "clock-behind",
                _("%(name)s is of a time to come: the clock is wrong, or it was.", name=kept.path.name),
                _("Set the clock; if that is right, delete the file."),
            )


def bad_backup(place: Place) -> Iterator[Fault]:
    """Whether the latest backup is still what was written, byte by byte."""
    for kept in kept_backups(place.settings.data)[:1]:
        try:
            read_manifest(kept.path, keys=[place.settings.secret_key, *place.settings.old_secret_keys])
        except BadBackupError as error:
            yield Fault(
                "bad-backup",
                _("The latest backup cannot be used: %(said)s", said=error.message),
                _("Run: studyhub backup. Then see whether the disk is sound."),
            )


def is_late(place: Place) -> bool:
    """Say whether the last backup is more than two days old; a place that is younger itself has time."""
    made = [kept.made_at for kept in kept_backups(place.settings.data)]
    key = place.settings.data / "secret-key"
    begun = datetime.fromtimestamp(key.stat().st_mtime, UTC) if key.exists() else place.now
    return place.now - max(made, default=begun) > TOO_OLD


def last_backup(place: Place) -> Kept | None:
    """Return the latest backup in the data folder."""
    return next(iter(kept_backups(place.settings.data)), None)


def age_in_words(kept: Kept, *, now: datetime) -> str:
    """Say how old a backup is: “4 hours ago”."""
    return str(format_timedelta(kept.made_at - now, add_direction=True))


def backup_facts(place: Place) -> Iterator[Fact]:
    """Say which version this is, of what shape the database is, and how old the last backup."""
    yield Fact(_("Version"), _("StudyHub %(version)s", version=this_version()))
    revision = revision_of(db.session.connection())
    is_up_to_date = revision == latest_revision()
    yield Fact(_("Migrations"), _("All have run.") if is_up_to_date else _("Some have not run."))
    kept = last_backup(place)
    if kept is None:
        yield Fact(_("Last backup"), _("None yet."))
    else:
        words = {"age": age_in_words(kept, now=place.now), "size": in_bytes(kept.size)}
        yield Fact(_("Last backup"), _("%(age)s, %(size)s, read again and found whole.", **words))


def _named(differences: list[object]) -> str:
    words = sorted({" ".join(str(part) for part in _parts(one)) for one in differences})
    return ", ".join(words[:FIRST_FEW]) + (" …" if len(words) > FIRST_FEW else "")


def _parts(difference: object) -> Iterator[object]:
    first = difference[0] if isinstance(difference, list) else difference
    if isinstance(first, tuple):
        for part in first:
            name = part if isinstance(part, str) else getattr(part, "name", None)
            if isinstance(name, str):
                yield name.replace("_", " ") if part is first[0] else name


CHECKS = (
    Check(older_or_newer),
    Check(another_shape, needs_database=True, is_slow=True),
    Check(late_backups),
    Check(expired_backups),
    Check(bad_backup, is_slow=True),
)
