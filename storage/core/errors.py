"""What the store raises."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot be used; the text is one line for the administrator."""


class SchemaChangedError(StoreError):
    """The tables are not those of this program any more: another one has changed them."""

    def __init__(self) -> None:
        super().__init__(
            "another version of Phuluc has changed the database while this one was running; "
            "this one ends, start the new one"
        )


class RevisionConflict(Exception):  # noqa: N818 - it is no error of the program
    """Somebody else changed the row in between; nothing of the change is stored."""
