"""The consolidated report in the chat, row by row with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from bot.files.charts import units_chart
from bot.workflow.context import RequestContext, shorten_list
from bot.workflow.lookup import find_heading
from bot.workflow.review.returned_lines import example_rows
from bot.workflow.rollup.gathered import (
    GatheredRounds,
    PeriodComparison,
    beside_quarters,
    gather_rounds,
)
from bot.workflow.rollup.multi_round import (
    count_older,
    named_rounds,
    not_counted,
    total_of,
    unit_figures,
)
from bot.workflow.rollup.table_rows import MOST, MOST_MISSING, chart_of, print_figure, show_line
from bot.workflow.round_lookup import named_round
from conversations.answers.values import AnswerState
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.printed_answers import print_value
from conversations.tables.cell_names import name_row
from conversations.workflow.permissions import Permission
from conversations.workflow.rollup import describe_counts, differing_rows
from conversations.workflow.round_requests import (
    GetOpenData,
    GetTotalChart,
    GetTotalFile,
    ShowBoard,
    ShowTotal,
)
from storage.workflow.rollups import UnitFigure
from storage.workflow.rounds import Round
from templates.documents.excel.rollup import explain_total


async def show_total(ctx: RequestContext, request: ShowTotal) -> None:
    """How complete the total is, or one of its rows with everything behind it."""
    gathered = await gather_rounds(ctx, request.round, request.unit, request.also)
    if request.row is not None:
        await _row(ctx, gathered, request.row)
        return
    sums, number, top = gathered.total, gathered.found.id, gathered.unit.id
    missing, more = shorten_list(await not_counted(ctx, gathered.rounds, top), MOST_MISSING)
    beside = await beside_quarters(ctx, gathered)
    apart = differing_rows(beside.whole, beside.quarters) if beside else ()
    rows = (
        (
            make_button("total.word", GetTotalFile(**gathered.here, kind="word")),
            make_button("total.workbook", GetTotalFile(**gathered.here, kind="workbook")),
        ),
        (
            make_button("board", ShowBoard(round=number, unit=top)),
            *(
                (make_button("total.open_data", GetOpenData(round=number, unit=top)),)
                if len(gathered.rounds) == 1
                else ()
            ),
        ),
    )
    ctx.say(
        "total",
        rows,
        unit=gathered.unit.short_name,
        period=gathered.empty.period_name,
        several=len(gathered.rounds) > 1,
        expected=sums.expected,
        counted=sums.counted,
        approved=sums.approved,
        older=await count_older(ctx, gathered.form, gathered.rounds, top),
        version=gathered.form.version,
        complete=sums.complete,
        missing=missing,
        more=more,
        derived=beside is not None,
        compared=beside.units if beside else 0,
        apart=[_difference(gathered.form, beside, key) for key in apart[:MOST_MISSING]]
        if beside
        else [],
        apart_count=len(apart),
        example=example_rows(gathered.form)[0],
    )


def _difference(form: Form, beside: PeriodComparison, key: str) -> dict[str, str]:
    row = form.row(key)
    here, there = beside.whole.rows[key].value, beside.quarters.rows[key].value
    return {
        "label": name_row(form, row),
        "here": print_value(row, here) if here else "",
        "there": print_value(row, there) if there else "",
    }


async def _row(ctx: RequestContext, gathered: GatheredRounds, key: str) -> None:
    if key not in gathered.total.rows:
        await show_line(ctx, gathered, key)
        return
    row, one = gathered.form.row(key), gathered.total.rows[key]
    rounds, top = gathered.rounds, gathered.unit.id
    figures = await unit_figures(ctx, gathered.form, rounds, top, key)
    buttons = [make_button("total", ShowTotal(**gathered.here))]
    if len(rounds) == 1:
        buttons.insert(0, make_button("total.chart", chart_of(gathered, key)))
    valued = [each for each in figures if each.figure.state is AnswerState.VALUE]
    ctx.say(
        "total.row",
        (tuple(buttons),),
        label=name_row(gathered.form, row),
        measure=row.measure,
        apart=_apart(row, valued),
        adds_up=row.adds_up or row.answer_type.has_parts,
        period=gathered.empty.period_name,
        value=print_value(row, one.value) if one.value else "",
        counts=[*describe_counts(row, one)],
        explained=explain_total(one),
        units=[
            {"unit": each.short_name, "value": print_figure(row, each.figure)}
            for each in valued[:MOST]
        ],
        more=max(0, len(valued) - MOST),
        without=[each.short_name for each in figures if each.figure.state is not AnswerState.VALUE][
            :MOST_MISSING
        ],
        missing=(await not_counted(ctx, rounds, top))[:MOST_MISSING],
    )


def _apart(row: Row, valued: Sequence[UnitFigure]) -> list[str]:
    """The units that gave a percentage without its two numbers, so that it is in no total."""
    return [one.short_name for one in valued if not row.answer_type.counts(one.figure)]


async def total_chart(ctx: RequestContext, request: GetTotalChart) -> None:
    """The row's figures beside each other, one bar for each unit."""
    gathered = await gather_rounds(ctx, request.round, request.unit)
    if request.row not in gathered.total.rows:
        await show_line(ctx, gathered, request.row)  # which of its columns
        return
    root = gathered.unit.id
    figures = await unit_figures(ctx, gathered.form, gathered.rounds, root, request.row)
    missing = gathered.total.expected - gathered.total.counted
    ctx.replies.append(units_chart(gathered.form, gathered.empty, request.row, figures, missing))


async def typed_chart(ctx: RequestContext, argument: str) -> None:
    """`so sánh II.01.03`, `so sánh quý I/2026 II.01.03`: the row by unit."""
    found, top, words = await named_round(ctx, Permission.ROLL_UP, argument, to=total_of)
    row = await _row_named(ctx, found, top, words)
    await total_chart(ctx, GetTotalChart(round=found.id, unit=top, row=row))


async def typed_total(ctx: RequestContext, argument: str) -> None:
    """`hợp nhất`, `hợp nhất II.01.03` for one row, `hợp nhất quý I/2026 TX 1`, `hợp nhất quý
    I/2026 và quý II/2026`."""
    rounds, top, words = await named_rounds(ctx, argument)
    row = await _row_named(ctx, rounds[-1], top, words) if words else None
    also = tuple(one.id for one in rounds[:-1])
    await show_total(ctx, ShowTotal(round=rounds[-1].id, unit=top, also=also, row=row))


async def _row_named(ctx: RequestContext, found: Round, top: int, words: str) -> str:
    form = ctx.form_of(found)
    if form.pattern is not None:  # the words may name an item that a unit has added
        form = (await gather_rounds(ctx, found.id, top)).form
    return find_heading(form, words).key
