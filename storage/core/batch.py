"""Statements for many rows at once, with their values as both drivers take them.

SQLAlchemy turns every value of every row by itself, which for the few rows that each answer
writes takes longer than storing them. Here moments and JSON come as text (`storage.tables.types`),
and the statements are written out, with `?` for each value.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row

MOST = 1_000  # rows in one statement: SQLite takes 32,766 values
Values = tuple[str | int | None, ...]
Found = Sequence[Sequence[Any]]


def rows_of(connection: Connection, query: str, values: Values) -> Found:
    """What the query finds."""
    return connection.exec_driver_sql(_written(connection, query), values).all()


def rows_among(connection: Connection, query: str, values: Values, among: Sequence[str]) -> Found:
    """What the query, which ends in `IN`, finds among these."""
    places = ", ".join("?" * len(among))
    return rows_of(connection, f"{query} ({places})", (*values, *among))


def change_all(connection: Connection, query: str, rows: Sequence[Values]) -> int:
    """Carry out the statement for each of the rows; how many rows of the table that met."""
    if not rows:
        return 0
    return connection.exec_driver_sql(_written(connection, query), [*rows]).rowcount


def add_all(connection: Connection, into: str, rows: Sequence[Values], then: str) -> list[Row[Any]]:
    """Insert the rows, as many as a statement holds at once. `into` is the table and its columns,
    `then` what is to be done about rows that are there already, and what is returned."""
    found: list[Row[Any]] = []
    for at in range(0, len(rows), MOST):
        some = rows[at : at + MOST]
        one = f"({', '.join('?' * len(some[0]))})"
        places = ", ".join([one] * len(some))
        query = f"INSERT INTO {into} VALUES {places} {then}"  # noqa: S608 - words of our own
        values = tuple(chain.from_iterable(some))
        found += connection.exec_driver_sql(_written(connection, query), values)
    return found


def _written(connection: Connection, query: str) -> str:
    return query if connection.dialect.name == "sqlite" else _for_psycopg(query)


@cache
def _for_psycopg(query: str) -> str:
    return query.replace("?", "%s")
