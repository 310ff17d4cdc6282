"""Where those are with whom a member reads a course: features above reading say so, in a list that app.py fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import current_app

from studyhub.courses.outline import OutlineEntry
from studyhub.courses.published import PublishedCourse

WhereGroupsAre = Callable[[int, int], Sequence[str]]  # of a member and a course, by their ids: ids of modules


def groups_elsewhere(
    member_id: int, course: PublishedCourse, *, here: OutlineEntry | None
) -> list[OutlineEntry]:
    """List the modules that the member's groups are on, without the one that the member is at."""
    asked: Sequence[WhereGroupsAre] = current_app.extensions["where_groups_are"]
    on = {module for ask in asked for module in ask(member_id, course.id)}
    return [entry for entry in course.outline if entry.slug in on and entry != here]
