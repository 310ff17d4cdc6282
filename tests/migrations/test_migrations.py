"""The migrations: from empty to what the models say, and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect

from studyhub.app import create_app  # noqa: F401 - so that every model is known
from studyhub.backups.schema import alembic_config
from studyhub.db import engine_options, prepare


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine over a fresh, migrated database."""
    engine = create_engine(database, **engine_options(database))
    prepare(engine)
    yield engine
    engine.dispose()


def test_the_migrated_database_is_what_the_models_say(engine: Engine) -> None:
    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_every_migration_can_be_taken_back(engine: Engine) -> None:
    config = alembic_config()
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        command.upgrade(config, "head")
        assert MigrationContext.configure(connection).get_current_revision() is not None
