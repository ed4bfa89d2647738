"""Word files of made-up forms, sound and hostile."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

from templates.form_draft.model import FilePlace, FormDraft
from tests.templates.form_draft.output.drafts import make_library_draft, make_price_draft

HEADS = ("Nội dung", "Mã số", "Tổng số", "Nữ", "Ghi chú")


def make_library_file(extra: str = "") -> bytes:
    """The form of `make_library_draft`, with XML of one's own before its table."""
    document = Document()
    document.add_paragraph("BÁO CÁO HOẠT ĐỘNG THƯ VIỆN")
    table = document.add_table(rows=0, cols=5)
    _add(table, HEADS)
    for row in make_library_draft().tables[0].rows:
        _add(table, (row.label, row.code or "", "……", "", ""))
    buffer = BytesIO()
    document.save(buffer)
    content = buffer.getvalue()
    return change_part(content, "word/document.xml", "<w:tbl>", f"{extra}<w:tbl>", 1)


def place_library_draft() -> FormDraft:
    """The draft with the places of its cells in that file."""
    draft = make_library_draft()
    table = draft.tables[0]
    rows = tuple(
        replace(
            row,
            cells=tuple(FilePlace(0, at, column) for column in (2, 3, 4)),
            place=FilePlace(0, at, 0),
        )
        for at, row in enumerate(table.rows, 1)
    )
    columns = tuple(replace(one, place=at) for at, one in enumerate(table.columns, 2))
    return replace(draft, tables=(replace(table, rows=rows, columns=columns),))


def make_price_file() -> bytes:
    """The form of `make_price_draft`: a total, and three blank lines below it."""
    document = Document()
    table = document.add_table(rows=0, cols=6)
    _add(table, ("TT", "Mặt hàng", "Giá kỳ trước", "Giá kỳ này", "Mức", "%"))
    _add(table, ("", "Tổng cộng", "", "", "", ""))
    for _ in range(3):
        _add(table, ("", "", "…", "…", "", ""))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def place_price_draft() -> FormDraft:
    draft = make_price_draft()
    table = draft.tables[0]
    lines = tuple(tuple(FilePlace(0, line, column) for column in range(1, 6)) for line in (2, 3, 4))
    total = tuple(FilePlace(0, 1, column) for column in range(1, 6))
    rows = (replace(table.rows[0], cells=(None, *total[1:]), place=total[0]),)
    return replace(draft, tables=(replace(table, rows=rows, blank_lines=lines),))


def change_part(content: bytes, name: str, old: str, new: str, count: int = -1) -> bytes:
    """The file with a part changed, or added where `old` is empty."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for entry in archive.infolist():
            part = archive.read(entry)
            if entry.filename == name and old:
                part = part.decode().replace(old, new, count).encode()
            made.writestr(entry.filename, part)
        if not old:
            made.writestr(name, new)
    return buffer.getvalue()


def read_part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def _add(table: object, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):  # type: ignore[attr-defined]
        cell.text = text
