"""Making and using up ways in; none of these commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select, update

from studyhub.accounts.actions import change_passphrase, hash_of
from studyhub.accounts.models import Member
from studyhub.accounts.passphrases import random_words
from studyhub.accounts.queries import KnownHash
from studyhub.db import db
from studyhub.ways_in.models import WORDS_OF_A_CODE, Authenticator, RecoveryCode, recovery_code_of

HOW_MANY_CODES = 10
NOBODYS = 0  # a number that no member has


def make_recovery_codes(member_id: int, *, today: date) -> list[str]:
    """Make ten new codes, which void those of before, and return them: nobody can read them again (AU-11)."""
    codes = [random_words(WORDS_OF_A_CODE) for _ in range(HOW_MANY_CODES)]
    # the member's row is held meanwhile, so that of two sets made at once one voids the other
    db.session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))
    db.session.execute(
        insert(RecoveryCode),
        [{"member_id": member_id, "code_hash": hash_of(code), "made_on": today} for code in codes],
    )
    return codes


def spend_recovery_code(member_id: int | None, typed: str) -> bool:
    """Use a code up and say whether it was one of this member's; of many at the same moment, one is told yes.

    For nobody, the database is asked the same.
    """
    spent = db.session.execute(
        delete(RecoveryCode)
        .where(
            RecoveryCode.member_id == (member_id or NOBODYS),
            RecoveryCode.code_hash == hash_of(recovery_code_of(typed)),
        )
        .returning(RecoveryCode.id)
    )
    return spent.one_or_none() is not None


def set_up_authenticator(member_id: int, secret: str, *, today: date) -> None:
    """Give a member an authenticator, in place of the one they had."""
    turn_off_authenticator(member_id)
    db.session.add(Authenticator(member_id=member_id, secret=secret, set_up_on=today))
    db.session.flush()


def turn_off_authenticator(member_id: int) -> None:
    """Let a member sign in by the passphrase alone."""
    db.session.execute(delete(Authenticator).where(Authenticator.member_id == member_id))


def keep_better_hash(known: KnownHash, new_hash: str | None) -> KnownHash:
    """Replace the hash of a passphrase that was made too cheaply; returns what is kept from now on."""
    if new_hash is None:
        return known
    db.session.execute(
        update(Member)
        .where(Member.id == known.member_id, Member.passphrase_hash == known.passphrase_hash)
        .values(passphrase_hash=new_hash)
    )
    return KnownHash(known.member_id, new_hash)


def replace_passphrase(known: KnownHash, passphrase_hash: str, *, today: date) -> KnownHash | None:
    """Put a new passphrase in the place of one that is known, and sign its owner out everywhere.

    None where it was replaced meanwhile by another.
    """
    member = db.session.scalar(
        select(Member)
        .where(Member.id == known.member_id, Member.passphrase_hash == known.passphrase_hash)
        .with_for_update()
    )
    if member is None:
        return None
    change_passphrase(member, passphrase_hash, today=today)
    return KnownHash(member.id, passphrase_hash)
