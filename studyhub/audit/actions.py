"""Writing down what was decided, in the transaction that does it; and forgetting people in it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text, update

from studyhub.audit.chain import hash_of, seal_of
from studyhub.audit.models import AuditEntry
from studyhub.db import db

CHAIN_LOCK = 7_311_046  # any number that nothing else in this database locks


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, about whom, in which branch; no `by` stands for the operator at the command line.

    `details` hold no names of people: they outlive them.
    """

    act: str
    today: date
    by: int | None = None
    about: int | None = None
    branch: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)


def record(decision: Decision) -> AuditEntry:
    """Add a row to the chain, in the transaction that does what was decided (LG-01)."""
    if db.session.get_bind().dialect.name == "postgresql":  # on SQLite, whoever writes is alone already
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})"))
    last = db.session.execute(
        select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    ).one_or_none()
    by_salt, about_salt = secrets.token_hex(16), secrets.token_hex(16)
    entry = AuditEntry(
        id=1 if last is None else last.id + 1,
        on=decision.today,
        act=decision.act,
        branch_id=decision.branch,
        by_id=decision.by,
        about_id=decision.about,
        by_salt=by_salt,
        about_salt=about_salt,
        by_seal=seal_of(decision.by, by_salt),
        about_seal=seal_of(decision.about, about_salt),
        details=json.dumps(dict(decision.details), sort_keys=True, ensure_ascii=False),
    )
    entry.hash = hash_of(entry, "" if last is None else last.hash)
    db.session.add(entry)
    db.session.flush()
    return entry


def forget_in_audit(member_id: int) -> None:
    """Take a member out of every row; what was decided stays, and so does the chain."""
    for person, salt in (
        (AuditEntry.by_id, AuditEntry.by_salt),
        (AuditEntry.about_id, AuditEntry.about_salt),
    ):
        db.session.execute(update(AuditEntry).where(person == member_id).values({person: None, salt: None}))


def forget_people_before(day: date) -> int:
    """Take everybody out of the rows of before a day; returns how many rows that were."""
    nobody = {
        AuditEntry.by_id: None,
        AuditEntry.by_salt: None,
        AuditEntry.about_id: None,
        AuditEntry.about_salt: None,
    }
    still = (AuditEntry.by_salt.is_not(None)) | (AuditEntry.about_salt.is_not(None))
    forgotten = update(AuditEntry).where(AuditEntry.on < day, still).values(nobody)
    return len(db.session.scalars(forgotten.returning(AuditEntry.id)).all())
