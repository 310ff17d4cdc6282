"""Whether there is a second person to agree, for `studyhub doctor` and the Health page."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from studyhub.health.faults import Check, Fault, Place
from studyhub.organisation.queries import two_people_decide
from studyhub.proposals.queries import count_administrators_of_the_whole


def nobody_to_agree(place: Place) -> Iterator[Fault]:
    """AZ-17: two people decide, and only one is left who administers the whole."""
    if two_people_decide() and count_administrators_of_the_whole(place.now.date()) < 2:  # noqa: PLR2004 - two people
        yield Fault(
            "nobody-to-agree",
            _("Two people decide here, and fewer than two administer the whole: nobody could agree."),
            _("Make a second one: `studyhub member add NAME --administrator`."),
        )


CHECKS = (Check(nobody_to_agree, needs_database=True),)
