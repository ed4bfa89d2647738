"""A row as a picture: over the unit's periods, or by unit of a round."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.files.generated_file import GeneratedFile
from conversations.answers.figure import Figure
from conversations.answers.values import Answer, AnswerState
from conversations.calendar.periods import Period, kind_of
from conversations.forms.key_map import turn_around
from conversations.forms.model import Form
from conversations.forms.row import Basis, Row
from conversations.forms.version_fit import rows_apart
from conversations.protocol.messages import Reply
from conversations.reports.model import Report
from conversations.reports.printed_answers import STATE_WORDS
from conversations.text.numbers import print_number
from storage.transaction import Transaction
from storage.workflow.rollups import UnitFigure
from templates.documents.charts.trend import TrendChart, TrendPoint, by_unit, over_periods
from templates.documents.file_names import file_name
from templates.loading.catalog import Catalog

FEWEST = 2  # periods that make a line


async def make_trend(
    tx: Transaction,
    report_id: int,
    form: Form,
    report: Report,
    key: str,
    catalog: Catalog | None = None,
) -> GeneratedFile | Reply:
    """The row over the unit's periods as far as they are known, this one last; why not, when
    there is nothing to compare it with. The catalog knows what it was called in other versions."""
    row = form.row(key)
    unit = await tx.duties.unit_of(report_id)
    known = await tx.previous_reports.series(
        unit, report.form_key, key, elsewhere(catalog, form, key)
    )
    points = [
        _point(period.name, answer)
        for period, answer in known
        if period.end < report.period.end and _comparable(row, period, report.period)
    ]
    points.append(_point(report.period.name, report.answer(key), mine=True))
    if sum(point.value is not None for point in points) < FEWEST:
        return Reply(code="trend.none", data={"label": row.title})
    under = " · ".join(filter(None, (report.unit.name, row.measure)))
    foot = "" if report.filed else f"Số {report.period.name} chưa nộp."
    chart = TrendChart(row.title, under, points, foot)
    name = _name(form, report, key)
    return GeneratedFile(
        name,
        partial(over_periods, chart),
        Reply(code="trend", data={"label": row.title, "of": report.form_name}),
    )


def elsewhere(catalog: Catalog | None, form: Form, key: str) -> dict[str, str | None]:
    """The key of the row in other versions of the form; None in one that asks for something else
    there."""
    found: dict[str, str | None] = {}
    if catalog is None:
        return found
    for version in catalog.others_than(form):
        names = catalog.map_keys(version, form)
        apart = rows_apart(catalog.get(form.key, version), form, names=names)
        was = turn_around(names, form).find(key)
        is_apart = was is None or was in apart or names.as_written(was) in apart
        found[version] = None if is_apart else was
    return found


def units_chart(
    form: Form, empty: Report, key: str, figures: Sequence[UnitFigure], missing: int
) -> GeneratedFile:
    """The row of a round, one bar for each unit that gave it."""
    row = form.row(key)
    points = [_of_unit(one.short_name, one.figure) for one in figures]
    under = " · ".join(filter(None, (empty.unit.name, empty.period_name, row.measure)))
    foot = f"{missing} đơn vị chưa báo cáo" if missing else ""
    chart = TrendChart(row.title, under, points, foot)
    reply = Reply(code="trend", data={"label": row.title, "of": empty.period_name})
    return GeneratedFile(_name(form, empty, key), partial(by_unit, chart), reply)


def _name(form: Form, report: Report, key: str) -> str:
    return file_name(form, report, "png", what="BD", mark=key.replace(".", "-"))


def _comparable(row: Row, period: Period, ours: Period) -> bool:
    """What is counted at a date may be held against any period, all else against its like."""
    return row.basis is Basis.AT_DATE or kind_of(period) is kind_of(ours)


def _point(label: str, answer: Answer, *, mine: bool = False) -> TrendPoint:
    amount = answer.amount if answer.state is AnswerState.VALUE else None
    text = print_number(amount) if amount is not None else STATE_WORDS.get(answer.state, "")
    return TrendPoint(label, amount, text, mine)


def _of_unit(name: str, figure: Figure) -> TrendPoint:
    if figure.state is not AnswerState.VALUE:
        return TrendPoint(name, None, STATE_WORDS[figure.state] or "để trống")
    amount = figure.amount
    if figure.base and amount is not None:
        amount = (amount * 100 / figure.base).quantize(amount)
    return TrendPoint(
        name, amount, print_number(amount) if amount is not None else figure.code or ""
    )
