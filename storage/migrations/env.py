"""Alembic's entry: works on the connection it is handed, in the transaction it is in."""

from alembic import context

from storage.tables import (
    attempts,  # noqa: F401 - as above
)
from storage.tables.core import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
