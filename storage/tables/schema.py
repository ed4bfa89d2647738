"""The metadata with every table in it."""

from storage.tables import (  # noqa: F401 - each adds its tables
    attempts,
    calendars,
    exchange,
    forms,
    identity,
    operations,
    sign_in,
    workflow,
)
from storage.tables.columns import metadata

__all__ = ["metadata"]
