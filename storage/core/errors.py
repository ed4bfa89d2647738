"""What the store raises."""

from __future__ import annotations

from typing import Any


class StoreError(Exception):
    """The database cannot be used; the text, with its fields filled in from `data`, is one line
    for the administrator."""

    def __init__(self, text: str, /, **data: Any) -> None:
        super().__init__(text.format(**data) if data else text)
        self.text, self.data = text, data


class NoDatabaseError(StoreError):
    """There is no database of Phuluc where the settings say."""

    def __init__(self, where: str) -> None:
        super().__init__("there is no database at {where}", where=where)


class SchemaChangedError(StoreError):
    """The tables are not those of this program any more: another one has changed them."""

    def __init__(self) -> None:
        super().__init__(
            "another version of Phuluc has changed the database while this one was running; "
            "this one ends, start the new one"
        )


class RevisionConflict(Exception):  # noqa: N818 - it is no error of the program
    """Somebody else changed the row in between; nothing of the change is stored."""


class ReadOnlyError(Exception):
    """Something was to be written in a transaction that only reads."""
