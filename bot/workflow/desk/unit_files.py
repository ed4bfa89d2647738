"""The units that are filtered, as files: one line each, with codes and states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.workflow.desk.unit_table import UnitLine
from conversations.calendar.dates import VIETNAM, print_day
from conversations.text.phones import read_phone
from storage.workflow.rounds import Round
from templates.documents.delimited import write_delimited
from templates.documents.excel.workbook import ListSheet, write_workbook
from templates.loading.unit_words import UNIT_STATES

_COLUMNS: Sequence[tuple[str, int]] = (
    *(("TT", 5), ("Mã", 11), ("Đơn vị", 36), ("Thuộc", 20), ("Loại", 13), ("Trạng thái", 15)),
    *(("Mã trạng thái", 11), ("Hạn nộp", 11), ("Trễ (ngày làm việc)", 9), ("Nộp muộn", 7)),
    *(("Đã điền", 8), ("Phải điền", 8), ("Cảnh báo", 8), ("Lần nộp", 7), ("Khóa", 6)),
    *(("Cán bộ", 24), ("Lãnh đạo", 24), ("Điện thoại", 16), ("Nhắn được", 8)),
    ("Hoạt động gần nhất", 16),
)
HEAD = tuple(name for name, _ in _COLUMNS)
Cells = tuple[str | int | None, ...]


def units_csv(lines: Sequence[UnitLine]) -> bytes:
    """The lines as text that Excel opens."""
    return write_delimited(HEAD, _rows(lines))


def units_workbook(of: Round, lines: Sequence[UnitLine], now: datetime) -> bytes:
    """The lines as a workbook that prints on A4."""
    title = f"{of.period_name}: {len(lines)} đơn vị, lúc {now.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    widths = tuple(width for _, width in _COLUMNS)
    sheet = ListSheet("Đơn vị", HEAD, _rows(lines), widths, frozen=3, title=title, printed=True)
    return write_workbook((sheet,))


def _rows(lines: Sequence[UnitLine]) -> Iterator[Cells]:
    for number, one in enumerate(lines, 1):
        seen = one.seen
        yield (
            *(number, one.code, one.full_name, one.above, one.kind),
            UNIT_STATES[one.state],
            one.state.value,
            print_day(one.due) if one.due else "",
            *(one.late or None, "x" if one.was_late else "", one.answered, one.asked),
            *(one.warnings, one.version, "x" if one.locked else ""),
            *(_names(one, "officer"), _names(one, "reviewer")),
            read_phone(one.call) or one.call,
            "" if one.is_away else "x",
            f"{seen.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if seen else "",
        )


def _names(line: UnitLine, role: str) -> str:
    return ", ".join(one.name for one in line.people if one.role == role and one.name)
