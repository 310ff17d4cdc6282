"""The `studyhub` command: every subcommand parses, calls an action, commits and prints."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

COMMANDS = {  # each is loaded when it is called, so that no command waits for the libraries of another
    "backup": "studyhub.hosting.backup_cli",
    "restore": "studyhub.hosting.backup_cli",
    "doctor": "studyhub.hosting.doctor_cli",
    "serve": "studyhub.hosting.cli",
    "demo": "studyhub.hosting.cli",
    "check": "studyhub.authoring.cli",
    "explain": "studyhub.authoring.cli",
    "publish": "studyhub.hosting.cli",
    "new": "studyhub.authoring.cli",
    "preview": "studyhub.authoring.cli",
    "purge": "studyhub.expiry.cli",
    "seizure": "studyhub.expiry.cli",
    "branch": "studyhub.tree.cli",
    "member": "studyhub.organisation.member_cli",
}


class Commands(click.Group):
    """A group that finds its commands by name in the modules of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - tells mypy; a wrong table fails the first test
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="studyhub", message="StudyHub %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Study courses and reading groups, on a server of your own."""
    context.obj = open_app


def open_app() -> Flask:
    """Make the application for a command that needs the database; settings come from the environment."""
    app: Flask = import_module("studyhub.app").create_app()
    return app
