"""Makers of what tests need: plain functions, each writes to the app's database and commits."""

from __future__ import annotations

from datetime import date
from itertools import count

from flask import Flask

from studyhub.accounts.actions import add_member
from studyhub.accounts.models import Member, sign_in_name_of
from studyhub.accounts.passphrases import passphrases
from studyhub.compiler.model import Compiled, Course, Library
from studyhub.courses.actions import Published, publish
from studyhub.db import db
from studyhub.organisation.models import Instance

PASSPHRASE = "lantern-orchard-pebble-thistle"
JOINED = date(2026, 5, 1)
_numbers = count(1)


def make_member(
    app: Flask,
    *,
    name: str = "Nadia",
    sign_in_name: str | None = None,
    is_administrator: bool = False,
    passphrase: str = PASSPHRASE,
) -> Member:
    """Make a member; `sign_in(client, member)` signs them in. The object is detached: its columns can be read."""
    own = sign_in_name or f"{sign_in_name_of(name) or 'member'}"[:16] + f"-{next(_numbers)}"
    with app.app_context():
        member = add_member(
            sign_in_name=own,
            name=name,
            passphrase_hash=passphrases().hash(passphrase),
            is_administrator=is_administrator,
            today=JOINED,
        )
        db.session.commit()
        db.session.refresh(member)
        db.session.expunge(member)
    return member


def make_instance(app: Flask, *, name: str = "Reading group", guests_may_read: bool = False) -> None:
    """Set the place up, as /setup would."""
    with app.app_context():
        db.session.add(Instance(id=1, name=name, guests_may_read=guests_may_read))
        db.session.commit()


def publish_course(app: Flask, *courses: Course, today: date = JOINED) -> list[Published]:
    """Publish courses, as compiled; tests/compiled.py makes small ones."""
    with app.app_context():
        published = publish(Compiled(courses, Library(), ()), today=today)
        db.session.commit()
    return published
