"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from pydantic_core import PydanticSerializationError
from pydantic_core import to_json as json_bytes
from sqlalchemy import JSON, DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.dialects import postgresql

UNSTORABLE = "\\u0000"  # how JSON writes what neither database can hold in it
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def make_storable(value: Any) -> Any:
    """The same text, or JSON, with U+FFFD for what PostgreSQL (NUL) or UTF-8 (half a surrogate
    pair) cannot hold: a message must never be refused for a character in it."""
    match value:
        case str():
            return _UNSTORABLE.sub("\ufffd", value)
        case dict():
            return {make_storable(key): make_storable(inner) for key, inner in value.items()}
        case list() | tuple():
            return [make_storable(inner) for inner in value]
        case _:
            return value


def to_json(value: Any) -> str:
    """The value as JSON that either database can hold."""
    try:
        text = json_bytes(value).decode()
    except PydanticSerializationError:  # half a surrogate pair
        return json_bytes(make_storable(value)).decode()
    # Nearly always nothing is wrong with it, and one look at the whole is quick.
    return json_bytes(make_storable(value)).decode() if UNSTORABLE in text else text


def moment_text(value: datetime) -> str:
    """The point in time as SQLite holds it and PostgreSQL reads it; ValueError without a zone."""
    if value.tzinfo is None:
        message = f"{value} has no time zone"
        raise ValueError(message)
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class PersonText(TypeDecorator[str]):
    """A text that people wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(make_storable(value))


class Moment(TypeDecorator[datetime]):
    """A point in time, aware and in UTC on both sides; text on SQLite, which has no such type."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value} has no time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds") if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


# Numbers inside are written as text: neither database may round them.
Json = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


MOST_ROWS = 2**31 - 1  # no row has a greater number: PostgreSQL cannot be asked for one
