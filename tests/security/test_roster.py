"""R2, R7: nobody reaches somebody in a branch by their number who may not see who is in it."""

from __future__ import annotations

import pytest
from flask import Flask

from studyhub.organisation.models import RoleKind
from studyhub.policy.matrix import act_called
from studyhub.web.access import act_of
from tests.branches.conftest import Cast, SignIn, cast
from tests.factories import make_member, put_in
from tests.forms import send

__all__ = ["cast"]  # the fixture
PAGES = ("", "/removal", "/organiser", "/organiser/undo", "/sessions/end", "/reset")


def test_an_act_on_a_person_is_for_those_alone_who_see_people(app: Flask) -> None:
    seeing = act_called("see-people")
    with app.app_context():
        acts = {
            act_of(rule.endpoint).id for rule in app.url_map.iter_rules() if "membership" in rule.arguments
        }
    assert len(acts) > 4
    for act in map(act_called, acts):
        beyond = {actor.name for actor, cell in act.cells.items() if cell and not seeing.cells[actor]}
        assert not beyond, f"{act.id} would show who is in a branch to {beyond}"


@pytest.mark.parametrize("branch", ["leith", "top"])
def test_an_administrator_does_not_read_the_people_of_a_branch_by_counting(
    cast: Cast, app: Flask, sign_in: SignIn, branch: str
) -> None:
    """AZ-10: the page that makes somebody an organiser named whoever had the number."""
    client = app.test_client()
    administrator = make_member(app, name="Rhona", is_administrator=branch == "top")
    if branch == "leith":
        put_in(app, cast.leith, administrator, RoleKind.ADMINISTRATOR)
    sign_in(client, administrator)
    person = cast.person(cast.member)
    for page in PAGES:
        for answer in (client.get(person + page), send(client, person + page)):
            assert answer.status_code in {404, 405}
            assert cast.member.name not in answer.text
