"""W1: two who stop organising a group at the same moment do not leave it to nobody."""

from __future__ import annotations

from studyhub.db import db
from studyhub.groups.actions import (
    LastOrganiserError,
    make_organiser_of_group,
    withdraw_organiser_of_group,
)
from studyhub.groups.models import Participation
from studyhub.groups.queries import count_organisers
from tests.factories import BY_THE_OPERATOR
from tests.organisation.test_races import first_and_then
from tests.reading_group import ReadingGroup


def test_of_two_organisers_who_withdraw_at_once_one_stays(here: ReadingGroup) -> None:
    with here.app.app_context():
        nadia = db.session.get_one(Participation, here.participations["Nadia"])
        make_organiser_of_group(nadia, deciding=BY_THE_OPERATOR)
        group = nadia.group_id
        db.session.commit()

    def withdraw(name: str) -> None:
        found = db.session.get_one(Participation, here.participations[name])
        withdraw_organiser_of_group(found, deciding=BY_THE_OPERATOR)

    raised = first_and_then(here.app, lambda: withdraw("Nadia"), lambda: withdraw("Mairi"))
    assert raised == [None, LastOrganiserError]
    with here.app.app_context():
        assert count_organisers(group) == 1
