"""Totals of decimals, money, days and several choices, and the workbook that explains them."""

from __future__ import annotations

from decimal import Decimal

from conversations.answers.figure import as_figure
from conversations.answers.values import AnswerState, Number, Ratio
from conversations.workflow.rollup import (
    FigureGroup,
    as_answers,
    consolidate_reports,
    describe_counts,
)
from templates.documents.excel.rollup import RollupDetails, UnitCells, total_sheets
from templates.documents.excel.workbook import write_workbook
from tests.support.typed_form import typed_form, typed_report

FORM, _ = typed_form()
REPORT = typed_report()


def groups(units: int) -> list[FigureGroup]:
    """So many units that report the same."""
    found = []
    for key in FORM.order:
        one = as_figure(REPORT.answer(key))
        sums = {
            name: None if (amount := getattr(one, name)) is None else amount * units
            for name in ("amount", "base")
        }
        found.append(FigureGroup(key=key, units=units, **(one.model_dump() | sums)))
    return found


TOTAL = consolidate_reports(FORM, [groups(3)], [3], [3], [3])


def test_numbers_are_added_up_and_shares_from_their_parts() -> None:
    values = {key: row.value for key, row in TOTAL.rows.items()}
    assert values["I.01"] == Number(amount=Decimal("3751.5"))
    assert values["I.02"] == Number(amount=Decimal("3.375"))
    assert values["I.04"] == Number(amount=Decimal("3750.9"))
    assert values["I.05"] == Number(amount=Decimal("-0.9"))
    assert values["I.06"] == Ratio(numerator=Decimal("3750.9"), denominator=Decimal(3750))
    assert values["I.07"] == Number(amount=Decimal(-105))


def test_days_and_choices_are_counted_by_unit() -> None:
    told = {key: describe_counts(FORM.row(key), TOTAL.rows[key]) for key in ("II.01", "II.03")}
    assert told == {
        "II.01": ("20/12/2025: 3 đơn vị",),
        "II.03": ("Trực tuyến: 3 đơn vị", "Phát phiếu: 3 đơn vị"),
    }
    assert TOTAL.rows["II.01"].value is None
    answers = as_answers(FORM, TOTAL, {})
    assert answers["II.01"].state is AnswerState.VALUE


def test_the_workbook_holds_them() -> None:
    figures = {key: as_figure(REPORT.answer(key)) for key in FORM.order}
    behind = RollupDetails([UnitCells("Xã 1", figures)], ())
    assert write_workbook(total_sheets(FORM, REPORT, TOTAL, behind))
    sheets = total_sheets(FORM, REPORT, TOTAL, behind)
    (survey,) = (one for one in sheets if one.name == "Phần II")
    cells = {str(row[1]): row[3:] for row in survey.rows}
    assert cells["Ngày bắt đầu khảo sát"] == (None, "20/12/2025")
    assert cells["Hình thức khảo sát"] == (None, "0, 1")
    assert cells["Số ngày khảo sát"] == (Decimal(48), Decimal(16))
