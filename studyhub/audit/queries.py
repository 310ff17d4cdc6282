"""What is read of what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import and_, or_, select

from studyhub.audit.chain import broken_rows
from studyhub.audit.models import AuditEntry
from studyhub.db import db


def entries_of_branch(branch_id: int, *, limit: int, before: int | None = None) -> list[AuditEntry]:
    """List what was decided in a branch, the newest first; `before` is the number to go on from."""
    return _newest(AuditEntry.branch_id == branch_id, limit=limit, before=before)


def entries_of_branches(
    branch_ids: Collection[int], *, limit: int, before: int | None = None
) -> list[AuditEntry]:
    """List what was decided in some branches, the newest first."""
    return _newest(AuditEntry.branch_id.in_(branch_ids), limit=limit, before=before)


def entries_for_member(
    branch_id: int, member_id: int, *, acts: Collection[str], limit: int, before: int | None = None
) -> list[AuditEntry]:
    """List of what was decided in a branch some acts, and whatever a member decided there or was decided of them."""
    concerns = or_(AuditEntry.act.in_(acts), AuditEntry.by_id == member_id, AuditEntry.about_id == member_id)
    return _newest(and_(AuditEntry.branch_id == branch_id, concerns), limit=limit, before=before)


def entries_about(member_id: int, *, limit: int, before: int | None = None) -> list[AuditEntry]:
    """List what a member decided, or what was decided about them, the newest first."""
    concerns = or_(AuditEntry.by_id == member_id, AuditEntry.about_id == member_id)
    return _newest(concerns, limit=limit, before=before)


def every_entry(*, limit: int, before: int | None = None) -> list[AuditEntry]:
    """List everything that was decided, the newest first."""
    return _newest(AuditEntry.id > 0, limit=limit, before=before)


def broken_entries() -> Iterator[int]:
    """List the numbers of rows that were changed by somebody who went past StudyHub."""
    return broken_rows(
        db.session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500))
    )


def _newest(condition: object, *, limit: int, before: int | None) -> list[AuditEntry]:
    statement = select(AuditEntry).where(condition).order_by(AuditEntry.id.desc()).limit(limit)  # type: ignore[arg-type]  # a condition
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return list(db.session.scalars(statement))
