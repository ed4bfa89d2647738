"""All sheets of a workbook that people see, as lines of text."""

from __future__ import annotations

from templates.appendix_import.archive import check_size
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.sheets import excel_sheets
from templates.appendix_import.file_kind import open_archive

MAX_LINES = 5_000  # of all sheets together


def workbook_sheets(content: bytes) -> dict[str, list[list[str]]]:
    """The cells as the sheets show them, by the sheets' names; blank lines between are kept.
    FileRefusedError for what is no .xlsx, or has more lines than one is willing to look at."""
    check_size(content)
    kind, archive = open_archive(content)
    if kind != "excel":
        raise FileRefusedError("file.kind")
    found: dict[str, list[list[str]]] = {}
    left = MAX_LINES
    with archive:
        for sheet in excel_sheets(archive):
            if sheet.hidden:
                continue
            lines: list[list[str]] = []
            for number, line in enumerate(sheet.lines):
                at = _line_of(sheet.place(number, 0))
                left -= 1 + max(at - len(lines) - 1, 0)
                if left < 0:
                    raise FileRefusedError("file.too_many_rows")
                lines += [[] for _ in range(at - len(lines) - 1)]
                lines.append(list(line))
            found[sheet.name] = lines
    return found


def _line_of(place: str) -> int:
    """The number of the line in a place as `Dòng!A7`."""
    digits = "".join(one for one in place.rpartition("!")[2] if one.isdecimal())
    return int(digits or "1")
