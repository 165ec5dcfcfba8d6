"""Alembic's entry: run the steps on the connection whose transaction the opening began."""

from alembic import context

from cockpit.store.lock_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
