"""Excel files of one small sheet, made by XlsxWriter, or changed where it makes no such thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from tests.support.damaged.files import zipped
from tests.support.filed.form import LABELS

FIRST = 4  # the row of A, as Excel counts
LINES = {key: FIRST + n for n, key in enumerate(LABELS)}
SHEET = "xl/worksheets/sheet1.xml"


@dataclass
class Cells:
    """What is written into a sheet of the small form: `put(page, book)` for all else."""

    values: Mapping[str, Any] = field(default_factory=dict)  # a value, or (value, format)
    notes: Mapping[str, str] = field(default_factory=dict)
    put: Callable[[Any, Any], None] | None = None
    title: str = "PHỤ LỤC QUÝ IV NĂM 2022"
    columns: tuple[str, ...] = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
    options: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


def place(key: str, column: str = "D") -> str:
    return f"{column}{LINES[key]}"


def excel_file(cells: Cells) -> bytes:
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, **cells.options}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet("Phụ lục")
        page.write_string("B1", cells.title)
        for column, words in enumerate(cells.columns):
            page.write_string(FIRST - 2, column, words)
        for key, label in {**LABELS, **cells.labels}.items():
            page.write_string(f"B{LINES[key]}", label)
        for key, value in cells.values.items():
            content, look = value if isinstance(value, tuple) else (value, None)
            page.write(place(key), content, book.add_format(look) if look else None)
        for key, note in cells.notes.items():
            page.write_string(place(key, "E"), note)
        if cells.put is not None:
            cells.put(page, book)
    return buffer.getvalue()


def changed(content: bytes, *pairs: tuple[str, str], part: str = SHEET) -> bytes:
    """The file with these texts of one part in the place of others; each must be there."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in pairs:
        assert old in text, (old, text[:2_000])
        text = text.replace(old, new)
    return zipped(parts | {part: text.encode()})
