"""The `studyhub` command: every subcommand parses, calls an action, commits and prints."""

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="studyhub", message="StudyHub %(version)s")
def main() -> None:
    """Study courses and reading groups, on a server of your own."""
