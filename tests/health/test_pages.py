"""The pages for administrators of the whole: Health (D6), backups (D5), and the warning on Today after two days."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.backups.making import make_backup
from studyhub.backups.shelf import kept_backups
from studyhub.db import db
from studyhub.settings import Settings
from tests.conftest import SignIn, Traveller
from tests.databases import NOW
from tests.factories import make_instance, make_member
from tests.forms import send

Open = Callable[..., str]
LATE = "more than two days ago"


@pytest.fixture
def open_page(app: Flask, clock: Traveller, settings: Settings, sign_in: SignIn) -> Open:
    """`open_page("/admin", after=timedelta(hours=3))`: as an administrator, in a place of May 2026."""
    make_instance(app)
    administrator = make_member(app, is_administrator=True)
    key = settings.data / "secret-key"
    key.touch(mode=0o600)
    os.utime(key, (NOW.timestamp(), NOW.timestamp()))

    def open_it(address: str, *, after: timedelta = timedelta()) -> str:
        clock.move_to(NOW + after)
        client = app.test_client()
        sign_in(client, administrator)
        return client.get(address).text

    return open_it


def back_up(settings: Settings, app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
    make_backup(settings, now=NOW)


def test_health_says_what_an_administrator_wants_to_know(open_page: Open) -> None:
    page = open_page("/admin")
    for about in ("Version", "Migrations", "Last backup", "Disk", "Database", "Courses", "Outgoing requests"):
        assert f"<dt>{about}</dt>" in page
    assert "All have run." in page
    assert "StudyHub has contacted no other computer." in page


def test_health_says_what_is_not_well(open_page: Open, settings: Settings) -> None:
    settings.data.chmod(0o755)
    assert "Others on this computer can look into the data folder" in open_page("/admin")
    settings.data.chmod(0o700)
    assert "Others on this computer can look into the data folder" not in open_page("/admin")


def test_the_age_of_the_last_backup_stands_there_in_words(
    app: Flask, open_page: Open, settings: Settings
) -> None:
    assert "There is none yet." in open_page("/admin/backup")
    back_up(settings, app)
    for page in ("/admin", "/admin/backup"):
        assert "4 hours ago" in open_page(page, after=timedelta(hours=4))
    assert kept_backups(settings.data)[0].path.name in open_page("/admin/backup")
    assert "studyhub restore --replace" in open_page("/admin/backup")


def test_after_two_days_without_a_backup_administrators_are_told_on_today(
    app: Flask, open_page: Open, settings: Settings
) -> None:
    assert LATE not in open_page("/")
    back_up(settings, app)
    assert LATE not in open_page("/", after=timedelta(hours=47))
    assert LATE in open_page("/", after=timedelta(hours=49))
    assert LATE in open_page("/admin", after=timedelta(hours=49))


def test_a_place_that_never_had_one_is_told_after_two_days(open_page: Open) -> None:
    assert LATE in open_page("/", after=timedelta(hours=49))


def test_members_are_not_told_and_do_not_see_the_pages(
    app: Flask, client: FlaskClient, clock: Traveller, settings: Settings, sign_in: SignIn
) -> None:
    make_instance(app)
    back_up(settings, app)
    clock.move_to(NOW + timedelta(hours=99))
    assert client.get("/admin").status_code == 303
    sign_in(client, make_member(app))
    assert LATE not in client.get("/").text
    assert client.get("/admin").status_code == client.get("/admin/backup").status_code == 404
    assert client.get("/you").text.count("/admin") == 0


def test_no_backup_is_made_or_had_over_the_network(app: Flask, open_page: Open, settings: Settings) -> None:
    """Row 48 of the matrix: for the command line alone."""
    back_up(settings, app)
    page = open_page("/admin/backup")
    assert 'method="post"' not in page
    rules = [rule for rule in app.url_map.iter_rules() if "backup" in rule.rule or "restore" in rule.rule]
    assert [(rule.rule, rule.methods) for rule in rules] == [("/admin/backup", {"GET", "HEAD", "OPTIONS"})]
    assert send(app.test_client(), "/admin/backup").status_code != 200
