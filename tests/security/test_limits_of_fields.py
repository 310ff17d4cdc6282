"""DS-04: what people type has a limit in the form, in the model and in the database."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, String, insert
from sqlalchemy.exc import DatabaseError
from wtforms import HiddenField, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from studyhub.db import Base, db
from studyhub.web.forms import Form
from studyhub.web.what_we_keep import personal_tables

TYPED = (
    "name",
    "title",
    "text",
    "note",
    "label",
    "reason",
    "line",
    "words",
)  # columns that hold what somebody typed
BOUNDED_OTHERWISE = {  # fields whose limit is another rule than a length, and what holds it
    "typed": "compared with one's own sign-in name; not kept",
    "sign_in_name": "sign_in_name_of: 3 to 24",
    "passphrase": "weakness_of: at most 256",
    "q": "search/asking.py: what follows so many words is not looked at",
}


def test_every_text_column_about_people_has_a_length() -> None:
    """DS-04."""
    assert [
        f"{table.name}.{column.name}"
        for table in personal_tables(Base.metadata)
        for column in table.columns
        if isinstance(column.type, String) and not column.type.length
    ] == []


def typed_columns() -> Iterator[Column[object]]:
    """The columns that hold what somebody typed for others to read."""
    for table in Base.metadata.sorted_tables:
        if table in personal_tables(Base.metadata) or table.name in {"instance", "branch"}:
            yield from (
                column for column in table.columns if column.name in TYPED and isinstance(column.type, String)
            )


@pytest.mark.parametrize("column", list(typed_columns()), ids=str)
def test_the_database_itself_refuses_what_is_too_long(column: Column[object]) -> None:
    """DS-04: SQLite takes any length in a VARCHAR, so that a CHECK must say it."""
    checks = " ".join(str(getattr(rule, "sqltext", "")) for rule in column.table.constraints)
    assert re.search(rf"length\({column.name}\)", checks), f"{column}: add a CheckConstraint on its length"


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    """Every form that there is."""
    for form in kind.__subclasses__():
        yield form
        yield from forms(form)


def test_every_field_that_takes_text_has_a_limit() -> None:
    """DS-04: said at the field, before the database has to refuse it."""
    unlimited = [
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in forms()
        if not kind.__module__.startswith("studyhub.components")  # samples, which nobody sends
        for name, field in inspect.getmembers(kind, lambda member: isinstance(member, UnboundField))
        if issubclass(field.field_class, StringField) and not issubclass(field.field_class, HiddenField)
        if name not in BOUNDED_OTHERWISE and not any(isinstance(rule, Length) for rule in validators(field))
    ]
    assert unlimited == []


def validators(field: UnboundField[Any]) -> Sequence[object]:
    """Return what is asked of a field of a form's class."""
    given: Sequence[object] = field.kwargs.get("validators") or [*field.args, None][1] or ()
    return given


def test_there_are_columns_to_look_at() -> None:
    assert len(list(typed_columns())) >= 4


def test_the_check_bites(app: Flask) -> None:
    table = Base.metadata.tables["member"]
    row = {"sign_in_name": "vera", "name": "x" * 81, "passphrase_hash": "-", "reading_settings": ""}
    with app.app_context(), pytest.raises(DatabaseError):
        db.session.execute(insert(table).values(joined_on=None, **row))
