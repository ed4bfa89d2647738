"""The consolidated report in the chat, row by row with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.files.charts import units_chart
from bot.workflow.context import RequestContext, RequestRejectedError, shorten_list
from bot.workflow.lookup import find_heading
from bot.workflow.rollup.multi_round import (
    count_older,
    figures_apart,
    in_order,
    joint_period,
    named_rounds,
    not_counted,
    total_of,
    unit_figures,
)
from bot.workflow.round_lookup import find_round, named_round
from conversations.answers.figure import Figure
from conversations.answers.values import AnswerState, Coded
from conversations.calendar.periods import Period, PeriodKind, kind_of
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form, Row
from conversations.reports.derivation import QUARTERS, is_derived
from conversations.reports.formatting import print_value
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.text.numbers import print_number
from conversations.workflow.permissions import Permission
from conversations.workflow.requests import GetTotalChart, GetTotalFile, ShowBoard, ShowTotal
from conversations.workflow.rollup import (
    FormTotal,
    as_answers,
    consolidate_reports,
    describe_counts,
    differing_rows,
    form_of_total,
    shorten_unit_text,
)
from storage.workflow.rounds import Round
from storage.workflow.units import Unit
from templates.documents.excel.rollup import explain_total

MOST = 40  # units that a row's total names
MOST_MISSING = 12


@dataclass(frozen=True)
class GatheredRounds:
    """Rounds added up for a unit, the oldest first. `empty` is the report that the total will
    be."""

    rounds: Sequence[Round]
    unit: Unit
    form: Form
    total: FormTotal
    empty: Report

    @property
    def found(self) -> Round:
        """The last of the rounds."""
        return self.rounds[-1]

    @property
    def period(self) -> Period:
        return self.empty.period

    @property
    def here(self) -> dict[str, Any]:
        """Where its buttons lead to."""
        also = tuple(one.id for one in self.rounds[:-1])
        return {"round": self.found.id, "unit": self.unit.id, "also": also}

    @property
    def report(self) -> Report:
        """The total as a report: printed as any other."""
        words = {key: explain_total(one) for key, one in self.total.rows.items()}
        answers = as_answers(self.form, self.total, words)
        return self.empty.model_copy(update={"answers": answers})


async def gather_rounds(
    ctx: RequestContext, number: int | None, top: int | None, also: Sequence[int] = ()
) -> GatheredRounds:
    """Add up a round, and others with it, for this unit, or for the first that the member watches
    over."""
    found, root = await find_round(ctx, Permission.ROLL_UP, number, top)
    others = [(await find_round(ctx, Permission.ROLL_UP, one, root))[0] for one in also]
    rounds = in_order([*others, found])
    form = ctx.form_of(found)
    unit = await ctx.tx.units.find(root)
    total = await add_up(ctx, form, rounds, unit)
    form = form_of_total(form, total)
    empty = _empty(form, unit, joint_period(rounds), found.form_name)
    return GatheredRounds(rounds, unit, form, total, empty)


async def add_up(
    ctx: RequestContext,
    form: Form,
    rounds: Sequence[Round],
    unit: Unit,
    also: Collection[Round] = (),
) -> FormTotal:
    """These rounds as one, the oldest first; only of the units whose reports count in all the
    rounds `also`, when some are named."""
    others = [one.id for one in also]
    apart = [await figures_apart(ctx, form, one, unit.id) for one in rounds]
    tallies = [
        await ctx.tx.rollups.tallies(one.id, unit.id, others, without)
        for one, without in zip(rounds, apart, strict=True)
    ]
    reported = [await ctx.tx.rollups.count_reported(one.id, unit.id, others) for one in rounds]
    return consolidate_reports(
        form,
        tallies,
        [one.counted for one in reported],
        [one.approved for one in reported],
        [one.expected for one in reported],
    )


def _empty(form: Form, unit: Unit, period: Period, form_name: str) -> Report:
    names = OrgUnit(name=unit.name, short_name=unit.short_name, abbreviation=unit.abbreviation)
    issue = LetterReference(month=period.end.month, year=period.end.year)
    key, version = form.key, form.version
    said = {"period": period, "issue": issue, "form_name": form_name}
    return Report(form_key=key, form_version=version, unit=names, **said)


@dataclass(frozen=True)
class PeriodComparison:
    """A half year, nine months or a year beside its quarters, both of the same `units`: those
    whose reports count in all of them."""

    whole: FormTotal
    quarters: FormTotal
    units: int


async def beside_quarters(ctx: RequestContext, gathered: GatheredRounds) -> PeriodComparison | None:
    """None when it is a quarter itself, or when the quarters are not all there."""
    period = gathered.found.period
    if len(gathered.rounds) > 1 or not is_derived(period):
        return None
    rounds = [
        one
        for one in await ctx.tx.rounds.list_under(gathered.unit.id)
        if one.form_key == gathered.form.key
        and kind_of(one.period) is PeriodKind.QUARTER
        and period.start <= one.period.start
        and one.period.end <= period.end
    ]
    if len(rounds) != QUARTERS[kind_of(period)]:
        return None
    rounds.sort(key=lambda one: one.period.end)
    form, unit, all_ = gathered.form, gathered.unit, (gathered.found, *rounds)
    whole = await add_up(ctx, form, [gathered.found], unit, all_)
    return PeriodComparison(whole, await add_up(ctx, form, rounds, unit, all_), whole.counted)


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
        (make_button("board", ShowBoard(round=number, unit=top)),),
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
        example=gathered.form.order[0],
    )


def _difference(form: Form, beside: PeriodComparison, key: str) -> dict[str, str]:
    row = form.row(key)
    here, there = beside.whole.rows[key].value, beside.quarters.rows[key].value
    return {
        "label": row.tagged_title,
        "here": print_value(row, here) if here else "",
        "there": print_value(row, there) if there else "",
    }


async def _row(ctx: RequestContext, gathered: GatheredRounds, key: str) -> None:
    if key not in gathered.total.rows:
        raise RequestRejectedError("unclear.row", said=key, labels=[])
    row, one = gathered.form.row(key), gathered.total.rows[key]
    rounds, top = gathered.rounds, gathered.unit.id
    figures = await unit_figures(ctx, gathered.form, rounds, top, key)
    buttons = [make_button("total", ShowTotal(**gathered.here))]
    if len(rounds) == 1:
        chart = GetTotalChart(round=gathered.found.id, unit=top, row=key)
        buttons.insert(0, make_button("total.chart", chart))
    valued = [each for each in figures if each.figure.state is AnswerState.VALUE]
    ctx.say(
        "total.row",
        (tuple(buttons),),
        key=key,
        label=row.title,
        measure=row.measure,
        period=gathered.empty.period_name,
        value=print_value(row, one.value) if one.value else "",
        counts=[*describe_counts(row, one)],
        explained=explain_total(one),
        units=[
            {"unit": each.short_name, "value": _figure(row, each.figure)} for each in valued[:MOST]
        ],
        more=max(0, len(valued) - MOST),
        without=[each.short_name for each in figures if each.figure.state is not AnswerState.VALUE][
            :MOST_MISSING
        ],
        missing=(await not_counted(ctx, rounds, top))[:MOST_MISSING],
    )


async def total_chart(ctx: RequestContext, request: GetTotalChart) -> None:
    """The row's figures beside each other, one bar for each unit."""
    gathered = await gather_rounds(ctx, request.round, request.unit)
    if request.row not in gathered.total.rows:
        raise RequestRejectedError("unclear.row", said=request.row, labels=[])
    root = gathered.unit.id
    figures = await unit_figures(ctx, gathered.form, gathered.rounds, root, request.row)
    missing = gathered.total.expected - gathered.total.counted
    ctx.replies.append(units_chart(gathered.form, gathered.empty, request.row, figures, missing))


async def typed_chart(ctx: RequestContext, argument: str) -> None:
    """`so sánh II.01.03`, `so sánh quý I/2026 II.01.03`: the row by unit."""
    found, top, words = await named_round(ctx, Permission.ROLL_UP, argument, to=total_of)
    row = await _row_named(ctx, found, top, words)
    await total_chart(ctx, GetTotalChart(round=found.id, unit=top, row=row))


def _figure(row: Row, one: Figure) -> str:
    if one.code is not None:
        return print_value(row, Coded(code=one.code))
    if one.text is not None:
        return shorten_unit_text(one.text)
    if one.base is not None and one.amount is not None:
        return f"{print_number(one.amount)}/{print_number(one.base)}"
    return print_number(one.amount) if one.amount is not None else "…"


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
