"""How many statements a store carries out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event as hooks

from storage.store import Store


@contextmanager
def counted_statements(store: Store) -> Iterator[list[str]]:
    """The statements that are carried out meanwhile, in their order."""
    engines = [one for one in (store._engine, store._reader) if one is not None]
    bases = [one.sync_engine for one in engines] + ([store._plain] if store._plain else [])
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    for base in bases:
        hooks.listen(base, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        for base in bases:
            hooks.remove(base, "before_cursor_execute", see)
