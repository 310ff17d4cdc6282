"""The chain: each row's hash covers its own words and the hash of the row before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from studyhub.audit.models import AuditEntry


def hash_of(entry: AuditEntry, before: str) -> str:
    """Return the hash that a row must have after the row with the hash `before`."""
    words = (
        before,
        str(entry.id),
        entry.on.isoformat(),
        entry.act,
        "" if entry.branch_id is None else str(entry.branch_id),
        entry.by_seal,
        entry.about_seal,
        entry.details,
    )
    return hashlib.sha256("".join(f"{len(word)}:{word}" for word in words).encode()).hexdigest()


def seal_of(member_id: int | None, salt: str) -> str:
    """Return what stands for a person in the chain; nobody who lacks the salt can tell for whom."""
    return hashlib.sha256(f"{salt}:{'' if member_id is None else member_id}".encode()).hexdigest()


def broken_rows(entries: Iterable[AuditEntry]) -> Iterator[int]:
    """List the numbers of rows that somebody has changed, or that follow one that was taken out (LG-02)."""
    before, number = "", 0
    for entry in entries:
        number += 1
        if entry.id != number or entry.hash != hash_of(entry, before) or not _seals_hold(entry):
            yield entry.id
        before, number = entry.hash, entry.id


def _seals_hold(entry: AuditEntry) -> bool:
    people = (
        (entry.by_id, entry.by_salt, entry.by_seal),
        (entry.about_id, entry.about_salt, entry.about_seal),
    )
    return all(seal == seal_of(person, salt) for person, salt, seal in people if salt is not None)
