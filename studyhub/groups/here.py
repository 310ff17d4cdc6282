"""What the viewer is towards the group that an address names: asked by the guard, by views and by templates."""

from __future__ import annotations

from typing import Any

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from studyhub.accounts.signed_in import viewer
from studyhub.groups.models import Entry, Group, Participation
from studyhub.groups.queries import find_group, participation_of
from studyhub.organisation.here import actors_towards_branch
from studyhub.policy.matrix import Act, Actor, act_called

IN_ADDRESSES = "group_slug"
SHOWN = "group_is_shown"  # the setting of rows that a branch has only where the group does not hide
LOOKING_BACK = {
    "see-group",
    "see-people-of-group",
    "see-meetings",
    "leave-group",
}  # open in an archived group
NOBODYS = 0  # no group has this number


def take_group(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the group out of what an address names, before any view, as organisation/here.py takes the branch."""
    if values and IN_ADDRESSES in values:
        g.group_slug = values.pop(IN_ADDRESSES)


def hand_group_on(endpoint: str, values: dict[str, Any]) -> None:
    """Let links on a page of a group lead to pages of the same group, unless they name another."""
    if "group_slug" in g and current_app.url_map.is_endpoint_expecting(endpoint, IN_ADDRESSES):
        values.setdefault(IN_ADDRESSES, g.group_slug)


def the_group() -> Group:
    """Return the group that the address names; raises NoResultFound for one that is not there."""
    found = _group_if_any()
    if found is None:
        raise NoResultFound(g.group_slug)
    return found


def own_participation() -> Participation | None:
    """Return how the viewer takes part in the group of the address, or asks to; asked once for each request."""
    if "participation" not in g:
        found = _group_if_any()
        g.participation = participation_of(NOBODYS if found is None else found.id, viewer().id)
    own: Participation | None = g.participation
    return own


def actors_for_group(act: Act) -> frozenset[Actor]:
    """Return what the viewer is towards the group that the address names."""
    found, own = _group_if_any(), own_participation()
    # as much is asked for a group that is not there: the time of an answer tells nothing of others (AZ-08)
    towards_branch = actors_towards_branch(None if found is None else found.branch)
    if found is None or (found.archived_on is not None and act.id not in LOOKING_BACK):
        return frozenset()
    return towards_branch | _in_the_group(own)


def is_group_shown() -> bool:
    """Say whether people of the branch may know of the group of the address."""
    found = _group_if_any()
    return found is not None and found.entry != Entry.INVITED and found.archived_on is None


def may_in_group(act_id: str) -> bool:
    """Say whether the viewer has an act in the group of the address: for buttons, which thus agree with the guard."""
    if not current_user.is_authenticated:
        return False
    act = act_called(act_id)
    return act.best_cell(actors_for_group(act), is_set=is_group_shown()) is not None


def _in_the_group(own: Participation | None) -> set[Actor]:
    if own is None or own.is_asking:
        return set()
    return {Actor.GM, Actor.GO} if own.is_organiser else {Actor.GM}


def _group_if_any() -> Group | None:
    if "group" not in g:
        g.group = find_group(g.group_slug)
    found: Group | None = g.group
    return found
