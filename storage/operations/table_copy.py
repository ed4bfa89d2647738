"""Copying every row from one database to another, and proving that all have arrived."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    RowMapping,
    Table,
    bindparam,
    exists,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError

from storage.core.errors import StoreError
from storage.tables.core import office
from storage.tables.operations import pause, process
from storage.tables.schema import metadata

MOVED = "moved"  # the office's row that says where an installation has gone
_PRESENT = (process, pause)  # what is true only while processes serve the database
# Each table after those it refers to.
TABLES = tuple(table for table in metadata.sorted_tables if table not in _PRESENT)
BATCH = 500  # rows that are in memory at once
FILES_BATCH = 5  # of a table that holds files
_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a table holds: how many rows, and a hash of all of them in any order."""

    rows: int
    digest: str

    def __str__(self) -> str:
        return f"{self.rows} rows, {self.digest[:12]}"


Contents = dict[str, TableContent]  # by the name of the table


class _Tally:
    """Works out a content row by row. The rows' hashes are added up: two databases need not hand
    them out in the same order."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, row: Mapping[Any, Any]) -> None:
        values = json.dumps([*row.values()], ensure_ascii=False, sort_keys=True, default=_plain)
        hashed = hashlib.sha256(values.encode()).digest()
        self._sum = (self._sum + int.from_bytes(hashed)) % _MODULUS
        self._rows += 1

    @property
    def content(self) -> TableContent:
        return TableContent(self._rows, f"{self._sum:064x}")


def _plain(value: object) -> str:
    """A value that JSON has no word for, as it reads back from either database."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    message = f"a column holds a {type(value).__name__}"
    raise TypeError(message)


def first_with_rows(database: Connection) -> Table | None:
    """A table in which there is something already, if there is one."""
    for table in TABLES:
        if database.scalar(select(exists(select(literal(1)).select_from(table)))):
            return table
    return None


def all_contents(database: Connection) -> Contents:
    """What every table holds."""
    return {table.name: content_of(database, table) for table in TABLES}


def content_of(database: Connection, table: Table) -> TableContent:
    """What the table holds."""
    tally = _Tally()
    for rows in _read(database, table):
        for row in rows:
            tally.add(row)
    return tally.content


def copy_all(source: Connection, target: Connection) -> Contents:
    """Copy every table, and read back that all is there; what there was. StoreError when the
    target cannot keep a row, or not as it was; nothing is committed here."""
    copied: Contents = {}
    for table in TABLES:
        try:
            copied[table.name] = copy_table(source, target, table)
        except DataError as error:
            message = "a row of {table} cannot be kept there: {reason}"
            raise StoreError(message, table=table.name, reason=error.orig) from error
    for name, arrived in all_contents(target).items():
        if arrived != copied[name]:
            message = "{table}: {read} were read, {arrived} arrived"
            raise StoreError(message, table=name, read=copied[name], arrived=arrived)
    return copied


def refuse_moved(database: Connection) -> None:
    """StoreError when the installation has moved to another database: whoever went on here
    would part the officers from their answers."""
    where = database.scalar(select(office.c.text).where(office.c.name == MOVED))
    if where is not None:
        message = "this installation has moved to {where}; set PHULUC_DATABASE_URL to that"
        raise StoreError(message, where=where)


def copy_table(source: Connection, target: Connection, table: Table) -> TableContent:
    """Add all rows to the table of the same name, which is empty; what they were. A row that
    refers to another of its table is written without that, which is added when all are there."""
    tally = _Tally()
    inner = [column.name for column in table.c if _refers_to(column, table)]
    later: list[dict[str, Any]] = []
    for rows in _read(source, table):
        for row in rows:
            tally.add(row)
        target.execute(table.insert(), [{**row, **dict.fromkeys(inner)} for row in rows])
        later += [
            {"number": row["id"], **{f"to_{name}": row[name] for name in inner}}
            for row in rows
            if any(row[name] is not None for name in inner)
        ]
    if later:
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in inner}
        target.execute(update(table).where(table.c.id == bindparam("number")).values(values), later)
    _count_on(target, table)
    return tally.content


def _read(database: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    """The rows of a table, some at a time."""
    holds_files = any(isinstance(column.type, LargeBinary) for column in table.c)
    size = FILES_BATCH if holds_files else BATCH
    query = select(table)
    if table is office:
        query = query.where(office.c.name != MOVED)
    yield from database.execute(query.execution_options(yield_per=size)).mappings().partitions()


def _refers_to(column: Column[Any], table: Table) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _count_on(database: Connection, table: Table) -> None:
    """Have PostgreSQL number new rows behind those that are there; SQLite does by itself."""
    key = table.c.get("id")
    if database.dialect.name != "postgresql" or key is None or not isinstance(key.type, Integer):
        return
    highest = database.scalar(select(func.max(key)))
    if highest is not None:
        move = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :highest)")
        database.execute(move, {"name": f'"{table.name}"', "highest": highest})
