"""Whether those who are trusted with others have a second factor, for `studyhub doctor` and the Health page."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from studyhub.health.faults import Check, Fault, Place
from studyhub.organisation.queries import find_instance
from studyhub.ways_in.queries import count_without_second_factor


def missing_second_factors(place: Place) -> Iterator[Fault]:
    """AU-10, CF-01: a passphrase alone stands before what organisers and administrators may do.

    It counts them and names nobody: what the command prints is easily passed on.
    """
    instance = find_instance()
    if instance is None:
        return
    if place.settings.is_public and not instance.require_second_factor:
        yield Fault(
            "second-factor-off",
            _("Organisers and administrators need no second factor here."),
            _("Require it under “This place”, unless nobody but you can reach this StudyHub."),
        )
    missing = count_without_second_factor(place.now.date())
    if missing and instance.require_second_factor:
        yield Fault(
            "no-second-factor",
            ngettext(
                "One person who is trusted with others has no second factor; until then they may do nothing.",
                "%(num)s people who are trusted with others have no second factor; until then they may do nothing.",
                missing,
            ),
            _("Ask your organisers and administrators to sign in and to set it up: they are led there."),
        )


CHECKS = (Check(missing_second_factors, needs_database=True),)
