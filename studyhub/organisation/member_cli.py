"""`studyhub member`: accounts, from where StudyHub runs; for the first one, and for whoever cannot sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from studyhub.accounts.actions import NameTakenError, NewMember, add_member, change_passphrase
from studyhub.accounts.forms import WORDS_FOR
from studyhub.accounts.models import (
    LONGEST_NAME,
    LONGEST_SIGN_IN_NAME,
    SHORTEST_SIGN_IN_NAME,
    Member,
    shown_name_of,
    sign_in_name_of,
)
from studyhub.accounts.passphrases import generated, passphrases, weakness_of
from studyhub.accounts.queries import find_member
from studyhub.db import db
from studyhub.organisation.actions import (
    Deciding,
    add_membership,
    grant,
    make_administrator_of_the_whole,
)
from studyhub.organisation.models import Branch, RoleKind
from studyhub.organisation.queries import find_branch, two_people_decide
from studyhub.web import clock

OpenApp = Callable[[], Flask]
DECIDED_ALONE = (
    "On the pages of this place two people decide who is trusted with others; this command asked nobody. "
    "What was decided says so: by the operator."
)


@click.group(short_help="Give people accounts and new passphrases.")
def member() -> None:
    """Give people accounts, or a new passphrase to someone who has lost theirs."""


@member.command()
@click.argument("sign_in_name", metavar="NAME")
@click.option("--shown-as", metavar="TEXT", help="What others call them. [default: NAME]")
@click.option("--branch", metavar="ADDRESS", help="They are in this branch; its two words.")
@click.option("--organiser", "role", flag_value="organiser", help="They organise that branch.")
@click.option(
    "--administrator", "role", flag_value="administrator", help="They may decide what holds for everybody."
)
@click.option("--ask", is_flag=True, help="Ask for the passphrase; without this, one is made and printed.")
@click.pass_obj
def add(  # noqa: PLR0913 - click hands each option over by itself
    open_app: OpenApp,
    *,
    sign_in_name: str,
    shown_as: str | None,
    branch: str | None,
    role: str | None,
    ask: bool,
) -> None:
    """Give somebody an account; NAME is what they sign in by."""
    kept_name = _sign_in_name(sign_in_name)
    shown_name = shown_name_of(shown_as or kept_name)
    if not 1 <= len(shown_name) <= LONGEST_NAME:
        raise click.UsageError(f"--shown-as takes 1 to {LONGEST_NAME} letters.")
    if role == RoleKind.ORGANISER and branch is None:
        raise click.UsageError("--organiser needs --branch ADDRESS.")
    with _open(open_app):
        home = None if branch is None else _branch(branch)
        passphrase = _asked_for(kept_name, shown_name) if ask else generated()
        new = NewMember(kept_name, shown_name, passphrases().hash(passphrase))
        added = add_member(new, today=clock.today())
        db.session.flush()
        if role == RoleKind.ADMINISTRATOR:
            make_administrator_of_the_whole(added, deciding=Deciding(None, clock.now()))
        if home is not None:
            _put_in(home, added, is_organiser=role == RoleKind.ORGANISER)
        is_alone = role is not None and two_people_decide()
        db.session.commit()
    click.echo(f"{kept_name} has an account.")
    if is_alone:  # AZ-17
        click.echo(DECIDED_ALONE)
    if not ask:
        _hand_over(passphrase)


@member.command()
@click.argument("sign_in_name", metavar="NAME")
@click.pass_obj
def reset(open_app: OpenApp, *, sign_in_name: str) -> None:
    """Make a new passphrase for somebody and sign them out everywhere."""
    with _open(open_app):
        found = find_member(_sign_in_name(sign_in_name))
        if found is None:
            raise click.ClickException(f"Nobody signs in by the name “{sign_in_name}”.")
        passphrase = generated()
        change_passphrase(found, passphrases().hash(passphrase), today=clock.today())
        db.session.commit()
    click.echo(f"{sign_in_name} has a new passphrase and is signed out everywhere.")
    _hand_over(passphrase)


@contextmanager
def _open(open_app: OpenApp) -> Iterator[None]:
    """Open the database of this StudyHub; what goes wrong is said in plain words."""
    with open_app().app_context():
        try:
            yield
        except (NameTakenError, IntegrityError) as error:
            raise click.ClickException("Somebody signs in by this name already. Choose another.") from error
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                "The database cannot be used: it is not there yet, or another program holds it. "
                "Start StudyHub once with `studyhub serve`, then try again."
            ) from error
        finally:
            db.session.remove()
            db.engine.dispose()


def _branch(address: str) -> Branch:
    found = find_branch(address)
    if found is None or found.archived_on is not None:
        raise click.ClickException(f"There is no branch {address}. `studyhub branch list` shows all.")
    return found


def _put_in(branch: Branch, member: Member, *, is_organiser: bool) -> None:
    deciding = Deciding(None, clock.now())
    add_membership(member, branch, name=member.name, deciding=deciding)
    if is_organiser:
        db.session.flush()
        grant(RoleKind.ORGANISER, member, branch=branch, deciding=deciding)


def _sign_in_name(typed: str) -> str:
    name = sign_in_name_of(typed)
    if name is None:
        raise click.UsageError(
            f"{typed!r} cannot be a sign-in name: take {SHORTEST_SIGN_IN_NAME} to {LONGEST_SIGN_IN_NAME} of "
            "a to z, 0 to 9 and hyphen."
        )
    return name


def _asked_for(*own_words: str) -> str:
    passphrase: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt="Once more")
    weakness = weakness_of(passphrase, own_words=own_words)
    if weakness is not None:
        raise click.ClickException(str(WORDS_FOR[weakness]))
    return passphrase


def _hand_over(passphrase: str) -> None:
    click.echo(f"Their passphrase: {passphrase}")
    click.echo("It is shown this once. Hand it over where nobody else reads it.")
