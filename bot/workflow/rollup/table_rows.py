"""A printed row of a table in a total: each of its columns added up, and each unit's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.rollup.gathered import GatheredRounds
from bot.workflow.rollup.multi_round import not_counted, unit_figures
from conversations.answers.figure import Figure
from conversations.answers.values import AnswerState, Coded
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.forms.places import cells_under
from conversations.forms.row import Row
from conversations.reports.printed_answers import print_value
from conversations.tables.cell_names import name_line, number_columns, short_titles
from conversations.tables.printed_rows import list_figures
from conversations.text.numbers import print_number
from conversations.workflow.rollup import RowTotal, describe_counts, shorten_unit_text
from conversations.workflow.round_requests import GetTotalChart, ShowTotal
from templates.documents.excel.rollup import explain_total

MOST = 40  # units that a row's total names
MOST_MISSING = 12
MOST_CHARTS = 8  # columns of a row that are shown by unit, and whose charts are offered


async def show_line(ctx: RequestContext, gathered: GatheredRounds, key: str) -> None:
    """A printed row of a table: each of its columns added up, and each unit's figures in a line."""
    form, sums = gathered.form, gathered.total.rows
    keys = cells_under(form, form.row(key)) if key in form.by_key else ()
    if not keys:
        raise RequestRejectedError("unclear.row", said=key, labels=[])
    rounds, top = gathered.rounds, gathered.unit.id
    by_unit: dict[str, dict[str, str]] = {}
    for cell in keys:
        for one in await unit_figures(ctx, form, rounds, top, cell):
            if one.figure.state is AnswerState.VALUE:
                by_unit.setdefault(one.short_name, {})[cell] = print_figure(
                    form.row(cell), one.figure
                )
    titles, numbered = short_titles(form, keys), number_columns(form, keys)
    explained = Counter(explain_total(sums[cell]) for cell in keys).most_common(1)[0][0]
    columns = [
        {
            "title": name,
            "value": _total_value(form.row(cell), sums[cell]),
            "explained": ""
            if explain_total(sums[cell]) == explained
            else explain_total(sums[cell]),
            "adds_up": form.row(cell).adds_up or form.row(cell).answer_type.has_parts,
        }
        for cell, name in zip(keys, numbered, strict=True)
    ]
    units = [
        {"unit": name, "value": list_figures(form, keys, lambda cell: given.get(cell, ""))}  # noqa: B023
        for name, given in by_unit.items()
        if len(keys) <= MOST_CHARTS
    ]
    back = make_button("total", ShowTotal(**gathered.here))
    charts = [
        (make_button("total.chart_of", chart_of(gathered, cell), column=titles[cell]),)
        for cell in keys
        if len(keys) <= MOST_CHARTS and len(rounds) == 1 and form.row(cell).holds_number
    ]
    ctx.say(
        "total.line",
        (*charts, (back,)),
        label=name_line(form, form.row(key)),
        period=gathered.empty.period_name,
        columns=columns,
        explained=explained,
        place=_place(form, keys),
        units=units[:MOST],
        more=max(0, len(units) - MOST),
        missing=(await not_counted(ctx, rounds, top))[:MOST_MISSING],
    )


def _place(form: Form, keys: Sequence[str]) -> str:
    """How one cell of a long row is asked for."""
    cell = form.row(keys[0]).cell
    if len(keys) <= MOST_CHARTS or cell is None:
        return ""
    row = form.row(cell.row)
    return f"dòng {row.code or row.stt or row.key} cột {cell.column}"


def _total_value(row: Row, one: RowTotal) -> str:
    if given := describe_counts(row, one):
        return "; ".join(given)
    return print_value(row, one.value) if one.value else ""


def chart_of(gathered: GatheredRounds, key: str) -> GetTotalChart:
    """To the row's figures beside each other."""
    return GetTotalChart(round=gathered.found.id, unit=gathered.unit.id, row=key)


def print_figure(row: Row, one: Figure) -> str:
    """One unit's figure in the chat."""
    if one.code is not None:
        return print_value(row, Coded(code=one.code))
    if one.text is not None:
        return shorten_unit_text(one.text)
    if one.base is not None and one.amount is not None:
        return f"{print_number(one.amount)}/{print_number(one.base)}"
    return print_number(one.amount) if one.amount is not None else "…"
