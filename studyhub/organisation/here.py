"""What the viewer is towards the branch that an address names: asked by the guard, by views and by templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from studyhub.accounts.signed_in import viewer
from studyhub.organisation.actions import Deciding
from studyhub.organisation.actors import Standing, actors_in_general, actors_towards
from studyhub.organisation.models import Branch
from studyhub.organisation.queries import (
    branches_above,
    branches_of,
    find_branch,
    guests_may_read,
    offices_of,
    root_branch,
    two_people_decide,
)
from studyhub.policy.matrix import About, Act, Actor, Mark, act_called
from studyhub.web import clock

IN_ADDRESSES = "branch_slug"
OF_A_BRANCH = {"members_see_people"}
# For what features above bring: what the viewer is towards it, and settings of rows about it. app.py fills both.
towards_others: dict[About, Callable[[Act], frozenset[Actor]]] = {}
settings_of_others: dict[str, Callable[[], bool]] = {}
NOWHERE = 0  # no branch has this number


def take_branch(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the branch out of what an address names, before any view: the guard asks for it, views need not."""
    if values and IN_ADDRESSES in values:
        g.branch_slug = values.pop(IN_ADDRESSES)


def hand_branch_on(endpoint: str, values: dict[str, Any]) -> None:
    """Let links on a page of a branch lead to pages of the same branch, unless they name another."""
    if "branch_slug" in g and current_app.url_map.is_endpoint_expecting(endpoint, IN_ADDRESSES):
        values.setdefault(IN_ADDRESSES, g.branch_slug)


def the_branch() -> Branch:
    """Return the branch that the address names; raises NoResultFound for one that is not there, or no more."""
    found = _branch_if_any()
    if found is None:
        raise NoResultFound(g.branch_slug)
    return found


def standing() -> Standing:
    """Return what is known of the viewer in the organisation; asked once for each request."""
    if "standing" not in g:
        member_id, root = viewer().id, root_branch()
        g.standing = Standing(
            branches=branches_of(member_id),
            offices=tuple(offices_of(member_id, clock.today())),
            root=None if root is None else root.id,
        )
    known: Standing = g.standing
    return known


def actors_for(act: Act) -> frozenset[Actor]:
    """Return what the viewer is towards what the address names, for an act."""
    if act.about is About.BRANCH:
        return actors_towards_branch(_branch_if_any())
    if act.about in towards_others:
        return towards_others[act.about](act)
    return actors_in_general(standing())


def actors_towards_branch(branch: Branch | None) -> frozenset[Actor]:
    """Return what the viewer is towards a branch; nothing where there is none.

    As much is asked for one that is not there: the time of an answer tells nothing of others (AZ-08).
    """
    known, above = standing(), _above(NOWHERE if branch is None else branch.id)
    return frozenset() if branch is None else actors_towards(known, above=above)


def is_set(act: Act) -> bool:
    """Say whether the setting is on that a row of the table asks for."""
    if act.setting in settings_of_others:
        return settings_of_others[act.setting]()
    return _is_set(act, _branch_if_any() if act.setting in OF_A_BRANCH else None)


def may_here(act_id: str, branch: Branch | None = None) -> bool:
    """Say whether the viewer has an act, towards a branch where it is about one: for what a form names, and for
    buttons, so that a button and its address cannot disagree.
    """
    if not current_user.is_authenticated or (branch is not None and branch.archived_on is not None):
        return False
    act = act_called(act_id)
    known = standing()
    actors = actors_in_general(known) if branch is None else actors_towards(known, above=_above(branch.id))
    return act.best_cell(actors, is_set=_is_set(act, branch)) is not None


def takes_two(act_id: str, branch: Branch) -> bool:
    """Say whether somebody else must agree before the viewer's act is done, by the table and the place's setting."""
    act = act_called(act_id)
    cell = act.best_cell(actors_towards(standing(), above=_above(branch.id)), is_set=_is_set(act, branch))
    return cell is not None and Mark.SECOND_PERSON in cell and two_people_decide()


def deciding() -> Deciding:
    """Return that the viewer decides something now."""
    return Deciding(viewer().id, clock.now())


def guests_may_read_here() -> bool:
    """Say whether guests may read; asked once for each request."""
    if "guests_may_read" not in g:
        g.guests_may_read = guests_may_read()
    return bool(g.guests_may_read)


def _is_set(act: Act, branch: Branch | None) -> bool:
    if act.setting in OF_A_BRANCH:
        return branch is not None and branch.members_see_people
    return act.setting == "guests_may_read" and guests_may_read_here()


def _branch_if_any() -> Branch | None:
    if "branch" not in g:
        branch = find_branch(g.branch_slug)
        g.branch = None if branch is None or branch.archived_on is not None else branch
    found: Branch | None = g.branch
    return found


def _above(branch_id: int) -> Sequence[int]:
    known: dict[int, Sequence[int]] = g.setdefault("branches_above", {})
    if branch_id not in known:
        known[branch_id] = branches_above(branch_id)
    return known[branch_id]
