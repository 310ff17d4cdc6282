"""What a viewer is towards a branch, or in the organisation as a whole: the columns of the table of acts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import Office
from studyhub.policy.matrix import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of somebody: the branches they are in, what they are trusted with, and the top of the tree."""

    branches: frozenset[int]
    offices: tuple[Office, ...]
    root: int | None

    @property
    def administers_the_whole(self) -> bool:
        """Say whether they are trusted with the top of the tree."""
        return any(_administers(office, {self.root}) for office in self.offices)


def actors_towards(standing: Standing, *, above: Collection[int]) -> frozenset[Actor]:
    """Return what somebody is towards a branch; `above` numbers the branch and all above it, itself first."""
    here = next(iter(above))
    is_in = here in standing.branches
    actors = {Actor.M if is_in else Actor.MX}
    for office in standing.offices:
        if office.kind is RoleKind.ORGANISER:
            # who organises without belonging there any more has lost it: roles end with the membership
            actors.add(Actor.OR if office.branch_id == here and is_in else Actor.OX)
        elif office.kind is RoleKind.ADMINISTRATOR:
            actors.add(Actor.SA if _administers(office, above) else Actor.SX)
    return frozenset(actors | _of_the_whole(standing))


def actors_in_general(standing: Standing) -> frozenset[Actor]:
    """Return what somebody is in the organisation, where an act is about no branch."""
    kinds = {office.kind for office in standing.offices}
    actors = {Actor.M}
    if RoleKind.ORGANISER in kinds:
        actors.add(Actor.OR)
    if RoleKind.ADMINISTRATOR in kinds:
        actors.add(Actor.SA)
    return frozenset(actors | _of_the_whole(standing))


def _of_the_whole(standing: Standing) -> set[Actor]:
    return {Actor.IA} if standing.administers_the_whole else set()


def _administers(office: Office, branches: Collection[int | None]) -> bool:
    return office.kind is RoleKind.ADMINISTRATOR and office.branch_id in branches
