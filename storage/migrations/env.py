"""Alembic's entry: works on the connection it is handed, in the transaction it is in."""

from alembic import context

from storage import office_schema, process_schema  # noqa: F401 - their tables are metadata's
from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
