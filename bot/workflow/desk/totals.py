"""Totals as a table: the rows of a section by the parts of the tree, or by periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.rollup.gathered import gather_rounds
from bot.workflow.rollup.multi_round import other_versions
from bot.workflow.round_lookup import find_seen_round
from conversations.calendar.periods import kind_of
from conversations.desk.totals_query import COLUMNS, ROWS, TotalsQuery
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.printed_answers import print_value
from conversations.tables.cell_names import name_row
from conversations.workflow.permissions import Permission
from conversations.workflow.rollup import FigureGroup, RowTotal, describe_counts, total_row
from storage.workflow.rollups import ReportCounts
from storage.workflow.rounds import Round
from storage.workflow.units import Unit

MOST_PERIODS = 8
NOTHING = ReportCounts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class TotalsColumn:
    """A part of the tree, or a round: what it is called, how many of its reports count. `leads`:
    there are parts below it."""

    number: int
    name: str
    reports: ReportCounts
    leads: bool


@dataclass(frozen=True, slots=True)
class TotalsCell:
    """What a row comes to; `apart`: how many units gave what does not add up."""

    text: str
    apart: int


@dataclass(frozen=True, slots=True)
class TotalsLine:
    """A row of the form: of all together, and by column. `adds_up`: it is a number or a share."""

    key: str
    label: str
    measure: str
    adds_up: bool
    whole: TotalsCell
    cells: tuple[TotalsCell, ...]


@dataclass(frozen=True, slots=True)
class TotalsPage:
    """One page of the table; `path` leads from the top to the unit that is looked at."""

    round: Round
    root: int
    path: tuple[Unit, ...]
    query: TotalsQuery
    form: Form
    section: str
    sections: tuple[tuple[str, str], ...]  # key, words
    reports: ReportCounts
    columns: tuple[TotalsColumn, ...]
    lines: tuple[TotalsLine, ...]
    row_pages: int
    column_pages: int
    several_periods: bool

    @property
    def unit(self) -> Unit:
        return self.path[-1]


async def read_totals(ctx: RequestContext, number: int, query: TotalsQuery) -> TotalsPage:
    """The page that is asked for; DeniedError for a round or a unit that the member does not add
    up."""
    found, root = await find_seen_round(ctx, Permission.ROLL_UP, number, query.root or None)
    path = await _path(ctx, root, query.unit or root)
    unit = path[-1].id
    form = await form_of_totals(ctx, found, unit)
    section = query.section if query.section in form.asked_by_heading else form.sections[0].key
    rows = rows_of_section(form, section)
    row_pages = max(1, -(-len(rows) // ROWS))
    query = replace(query, section=section, rows=min(query.rows, row_pages), unit=unit)
    shown = rows[(query.rows - 1) * ROWS : query.rows * ROWS]
    rounds = await list_alike(ctx, found, unit)
    whole = await sum_rows(ctx, form, found, unit, shown)
    if query.by_period:
        columns, cells = await _by_period(ctx, form, rounds, unit, shown)
        column_pages = 1
    else:
        columns, cells, column_pages = await _by_branch(ctx, form, found, query, shown)
        query = replace(query, columns=min(query.columns, column_pages))
    return TotalsPage(
        found,
        root,
        path,
        query,
        form,
        section,
        _sections(form),
        await ctx.tx.rollups.count_reported(found.id, unit),
        tuple(columns),
        tuple(_line(form, row, whole[row.key], [one[row.key] for one in cells]) for row in shown),
        row_pages,
        column_pages,
        len(rounds) > 1,
    )


async def form_of_totals(ctx: RequestContext, of: Round, unit: int) -> Form:
    """The form of a round, with a row for each item that units have added to its lists."""
    form = ctx.form_of(of)
    return form if form.pattern is None else (await gather_rounds(ctx, of.id, unit)).form


def rows_of_section(form: Form, section: str) -> list[Row]:
    """The rows below a heading that hold something, in the form's order."""
    return [row for row in form.rows if row.answer is not None and _is_below(form, row, section)]


def _is_below(form: Form, row: Row, section: str) -> bool:
    return row.key == section or form.section_of(row.key).key == section


async def sum_rows(
    ctx: RequestContext, form: Form, of: Round, unit: int, rows: Sequence[Row]
) -> dict[str, RowTotal]:
    """These rows added up over the whole subtree."""
    others = await other_versions(ctx, form, of, unit)
    keys = [row.key for row in rows]
    found = await ctx.tx.branch_rollups.tallies(of.id, unit, None, keys, others)
    reports = await ctx.tx.rollups.count_reported(of.id, unit)
    return _totals(rows, found.get(unit, []), reports)


def _totals(
    rows: Sequence[Row], groups: Sequence[FigureGroup], reports: ReportCounts
) -> dict[str, RowTotal]:
    by_key: dict[str, list[FigureGroup]] = {}
    for one in groups:
        by_key.setdefault(one.key, []).append(one)
    counts = ([reports.counted], [reports.expected])
    return {row.key: total_row(row, [by_key.get(row.key, [])], *counts) for row in rows}


_Columns = tuple[list[TotalsColumn], list[Mapping[str, RowTotal]]]


async def _by_branch(
    ctx: RequestContext, form: Form, of: Round, query: TotalsQuery, rows: Sequence[Row]
) -> tuple[list[TotalsColumn], list[Mapping[str, RowTotal]], int]:
    branches = await ctx.tx.branch_rollups.list_branches(of.id, query.unit)
    pages = max(1, -(-len(branches) // COLUMNS))
    at = (min(query.columns, pages) - 1) * COLUMNS
    shown = branches[at : at + COLUMNS]
    numbers, keys = [one.id for one in shown], [row.key for row in rows]
    others = await other_versions(ctx, form, of, query.unit)
    found = await ctx.tx.branch_rollups.tallies(of.id, query.unit, numbers, keys, others)
    counts = await ctx.tx.branch_rollups.count_reported(of.id, query.unit, numbers)
    heads = {one.id for one in await ctx.tx.unit_table.list_heads(query.unit)} - {query.unit}
    columns = [
        TotalsColumn(one.id, one.short_name, counts.get(one.id, NOTHING), one.id in heads)
        for one in shown
    ]
    cells: list[Mapping[str, RowTotal]] = [
        _totals(rows, found.get(one.number, []), one.reports) for one in columns
    ]
    return columns, cells, pages


async def _by_period(
    ctx: RequestContext, form: Form, rounds: Sequence[Round], unit: int, rows: Sequence[Row]
) -> _Columns:
    columns: list[TotalsColumn] = []
    cells: list[Mapping[str, RowTotal]] = []
    for one in rounds:
        reports = await ctx.tx.rollups.count_reported(one.id, unit)
        columns.append(TotalsColumn(one.id, one.period.name, reports, leads=False))
        cells.append(await sum_rows(ctx, form, one, unit, rows))
    return columns, cells


async def list_alike(ctx: RequestContext, found: Round, unit: int) -> list[Round]:
    """The rounds of the same form and kind of period up to this one, the oldest first."""
    kind = kind_of(found.period)
    alike = [
        one
        for one in await ctx.tx.rounds.list_under(unit)
        if one.form_key == found.form_key
        and kind_of(one.period) is kind
        and one.period.end <= found.period.end
    ]
    return sorted(alike, key=lambda one: one.period.end)[-MOST_PERIODS:]


async def _path(ctx: RequestContext, root: int, at: int) -> tuple[Unit, ...]:
    line = await ctx.tx.units.lineage(at)
    if root not in line:
        raise DeniedError
    downwards = reversed(line[: line.index(root) + 1])
    return tuple([await ctx.tx.units.find(number) for number in downwards])


def _sections(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.key, ". ".join(dict.fromkeys(filter(None, (form.section_tag(one.key), one.title)))))
        for one in form.sections
    )


def _line(form: Form, row: Row, whole: RowTotal, cells: Sequence[RowTotal]) -> TotalsLine:
    adds_up = row.adds_up or row.answer_type.has_parts
    told = tuple(print_total(row, one) for one in cells)
    return TotalsLine(
        row.key, name_row(form, row), row.measure, adds_up, print_total(row, whole), told
    )


def print_total(row: Row, one: RowTotal) -> TotalsCell:
    """What the row comes to, in words."""
    counted = "; ".join(describe_counts(row, one)) if not row.holds_names else ""
    return TotalsCell(counted or (print_value(row, one.value) if one.value else ""), one.apart)
