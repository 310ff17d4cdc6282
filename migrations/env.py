"""Alembic's entry: runs the migrations over the connection that studyhub.hosting hands in."""

from alembic import context

from studyhub.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
