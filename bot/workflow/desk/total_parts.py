"""What a total is made of: the parts of the tree and the units behind it, and what is not in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.desk.totals import (
    NOTHING,
    TotalsPage,
    form_of_totals,
    list_alike,
    print_total,
    sum_rows,
)
from bot.workflow.rollup.multi_round import not_counted, unit_figures
from bot.workflow.rollup.table_rows import print_figure
from conversations.answers.figure import Figure
from conversations.answers.values import AnswerState
from conversations.desk.bars import Bar, scale_bars
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.printed_answers import STATE_WORDS
from conversations.tables.cell_names import name_row
from conversations.workflow.rollup import RowTotal, total_row
from storage.workflow.rollups import ReportCounts, UnitFigure
from storage.workflow.rounds import Round
from storage.workflow.units import Unit
from templates.documents.excel.rollup import explain_total

MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class TotalPart:
    """A part of the tree, or a unit: what it gave. `apart`: it is not in the total; `leads`: there
    are parts below it."""

    unit: int
    name: str
    text: str
    amount: Decimal | None
    leads: bool
    apart: bool = False
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class TotalParts:
    """One figure of a table of totals, and what it is made of. `missing` have not reported;
    `periods` is the same figure of this period and of those before."""

    label: str
    measure: str
    where: Unit
    period: str
    text: str
    explained: str
    adds_up: bool
    parts: tuple[TotalPart, ...]
    more: int
    without: tuple[tuple[str, str], ...]  # units that gave no value, and what they said
    missing: tuple[str, ...]
    periods: tuple[Bar, ...]


async def read_parts(ctx: RequestContext, page: TotalsPage) -> TotalParts | None:
    """What the figure that the page's address names is made of; None where it names none."""
    query = page.query
    if not query.row or query.row not in page.form.by_key:
        return None
    of, unit = page.round, page.unit
    if query.column and query.by_period:
        of = await ctx.tx.rounds.find(query.column)
        if of.form_key != page.round.form_key:
            raise DeniedError
    elif query.column:
        unit = await ctx.tx.units.find(query.column)
        if page.unit.id not in await ctx.tx.units.lineage(unit.id):
            raise DeniedError
    form = page.form if of is page.round else await form_of_totals(ctx, of, unit.id)
    if query.row not in form.by_key or form.row(query.row).answer is None:
        return None
    return await _parts(ctx, form, of, unit, form.row(query.row))


async def _parts(ctx: RequestContext, form: Form, of: Round, unit: Unit, row: Row) -> TotalParts:
    total = (await sum_rows(ctx, form, of, unit.id, [row]))[row.key]
    branches = await ctx.tx.branch_rollups.list_branches(of.id, unit.id)
    heads = {one.id for one in await ctx.tx.unit_table.list_heads(unit.id)} - {unit.id}
    leading = [one for one in branches if one.id in heads]
    figures = await unit_figures(ctx, form, [of], unit.id, row.key)
    if leading:
        parts = await _of_branches(ctx, of, unit, branches, heads, row)
    else:
        parts = [_of_unit(row, one) for one in figures if one.figure.state is AnswerState.VALUE]
    parts.sort(key=lambda one: (one.amount is None, -(one.amount or 0)))
    shown = parts[:MOST_UNITS]
    bars = scale_bars([(one.name, one.text, one.amount) for one in shown])
    shown = [replace(one, bar=bar) for one, bar in zip_longest(shown, bars[: len(shown)])]
    return TotalParts(
        label=name_row(form, row),
        measure=row.measure,
        where=unit,
        period=of.period_name,
        text=print_total(row, total).text,
        explained=explain_total(total),
        adds_up=row.adds_up or row.answer_type.has_parts,
        parts=tuple(shown),
        more=max(0, len(parts) - MOST_UNITS),
        without=tuple(
            (one.short_name, STATE_WORDS.get(one.figure.state) or "để trống")
            for one in figures
            if one.figure.state is not AnswerState.VALUE
        )[:MOST_UNITS],
        missing=tuple(await not_counted(ctx, [of], unit.id)),
        periods=await _over_periods(ctx, form, of, unit, row),
    )


async def _over_periods(
    ctx: RequestContext, form: Form, of: Round, unit: Unit, row: Row
) -> tuple[Bar, ...]:
    values = []
    for one in await list_alike(ctx, of, unit.id):
        total = (await sum_rows(ctx, form, one, unit.id, [row]))[row.key]
        values.append((one.period.name, print_total(row, total).text, _amount_of(total)))
    return scale_bars(values)


async def _of_branches(
    ctx: RequestContext,
    of: Round,
    unit: Unit,
    branches: Sequence[Unit],
    heads: set[int],
    row: Row,
) -> list[TotalPart]:
    numbers = [one.id for one in branches]
    found = await ctx.tx.branch_rollups.tallies(of.id, unit.id, numbers, [row.key])
    counts = await ctx.tx.branch_rollups.count_reported(of.id, unit.id, numbers)
    parts = []
    for one in branches:
        reports: ReportCounts = counts.get(one.id, NOTHING)
        total = total_row(row, [found.get(one.id, [])], [reports.counted], [reports.expected])
        told = print_total(row, total)
        leads, amount = one.id in heads, _amount_of(total)
        parts.append(TotalPart(one.id, one.short_name, told.text, amount, leads, told.apart > 0))
    return parts


def _amount_of(total: RowTotal) -> Decimal | None:
    if total.value is None:
        return None
    amount = getattr(total.value, "amount", None)
    return amount if isinstance(amount, Decimal) else None


def _of_unit(row: Row, one: UnitFigure) -> TotalPart:
    apart = not row.answer_type.counts(one.figure)
    text = print_figure(row, one.figure)
    return TotalPart(one.unit, one.short_name, text, _share(one.figure), leads=False, apart=apart)


def _share(figure: Figure) -> Decimal | None:
    if figure.amount is not None and figure.base:
        return figure.amount * 100 / figure.base
    return figure.amount
