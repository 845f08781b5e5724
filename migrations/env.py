"""Alembic's entry: migrates the connection that `migrations.migrate` handed over, inside that connection's transaction."""

from alembic import context

from engine.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
