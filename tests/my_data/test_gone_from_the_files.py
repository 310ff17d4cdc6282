"""PR-03 at size: of many who delete their accounts, no byte stays; and two administrators do not both leave."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from studyhub.accounts.models import AuthSession, Member
from studyhub.courses.models import Course
from studyhub.db import db
from studyhub.expiry.scrubbing import scrub
from studyhub.my_data.actions import delete_account
from studyhub.organisation.actions import Deciding, LastAdministratorError
from studyhub.organisation.models import Role
from studyhub.organisation.queries import is_needed_by_the_whole
from studyhub.progress.models import ReadingCompletion
from tests.databases import NOW
from tests.factories import JOINED, make_member
from tests.my_data.conftest import settle

MEMBERS, GONE = 300, 150
CANARY = re.compile(rb"CANARY(\d+)Z|canary-(\d+)-")


def crowd(app: Flask, chance: random.Random) -> None:
    """Write many members of uneven lengths, in many transactions, so that pages of the database are divided often."""
    numbers = list(range(1, MEMBERS + 1))
    chance.shuffle(numbers)
    with app.app_context():
        db.session.execute(insert(Course).values(id=1, slug="course", latest=0))
        for start in range(0, MEMBERS, 30):
            for number in numbers[start : start + 30]:
                mark = f"CANARY{number}Z"
                db.session.execute(
                    insert(Member).values(
                        id=number,
                        sign_in_name=f"canary-{number}-{'x' * chance.randint(0, 8)}",
                        name=mark + "y" * chance.randint(0, 60),
                        passphrase_hash=mark + "h" * chance.randint(50, 150),
                        joined_on=JOINED,
                        reading_settings="",
                    )
                )
                db.session.execute(
                    insert(AuthSession).values(
                        token_hash=mark, member_id=number, began_on=JOINED, is_own_phone=False, ends_at=NOW
                    )
                )
                for reading in range(chance.randint(0, 12)):
                    name = f"{mark}{reading}{'r' * chance.randint(0, 60)}"
                    db.session.execute(
                        insert(ReadingCompletion).values(
                            member_id=number, course_id=1, reading=name, done_on=JOINED
                        )
                    )
            db.session.commit()


def seen_in(files: Iterator[Path]) -> set[int]:
    """Return whose marks are in any of the files."""
    return {int(found[1] or found[2]) for path in files for found in CANARY.finditer(path.read_bytes())}


def test_of_half_of_all_members_no_byte_stays(
    app: Flask, files_of_database: Callable[[], Iterator[Path]]
) -> None:
    """PR-03. SQLite’s secure_delete alone leaves some of these 150 behind, in pages that were divided."""
    chance = random.Random(0)  # noqa: S311 - the same crowd each time
    crowd(app, chance)
    settle(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")  # PostgreSQL does by itself; samples of names are kept
    everybody = set(range(1, MEMBERS + 1))
    assert seen_in(files_of_database()) == everybody
    gone = set(chance.sample(sorted(everybody), GONE))
    with app.app_context():
        for number in sorted(gone):
            delete_account(Deciding(number, NOW))
            db.session.commit()
        db.session.remove()
        assert scrub(db.engine)
    settle(app)
    assert seen_in(files_of_database()) == everybody - gone


@pytest.mark.parametrize("_", range(3))
def test_of_two_administrators_who_leave_at_once_one_stays(app: Flask, _: int) -> None:
    """R9, W1."""
    leaving = [make_member(app, name=name, is_administrator=True).id for name in ("Ayşe", "Tomás")]
    together = threading.Barrier(len(leaving))
    stayed: list[int] = []

    def leave(member_id: int) -> None:
        with app.app_context():
            together.wait()
            try:
                delete_account(Deciding(member_id, NOW))
                db.session.commit()
            except LastAdministratorError:
                db.session.rollback()
                stayed.append(member_id)
            db.session.remove()

    threads = [threading.Thread(target=leave, args=(member_id,)) for member_id in leaving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stayed) == 1
    with app.app_context():
        assert list(db.session.scalars(select(Member.id))) == stayed
        assert is_needed_by_the_whole(stayed[0], NOW.date())
        assert db.session.scalar(select(func.count(Role.id))) == 1
