"""Marking what one has read, and taking it back. To send the same twice, or at once, does no harm."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, case, delete, func, select, union_all, update

from studyhub.db import Base, db, insert_into
from studyhub.progress.models import Completion, Place, ReadingCompletion

CHANGES_SEEN = tuple(  # made once: to make a statement takes longer than to run it
    update(table)
    .where(
        table.member_id == bindparam("member"),
        table.course_id == bindparam("course"),
        table.module == bindparam("which"),
        table.edition < bindparam("shown"),
    )
    .values(edition=bindparam("shown"))
    .execution_options(synchronize_session=False)
    for table in (Completion, Place)
)


def mark_module_done(member_id: int, course_id: int, *, module: str, edition: int, today: date) -> None:
    """Say that a member has read a module of this edition; the day is that on which they said so first."""
    values = {"member_id": member_id, "course_id": course_id, "module": module, "edition": edition}
    db.session.execute(
        _insert(Completion)
        .values(**values, done_on=today, turn=_next_turn(member_id))
        .on_conflict_do_nothing()
    )
    mark_changes_seen(member_id, course_id, module=module, edition=edition)


def mark_changes_seen(member_id: int, course_id: int, *, module: str, edition: int) -> None:
    """Say that a member knows a module as it stands in this edition; never takes them back to an older one."""
    known = {"member": member_id, "course": course_id, "which": module, "shown": edition}
    for statement in CHANGES_SEEN:
        db.session.execute(statement, known)


def unmark_module(member_id: int, course_id: int, *, module: str) -> None:
    """Take it back that a member has read a module."""
    db.session.execute(
        delete(Completion).where(
            Completion.member_id == member_id,
            Completion.course_id == course_id,
            Completion.module == module,
        )
    )


def mark_reading_done(member_id: int, course_id: int, *, reading: str, today: date) -> None:
    """Say that a member has done a reading, on paper or on a screen."""
    values = {"member_id": member_id, "course_id": course_id, "reading": reading}
    db.session.execute(_insert(ReadingCompletion).values(**values, done_on=today).on_conflict_do_nothing())


def unmark_reading(member_id: int, course_id: int, *, reading: str) -> None:
    """Take it back that a member has done a reading."""
    db.session.execute(
        delete(ReadingCompletion).where(
            ReadingCompletion.member_id == member_id,
            ReadingCompletion.course_id == course_id,
            ReadingCompletion.reading == reading,
        )
    )


def keep_place(member_id: int, course_id: int, *, module: str, passage: str, edition: int) -> None:
    """Remember where a member stopped in a module; it is now where they read last.

    The edition stays the one in which they began: what changed since is news until they say that they have seen it.
    """
    values = {"member_id": member_id, "course_id": course_id, "module": module, "passage": passage}
    statement = _insert(Place).values(**values, edition=edition, turn=_next_turn(member_id))
    new = statement.excluded
    is_last_already = Place.turn == new.turn - 1
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Place.member_id, Place.course_id, Place.module],
            set_={"passage": new.passage, "turn": case((is_last_already, Place.turn), else_=new.turn)},
        )
    )


def _next_turn(member_id: int) -> ScalarSelect[int]:
    turns = union_all(
        *(select(table.turn).where(table.member_id == member_id) for table in (Place, Completion))
    ).subquery()
    return select(func.coalesce(func.max(turns.c.turn), 0) + 1).scalar_subquery()


def _insert(table: type[Base]) -> Any:
    return insert_into(table, db.session.get_bind().dialect.name)
