"""`studyhub member add` and `studyhub member reset`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from studyhub.accounts.models import Member
from studyhub.audit.queries import every_entry
from studyhub.cli import main
from studyhub.db import db
from studyhub.organisation.models import Instance
from studyhub.organisation.queries import is_needed_by_the_whole
from studyhub.settings import Settings
from tests.factories import make_branch, make_instance, make_member
from tests.forms import post_form

SignIn = Callable[..., TestResponse]
Command = Callable[..., Result]


@pytest.fixture
def member(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `studyhub member ...` on the database of the test."""
    monkeypatch.setenv("STUDYHUB_DATA", str(settings.data))
    monkeypatch.setenv("STUDYHUB_DATABASE", settings.database)
    monkeypatch.delenv("STUDYHUB_ADDRESS", raising=False)

    def run(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, ["member", *words], input=typed)

    return run


def passphrase_in(result: Result) -> str:
    """Return the passphrase that was printed."""
    found = re.search(r"^Their passphrase: ([a-z]+(?:-[a-z]+){4})$", result.output, re.MULTILINE)
    assert found, result.output
    return found[1]


def test_a_member_gets_an_account_and_can_sign_in(app: Flask, client: FlaskClient, member: Command) -> None:
    result = member("add", "Vera", "--shown-as", "Vera from Leith")
    assert result.exit_code == 0
    assert "vera has an account" in result.output
    answer = post_form(client, "/sign-in", sign_in_name="vera", passphrase=passphrase_in(result))
    assert answer.status_code == 303
    with app.app_context():
        kept = db.session.scalars(select(Member)).one()
        assert kept.name == "Vera from Leith"
        assert not is_needed_by_the_whole(kept.id, kept.joined_on)


def test_the_command_says_that_it_asked_no_second_person(app: Flask, member: Command) -> None:
    """AZ-17: nothing goes past the second person unsaid."""
    make_instance(app)
    slug = make_branch(app)
    assert "two people decide" not in member("add", "vera", "--administrator").output
    with app.app_context():
        db.session.get_one(Instance, 1).two_people = True
        db.session.commit()
    for words in (("rosa", "--administrator"), ("nadia", "--branch", slug, "--organiser")):
        result = member("add", *words)
        assert result.exit_code == 0
        assert "two people decide" in result.output
        with app.app_context():
            (entry,) = every_entry(limit=1)
            assert (entry.act, entry.by_id) == ("role-given", None)
    assert "two people decide" not in member("add", "emre", "--branch", slug).output


def test_an_administrator_gets_an_account(app: Flask, member: Command) -> None:
    assert member("add", "vera", "--administrator").exit_code == 0
    with app.app_context():
        kept = db.session.scalars(select(Member)).one()
        assert is_needed_by_the_whole(kept.id, kept.joined_on)


def test_a_passphrase_may_be_typed_instead(client: FlaskClient, member: Command) -> None:
    typed = "four lamps on the quay"
    result = member("add", "vera", "--ask", typed=f"{typed}\n{typed}\n")
    assert result.exit_code == 0
    assert typed not in result.output
    assert post_form(client, "/sign-in", sign_in_name="vera", passphrase=typed).status_code == 303


@pytest.mark.parametrize("typed", ["too short", "passwordpassword", "vera-vera-vera-vera"])
def test_a_weak_one_is_refused(app: Flask, member: Command, typed: str) -> None:
    result = member("add", "vera", "--ask", typed=f"{typed}\n{typed}\n")
    assert result.exit_code == 1
    assert "passphrase" in result.output
    with app.app_context():
        assert db.session.scalar(select(func.count(Member.id))) == 0


def test_a_name_that_is_taken_is_said(app: Flask, member: Command) -> None:
    taken = make_member(app).sign_in_name
    result = member("add", taken.upper())
    assert result.exit_code == 1
    assert "by this name already" in result.output


@pytest.mark.parametrize("name", ["аdmin", "ab", "two words"])
@pytest.mark.parametrize("command", ["add", "reset"])
def test_what_cannot_be_a_name_is_said(member: Command, command: str, name: str) -> None:
    result = member(command, name)
    assert result.exit_code == 2
    assert "cannot be a sign-in name" in result.output


def test_a_reset_ends_every_session_and_the_old_passphrase(
    app: Flask, client: FlaskClient, sign_in: SignIn, member: Command
) -> None:
    """SE-02: a changed passphrase ends all sessions on the next request."""
    nadia = make_member(app)
    vera = make_member(app, name="Vera")
    other = app.test_client()
    sign_in(client, nadia)
    sign_in(other, vera)
    result = member("reset", nadia.sign_in_name)
    assert result.exit_code == 0
    assert client.get("/nothing").status_code == 303
    assert other.get("/nothing").status_code == 404
    assert sign_in(client, nadia).status_code == 422
    assert sign_in(client, nadia, passphrase=passphrase_in(result)).status_code == 303


def test_nobody_to_reset_is_said(member: Command) -> None:
    result = member("reset", "nobody")
    assert result.exit_code == 1
    assert "Nobody signs in by the name" in result.output


def test_a_missing_database_is_said(
    member: Command, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDYHUB_DATABASE", f"sqlite:///{settings.data}/another.sqlite")
    result = member("add", "vera")
    assert result.exit_code == 1
    assert "studyhub serve" in result.output


def test_a_bad_setting_is_said(member: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYHUB_ADDRESS", "ftp://nowhere")
    result = member("add", "vera")
    assert result.exit_code == 2
    assert "STUDYHUB_ADDRESS" in result.output


def test_the_command_explains_itself(member: Command) -> None:
    assert "Give people accounts" in member("--help").output
    assert "what they sign in by" in member("add", "--help").output
