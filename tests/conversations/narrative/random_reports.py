"""Reports of any form with answers of all states, and earlier reports beside them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from conversations.answer_types.percent import PercentType
from conversations.answers.values import Answer, AnswerState, Coded, Number, Ratio, Text, Value
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from tests.support.reports import LAST_QUARTER, blank_report

YEAR_BEFORE = Period(name="Quý I/2022", start=date(2021, 12, 15), end=date(2022, 3, 14))
YEARS = Period(name="Năm 2022", start=date(2021, 12, 15), end=date(2022, 12, 14))
AMOUNTS = (0, 1, 2, 3, 3, 5, 9, 10, 21, 100, 594, 1_234, 10_455, 1_000_000)
NOTES = (None, None, "Kế hoạch số 72/KH-SMAU ngày 28/12/2022", "tính cả 3 phòng", "xem\n  sau.")
REMARKS = (None, None, None, "HĐ theo NĐ 111", "(tạm tính)")
TEXTS = ("Tập huấn 120 cán bộ.", "Làm  việc\nkhác", "xây dựng đề án;", "Phối hợp rà soát")


def random_report(form: Form, seed: int) -> Report:
    """The same for the same seed; with earlier reports for three of four."""
    draw = Random(seed)
    report = blank_report(form).model_copy(update={"answers": random_answers(form, draw)})
    if draw.random() < 0.25:
        return report
    last, year_before, latest = (
        PreviousReport(period=period, answers=random_answers(form, draw))
        for period in (LAST_QUARTER, YEAR_BEFORE, YEARS)
    )
    kept = {"last": last, "year_before": year_before, "latest": draw.choice((None, latest))}
    return report.model_copy(update=kept)


def random_answers(form: Form, draw: Random) -> dict[str, Answer]:
    """An answer of any state for each asked row, notes also for headings."""
    rate = draw.choice((0.3, 0.6, 0.95))  # of answers with a value
    return {row.key: _answer(row, draw, rate) for row in form.rows}


def _answer(row: Row, draw: Random, rate: float) -> Answer:
    note = draw.choice(NOTES)
    if row.answer is None:
        return Answer(note=note)
    value = _value(row, draw) if draw.random() < rate else None
    if value is None:
        others = [state for state in AnswerState if state is not AnswerState.VALUE]
        return Answer(state=draw.choice(others), note=note)
    remark = draw.choice(REMARKS)
    return Answer(state=AnswerState.VALUE, value=value, note=note, remark=remark)


def _value(row: Row, draw: Random) -> Value | None:
    if row.options:
        return Coded(code=draw.choice(row.options).code)
    if row.is_free_text:
        return Text(text=draw.choice(TEXTS))
    if isinstance(row.answer, PercentType):
        base = draw.choice(AMOUNTS)
        part = Decimal(draw.choice([one for one in AMOUNTS if one <= base]))
        if base and draw.random() < 0.7:
            return Ratio(numerator=part, denominator=Decimal(base))
        return Number(amount=Decimal(draw.choice(("0", "33.33", "50", "100"))))
    return Number(amount=Decimal(draw.choice(AMOUNTS))) if row.holds_number else None
