"""Today says calmly where the group is, where a feature knows of one; without any it says nothing."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.models import Member
from tests.compiled import make_course
from tests.factories import publish_course


def test_without_groups_today_says_nothing_of_any(app: Flask, client: FlaskClient, nadia: Member) -> None:
    publish_course(app, make_course(modules=3))
    assert nadia.name in client.get("/you").text
    assert "The group is on" not in client.get("/").text


def test_a_group_that_is_elsewhere_is_named_with_the_way_there(
    app: Flask, client: FlaskClient, nadia: Member
) -> None:
    publish_course(app, make_course(modules=3))
    asked = []

    def on_the_third(member: int, course: int) -> list[str]:
        asked.append((member, course))
        return ["module-3", "module-1"]  # at the first is the member, too

    app.extensions["where_groups_are"] = (on_the_third,)
    page = client.get("/").text
    there = '<a href="/courses/revolution/module-3">go to module 3</a>'
    assert f"The group is on module 3. You can carry on here or {there}." in page
    assert page.count("The group is on") == 1
    assert asked == [(nadia.id, 1)]
