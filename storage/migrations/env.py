"""Alembic's entry: works on the connection it is handed, in the transaction it is in."""

from alembic import context

from storage import (  # noqa: F401 - their tables belong to the metadata
    office_schema,
    process_schema,
    reach_schema,
)
from storage.schema import metadata
from storage.tables import attempts  # noqa: F401 - as above

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
