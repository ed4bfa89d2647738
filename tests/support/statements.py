"""Statements that SQLAlchemy has compiled serve every store of a test process: each test opens a
new one, whose engine would compile all of them again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.core import engines


class CompiledStatements(dict[Any, Any]):
    """By what is compiled, as an engine keeps them, and by the kind of database, not the one
    engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_shared(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_shared(key), value)


def _shared(key: Any) -> Any:
    dialect, *statement = key
    return (dialect.name, dialect.driver, *statement)


def share_statements() -> None:
    """From now on, for every store that is opened in this process."""
    compiled = CompiledStatements()
    make, make_async = engines.create_engine, engines.create_async_engine

    def sharing(*args: Any, **options: Any) -> Engine:
        return make(*args, execution_options={"compiled_cache": compiled}, **options)

    def sharing_async(*args: Any, **options: Any) -> AsyncEngine:
        return make_async(*args, execution_options={"compiled_cache": compiled}, **options)

    engines.create_engine = sharing
    engines.create_async_engine = sharing_async
