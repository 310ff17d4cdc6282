"""Write a migration from what the models say: `make migration name="a few words"`. Read it before you keep it."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.operations.ops import CreateTableOp, MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from studyhub.app import create_app  # noqa: F401 - so that every model is known
from studyhub.backups.schema import alembic_config
from studyhub.db import engine_options, prepare
from studyhub.hosting.upgrade import upgrade
from tests.databases import NOW


def write(words: str) -> Path:
    """Write the next migration, named by these words; returns its file."""
    config = alembic_config()
    number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.sqlite"
        engine = create_engine(url, **engine_options(url))
        prepare(engine)
        upgrade(engine, copies=Path(folder), now=NOW)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            script = command.revision(
                config,
                words,
                autogenerate=True,
                rev_id=f"{number:04}",
                process_revision_directives=_leave_out_declarations,
            )
        engine.dispose()
    assert script is not None
    assert not isinstance(script, list)
    return Path(script.path)


def _leave_out_declarations(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """What is declared of a table is said by the models, and is no Python that a migration could run."""
    for script in directives:
        for operation in script.upgrade_ops_list[0].ops if script.upgrade_ops_list else ():
            for one in getattr(operation, "ops", [operation]):
                if isinstance(one, CreateTableOp):
                    one.info = {}


if __name__ == "__main__":
    sys.stdout.write(f"{write(' '.join(sys.argv[1:]))}\n")
