"""A total as sheets: the sums with their reasons, every unit's figures, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conversations.form import Form, Row
from conversations.office.totalling import Figure, RowTotal, Total
from conversations.printing import print_value
from conversations.report import Report
from conversations.values import Number, Ratio, State
from templates.documents.workbook import Cell, Sheet

_COUNTED = (
    (State.VALUE, "có số"),
    (State.NONE, "không phát sinh"),
    (State.NOT_APPLICABLE, "không thuộc thẩm quyền"),
    (State.PENDING, "chưa có số"),
    (State.BLANK, "để trống"),
)
_MARKS = {State.NONE: "–", State.NOT_APPLICABLE: "x", State.PENDING: "?"}
_HEAD = ("STT", "Chỉ tiêu", "Đơn vị tính", "Tổng", "Tử số", "Mẫu số", "Mã", "Giải thích")


@dataclass(frozen=True, slots=True)
class UnitCells:
    """One unit's figures, by row."""

    name: str
    figures: dict[str, Figure]


def explain(one: RowTotal) -> str:
    """What a total stands on: "27 đơn vị có số, 2 không phát sinh, 1 chưa báo cáo"."""
    parts = [f"{one.units[state]} {words}" for state, words in _COUNTED if one.units.get(state)]
    if one.apart:
        parts.append(f"{one.apart} chỉ cho tỷ lệ, không cộng được")
    if one.missing:
        parts.append(f"{one.missing} chưa báo cáo")
    if not parts:
        return ""
    first, _, rest = parts[0].partition(" ")
    return ", ".join([f"{first} đơn vị {rest}", *parts[1:]])


def total_sheets(
    form: Form, report: Report, total: Total, units: Sequence[UnitCells], missing: Sequence[str]
) -> tuple[Sheet, ...]:
    """`report` names the period and the unit; the rest is told by the total and its units."""
    title = f"{form.title} · {report.period.name} · {report.unit.name}"
    answered = [row for row in form.rows if row.answer is not None]
    head = ("Đơn vị", *(row.key for row in answered))
    sums = Sheet("Tổng hợp", _HEAD, _sums(form, total), (8, 60, 14, 12, 10, 10, 16, 60), 2, title)
    matrix = Sheet("Theo đơn vị", head, _matrix(answered, units), (28,), 1)
    lacking = Sheet("Chưa báo cáo", ("Đơn vị",), [(name,) for name in missing], (40,))
    return (sums, matrix, lacking)


def _sums(form: Form, total: Total) -> Iterator[tuple[Cell, ...]]:
    for row in form.rows:
        one = total.rows.get(row.key)
        title = row.title
        if one is None:
            yield (row.stt, title)
            continue
        value, parts = _value(row, one)
        codes = "; ".join(f"{code}: {units}" for code, units in one.codes.items())
        yield (row.stt, title, row.measure, value, *parts, codes, explain(one))


def _value(row: Row, one: RowTotal) -> tuple[Cell, tuple[Cell, Cell]]:
    match one.value:
        case Ratio(numerator=numerator, denominator=denominator):
            return one.value.amount, (numerator, denominator)
        case Number(amount=amount):
            return amount, (None, None)
        case None:
            return None, (None, None)
        case _:
            return print_value(row, one.value), (None, None)


def _matrix(answered: Sequence[Row], units: Sequence[UnitCells]) -> Iterator[tuple[Cell, ...]]:
    for unit in units:
        yield (unit.name, *(_cell(unit.figures.get(row.key)) for row in answered))


def _cell(one: Figure | None) -> Cell:
    if one is None:
        return None
    if one.state is not State.VALUE:
        return _MARKS.get(one.state)
    if one.code is not None:
        return one.code
    if one.base and one.amount is not None:
        return (one.amount * 100 / one.base).quantize(Decimal("0.01"))
    return one.amount
