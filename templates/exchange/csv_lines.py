"""Records as lines of CSV: RFC 4180, UTF-8 without a byte order mark, every text as it is.

A text that a spreadsheet would take for a formula is not changed here: programs read these files,
and a sign that nobody wrote would be a wrong value. The files for spreadsheets are made elsewhere
(`templates/documents/delimited.py`)."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from conversations.exchange.records import print_exact
from templates.exchange.data_tables import DataTable

LINE_END = "\r\n"
Cell = str | int | None  # as it is written
Value = Cell | bool | date | Decimal


class _CountedText:
    """Writes UTF-8 to a file, and knows its hash and size when it is done."""

    def __init__(self, path: Path) -> None:
        self._out = path.open("wb", buffering=1 << 20)
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, text: str) -> int:
        content = text.encode("utf-8", "replace")
        self._hash.update(content)
        self.size += len(content)
        return self._out.write(content)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self) -> None:
        self._out.close()


class CsvFile:
    """A table as a file, line by line. `lines` counts those below the head; `digest` (SHA-256) and
    `size` (bytes) are of all that was written."""

    def __init__(self, path: Path, head: Sequence[str]) -> None:
        self._text = _CountedText(path)
        self._writer = csv.writer(self._text, lineterminator=LINE_END)
        self._writer.writerow(head)
        self.lines = 0

    def write(self, cells: Iterable[Cell]) -> None:
        self._writer.writerow(cells)
        self.lines += 1

    @property
    def digest(self) -> str:
        return self._text.digest

    @property
    def size(self) -> int:
        return self._text.size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._text.close()


def print_cell(value: Value) -> Cell:
    """A value as the data files write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return print_exact(value)
        case date():
            return value.isoformat()
        case _:
            return value


def order_cells(table: DataTable, record: Mapping[str, Value]) -> list[Cell]:
    """The values of a record in the order of the table's columns."""
    return [print_cell(record[field.name]) for field in table.fields]
