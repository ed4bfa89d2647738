"""A total as a workbook: its tables as printed, the sums with their reasons, a sheet for each
section with the units in columns, what the rows mean, warnings and why they were kept, who changed
what, who is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conversations.answers.figure import Figure, as_figure
from conversations.answers.values import Answer, AnswerState
from conversations.forms.model import Form
from conversations.forms.row import Basis, Row
from conversations.reports.model import Report
from conversations.workflow.rollup import FormTotal, RowTotal, describe_counts, is_flow
from templates.documents.excel.rollup_tables import total_figure, total_tables
from templates.documents.excel.workbook import Cell, ListSheet

_COUNTED = (
    (AnswerState.VALUE, "có số"),
    (AnswerState.NONE, "không phát sinh"),
    (AnswerState.NOT_APPLICABLE, "không thuộc thẩm quyền"),
    (AnswerState.PENDING, "chưa có số"),
    (AnswerState.BLANK, "để trống"),
)
_MARKS = {AnswerState.NONE: "–", AnswerState.NOT_APPLICABLE: "x", AnswerState.PENDING: "?"}
_SIGNS = "– không phát sinh · x không thuộc thẩm quyền · ? chưa có số · ô trống: chưa trả lời"
_HEAD = (
    *("STT", "Chỉ tiêu", "Đơn vị tính", "Tổng", "Tử số", "Mẫu số"),
    *("Số đơn vị theo câu trả lời", "Giải thích"),
)
_SECTION = ("STT", "Chỉ tiêu", "Đơn vị tính", "Tổng")
_DICTIONARY = (
    *("Mã", "STT", "Chỉ tiêu", "Phần", "Mục", "Đơn vị tính", "Kiểu", "Mã trả lời", "Thời gian"),
    *("Cách tính", "Cách cộng", "Gợi ý"),
)
_WARNINGS = ("Đơn vị", "Quy tắc", "Mức", "Nội dung", "Chỉ tiêu", "Lý do giữ nguyên")
_HISTORY = ("Thời điểm", "Đơn vị", "Người sửa", "Kênh", "Chỉ tiêu", "Trước", "Sau")
_BASES = {
    Basis.IN_PERIOD: "trong kỳ",
    Basis.CUMULATIVE: "lũy kế từ đầu năm",
    Basis.AT_DATE: "tại thời điểm báo cáo",
    Basis.YEAR: "cả năm",
}


@dataclass(frozen=True, slots=True)
class UnitCells:
    """One unit's figures, by row."""

    name: str
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """A check that does not hold for a unit; `reason` is empty when it was kept without one."""

    unit: str
    check: str
    hard: bool
    message: str
    rows: str
    reason: str


@dataclass(frozen=True, slots=True)
class RollupDetails:
    """Everything behind a total."""

    units: Sequence[UnitCells]
    missing: Sequence[str]
    warned: Sequence[KeptCheck] = ()
    changes: Sequence[Sequence[str]] = ()  # as the columns of the sheet of changes


def explain_total(one: RowTotal) -> str:
    """What a total rests on: "27 đơn vị có số, 2 không phát sinh, 1 chưa báo cáo"."""
    parts = [f"{one.units[state]} {words}" for state, words in _COUNTED if one.units.get(state)]
    if one.apart:  # they are among those with a value
        parts[0] += f" ({one.apart} đơn vị chỉ cho tỷ lệ nên không cộng được)"
    if one.missing:
        parts.append(f"{one.missing} chưa báo cáo")
    if not parts:
        return ""
    first, _, rest = parts[0].partition(" ")
    what = "đơn vị" if one.rounds == 1 else "báo cáo"
    return ", ".join([f"{first} {what} {rest}", *parts[1:]])


def total_sheets(
    form: Form, report: Report, total: FormTotal, behind: RollupDetails
) -> tuple[ListSheet, ...]:
    """`report` names the period and the unit; the rest is told by the total and what is behind
    it."""
    title = f"{form.title} · {report.period.name} · {report.unit.name}"
    sums = ListSheet(
        "Tổng hợp", _HEAD, _sums(form, total), (8, 60, 14, 12, 10, 10, 40, 60), 2, title
    )
    sections = (_section(form, section, total, behind.units) for section in form.sections)
    units = [(one.name, _figure_of(one)) for one in behind.units]
    tables = total_tables(form, total_figure(total), units, title)
    warned = [
        (one.unit, one.check, "sai" if one.hard else "cảnh báo", one.message, one.rows, one.reason)
        for one in behind.warned
    ]
    lacking = [(name,) for name in behind.missing]
    return (
        *tables,
        sums,
        *sections,
        ListSheet("Từ điển", _DICTIONARY, _dictionary(form), (13, 6, 55, 8, 30, 16, 10, 36, 18), 3),
        ListSheet("Cảnh báo", _WARNINGS, warned, (24, 9, 10, 60, 40, 50), 1),
        ListSheet("Lịch sử", _HISTORY, behind.changes, (17, 24, 22, 12, 50, 30, 40)),
        ListSheet("Chưa báo cáo", ("Đơn vị",), lacking, (40,)),
    )


def _figure_of(unit: UnitCells) -> Callable[[str], Cell]:
    return lambda key: _cell(unit.figures.get(key))


def _sums(form: Form, total: FormTotal) -> Iterator[tuple[Cell, ...]]:
    for row in form.rows:
        one = total.rows.get(row.key)
        title = row.title
        if one is None:
            yield (row.stt, title)
            continue
        value, parts = _value(row, one)
        given = "; ".join(describe_counts(row, one))
        yield (row.stt, title, row.measure, value, *parts, given, explain_total(one))


def _value(row: Row, one: RowTotal) -> tuple[Cell, tuple[Cell, Cell]]:
    if one.value is None:
        return None, (None, None)
    figure = as_figure(Answer(state=AnswerState.VALUE, value=one.value))
    parts = (figure.amount, figure.base) if figure.base is not None else (None, None)
    return one.value.amount, parts


def _section(form: Form, section: Row, total: FormTotal, units: Sequence[UnitCells]) -> ListSheet:
    """A section's rows, one column for each unit."""

    def lines() -> Iterator[tuple[Cell, ...]]:
        for row in form.rows:
            if form.section_of(row.key) is not section:
                continue
            one = total.rows.get(row.key)
            if one is None:
                yield (row.stt, row.title)
                continue
            cells = (_cell(unit.figures.get(row.key)) for unit in units)
            yield (row.stt, row.title, row.measure, _value(row, one)[0], *cells)

    head = (*_SECTION, *(unit.name for unit in units))
    title = f"{section.numbered_title} · {_SIGNS}"
    return ListSheet(
        f"Phần {form.section_tag(section.key)}",
        head,
        lines(),
        (8, 60, 14, 12),
        len(_SECTION),
        title,
    )


def _cell(one: Figure | None) -> Cell:
    if one is None:
        return None
    if one.state is not AnswerState.VALUE:
        return _MARKS.get(one.state)
    if one.code is not None:
        return Decimal(one.code) if one.code.isdecimal() else one.code
    if one.text is not None:
        return one.text
    if one.base and one.amount is not None:
        return (one.amount * 100 / one.base).quantize(Decimal("0.01"))
    return one.amount


def _dictionary(form: Form) -> Iterator[tuple[Cell, ...]]:
    for row in form.rows:
        section, group = form.section_of(row.key), form.group_of(row.key)
        where = (section.stt, group.title if group is not section else "")
        named = (row.tag, row.stt, row.title, *where, row.measure)
        if row.answer is None:
            yield named
            continue
        listed = "; ".join(f"{option.code} = {option.label}" for option in row.codes)
        basis = _BASES[row.basis] if row.basis is not None else ""
        made = row.computed or row.proposal or ""
        adding = row.answer.describe_total(flow=is_flow(row))
        yield (*named, row.answer.description, listed, basis, made, adding, row.hint or "")
