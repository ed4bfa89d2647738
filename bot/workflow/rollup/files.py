"""The consolidated report as an appendix, as a workbook with everything behind it, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from pydantic import TypeAdapter

from bot.workflow.context import RequestContext
from bot.workflow.review.audit_log import describe_change
from bot.workflow.rollup.gathered import GatheredRounds, gather_rounds
from bot.workflow.rollup.multi_round import not_counted, unit_figures
from bot.workflow.rollup.unit_texts import with_unit_texts
from conversations.answers.values import Answer
from conversations.forms.check import Severity
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.rules import checks
from conversations.tables.printed_rows import gather_cells, name_cells
from conversations.workflow.rollup import FormTotal
from conversations.workflow.round_requests import GetTotalFile
from storage.workflow.rollups import UnitChange, UnitFigure, UnitReport
from templates.documents.excel.rollup import KeptCheck, RollupDetails, UnitCells, total_sheets
from templates.documents.excel.workbook import write_workbook
from templates.documents.word.render import file_name, render_word

MOST_CHANGES = 20_000  # newest, that a workbook tells
_ANSWERS = TypeAdapter(dict[str, Answer])


async def total_file(ctx: RequestContext, request: GetTotalFile) -> None:
    """The total as an appendix, or as a workbook with every unit's figures. Who was given it
    hears of corrections."""
    gathered = await gather_rounds(ctx, request.round, request.unit, request.also)
    rounds, root = gathered.rounds, gathered.unit.id
    for one in rounds:
        versions = await ctx.tx.rollups.list_counted(one.id, root)
        await ctx.tx.rollups.mark_used(versions, ctx.member, ctx.now)
    draft = "" if gathered.total.complete else "DU-THAO_"
    name = draft + file_name(gathered.form, gathered.report)
    data = {
        "period": gathered.empty.period_name,
        "draft": bool(draft),
        "counted": gathered.total.counted,
        "expected": gathered.total.expected,
    }
    if request.kind == "word":
        report = await with_unit_texts(ctx, gathered, stamp_draft(gathered.report, gathered.total))
        word = partial(render_word, gathered.form, report)
        ctx.give_file(name, word, "total.file", **data)
        return
    name = name.removesuffix(".docx") + ".xlsx"
    if name in ctx.made:  # it is handed out now: nothing of all this is needed again
        ctx.give_file(name, bytes, "total.file", **data)
        return
    changes = [
        change
        for one in reversed(rounds)
        for change in await ctx.tx.rollups.history_of(one.id, root, MOST_CHANGES)
    ][:MOST_CHANGES]
    make = partial(
        _workbook,
        gathered,
        await unit_figures(ctx, gathered.form, rounds, root),
        await not_counted(ctx, rounds, root),
        [each for one in rounds for each in await ctx.tx.rollups.unit_reports(one.id, root)],
        ctx.catalogs.catalog.versions_of(gathered.form.key),
        changes,
        await ctx.tx.roles.names_of({one.entry.member for one in changes if one.entry.member}),
    )
    ctx.give_file(name, make, "total.file", **data)


def stamp_draft(report: Report, sums: FormTotal) -> Report:
    """The total as it is printed: a draft says so in its period, as long as one is missing."""
    if sums.complete:
        return report
    stamp = f"{report.period.name} (DỰ THẢO: {sums.approved}/{sums.expected} đơn vị đã duyệt)"
    period = report.period.model_copy(update={"name": stamp})
    return report.model_copy(update={"period": period})


def by_unit(figures: Sequence[UnitFigure]) -> list[UnitCells]:
    """The figures of each unit by row, the units in their order."""
    found: dict[int, UnitCells] = {}
    for one in figures:
        cells = found.setdefault(one.unit, UnitCells(one.short_name, {}))
        cells.figures[one.key] = one.figure
    return [*found.values()]


def _workbook(
    gathered: GatheredRounds,
    figures: Sequence[UnitFigure],
    missing: Sequence[str],
    reports: Sequence[UnitReport],
    versions: Mapping[str, Form],
    changes: Sequence[UnitChange],
    names: Mapping[int, str],
) -> bytes:
    form = gathered.form
    warned = [
        one
        for each in reports
        for one in kept_checks(versions.get(each.version, form), gathered.empty, each)
    ]
    told = [_change(form, one, names) for one in changes]
    behind = RollupDetails(units=by_unit(figures), missing=missing, warned=warned, changes=told)
    return write_workbook(
        total_sheets(form, stamp_draft(gathered.report, gathered.total), gathered.total, behind)
    )


def kept_checks(form: Form, empty: Report, one: UnitReport) -> Iterator[KeptCheck]:
    """What was raised for a unit's report as it was handed in, and why it was kept."""
    answers = _ANSWERS.validate_python(one.answers)
    update = {"unit": one.unit, "answers": answers, "reasons": one.reasons}
    report = empty.model_copy(update=update)
    form = fit_form(form, answers)
    for verdict, reason in checks.explained_checks(form, report):
        rows = "; ".join(name_cells(form, some) for some in gather_cells(form, verdict.rows))
        hard = verdict.check.severity is Severity.HARD
        yield KeptCheck(
            one.unit.short_name, verdict.check.id, hard, verdict.check.message, rows, reason
        )


def _change(form: Form, one: UnitChange, names: Mapping[int, str]) -> tuple[str, ...]:
    told = describe_change(form, form.by_key, one.entry, names)
    columns = ("who", "channel", "what", "old", "new")
    return (told["at"], one.short_name, *(told[name] for name in columns))
