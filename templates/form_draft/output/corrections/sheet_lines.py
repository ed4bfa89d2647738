"""The lines of a corrected workbook, each cell with its place for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.text.normalize import fold_text
from templates.documents.excel.letters import column_letters
from templates.form_draft.output.corrections.layout import SheetColumn

Sheets = Mapping[str, Sequence[Sequence[str]]]
LONGEST_FOUND = 60  # characters of a text that is repeated


@dataclass(frozen=True)
class CorrectionProblem:
    """A cell that cannot be taken: where it is, what was read, why it is not accepted, and what
    may stand there."""

    place: str
    found: str
    why: str
    way: str

    def __str__(self) -> str:
        found = self.found if len(self.found) <= LONGEST_FOUND else f"{self.found[:59]}…"
        read = f"đọc được “{found}”: " if found else ""
        return f"{self.place}: {read}{self.why}. {self.way}"


@dataclass
class Problems:
    """What is wrong with a workbook, in its order."""

    found: list[CorrectionProblem] = field(default_factory=list)

    def add(self, place: str, found: str, why: str, way: str) -> None:
        self.found.append(CorrectionProblem(place, found, why, way))


@dataclass(frozen=True)
class SheetLine:
    """A line of a sheet by the heads of its columns."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    columns: Mapping[str, int]

    def text(self, head: str) -> str:
        return self.texts.get(head, "")

    def place(self, head: str = "") -> str:
        """`Dòng!E7`, or the line alone."""
        column = self.columns.get(head)
        where = f"{column_letters(column)}{self.number}" if column is not None else str(self.number)
        return f"{self.sheet}!{where}"

    @property
    def is_blank(self) -> bool:
        return not any(self.texts.values())


def read_lines(
    sheets: Sheets, name: str, heads: Sequence[SheetColumn], problems: Problems
) -> Iterator[SheetLine]:
    """The lines below the heads of a sheet, blank ones left out; its columns may have been moved,
    and others put in."""
    lines = _sheet(sheets, name)
    if lines is None:
        way = "Hãy dùng tệp sửa biểu mà máy gửi, đừng xóa hay đổi tên trang tính."
        problems.add(name, "", "không có trang tính này", way)
        return
    wanted = {_plain(one.head): one.head for one in heads}
    for at, line in enumerate(lines):
        columns = {wanted[_plain(cell)]: n for n, cell in enumerate(line) if _plain(cell) in wanted}
        if len(columns) >= len(heads) - 1 and len(columns) > 1:
            missing = [one.head for one in heads if one.head not in columns]
            if missing:
                way = "Hãy để lại đủ các cột như trong tệp máy gửi."
                problems.add(f"{name}!{at + 1}", "", f"thiếu cột “{missing[0]}”", way)
                return
            yield from _below(name, lines, at, columns)
            return
    way = "Hãy để lại dòng đầu trang như trong tệp máy gửi."
    problems.add(name, "", "không thấy dòng tên các cột", way)


def _below(
    name: str, lines: Sequence[Sequence[str]], head: int, columns: Mapping[str, int]
) -> Iterator[SheetLine]:
    for at, line in enumerate(lines[head + 1 :], head + 2):
        texts = {one: _cell(line, column) for one, column in columns.items()}
        found = SheetLine(name, at, texts, columns)
        if not found.is_blank:
            yield found


def read_fields(sheets: Sheets, name: str) -> dict[str, tuple[int, str]]:
    """The second cell of each line by its first, with the number of the line."""
    lines = _sheet(sheets, name) or ()
    return {
        _cell(line, 0): (at, _cell(line, 1)) for at, line in enumerate(lines, 1) if _cell(line, 0)
    }


def _sheet(sheets: Sheets, name: str) -> Sequence[Sequence[str]] | None:
    return next((lines for one, lines in sheets.items() if _plain(one) == _plain(name)), None)


def _plain(text: str) -> str:
    return " ".join(fold_text(text).split())


def _cell(line: Sequence[str], column: int) -> str:
    return line[column].strip() if column < len(line) else ""
