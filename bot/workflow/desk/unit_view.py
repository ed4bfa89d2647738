"""One unit in a round: how its report stands, who answers for it, what was done, other rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.desk.readable_report import find_readable
from bot.workflow.desk.unit_people import UnitPerson, people_of_units
from bot.workflow.desk.unit_table import UnitLine, read_line
from bot.workflow.review.audit_log import describe_change
from conversations.forms.check import Severity
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.rules.checks import broken_checks
from conversations.workflow.permissions import Permission
from conversations.workflow.report_status import asked_by_section
from storage.workflow.duties import DueReport
from storage.workflow.rounds import Round
from storage.workflow.units import Unit

MOST_CHANGES = 20
MOST_CHECKS = 30


@dataclass(frozen=True, slots=True)
class SectionFill:
    """How much of a section is answered."""

    tag: str
    title: str
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class UnitWarning:
    """A check that does not hold, and the reason that it is kept for, or nothing. `row` is the
    first of its rows."""

    message: str
    reason: str
    hard: bool
    row: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit; `line` and what follows is None or empty where it owes nothing in the round."""

    unit: Unit
    above: tuple[Unit, ...]
    kind: str
    people: tuple[UnitPerson, ...]
    round: Round | None
    line: UnitLine | None
    sections: tuple[SectionFill, ...]
    checks: tuple[UnitWarning, ...]
    changes: Sequence[dict[str, str]]
    more_changes: int
    others: tuple[DueReport, ...]


async def read_unit(ctx: RequestContext, number: int, round_id: int | None) -> UnitView:
    """The unit, in this round or in the newest of its own; DeniedError for who does not watch over
    it."""
    try:
        unit = await ctx.tx.units.find(number)
    except LookupError:
        raise DeniedError from None
    await ctx.check(Permission.BOARD, number)
    owed = await ctx.tx.duties.of_units([number])
    owed.sort(key=lambda one: one.round, reverse=True)
    here = next((one for one in owed if round_id in (None, one.round)), None)
    people = (await people_of_units(ctx, [number])).get(number, ())
    line_up = (await ctx.tx.units.lineage(number))[1:]
    above = tuple([await ctx.tx.units.find(one) for one in reversed(line_up)])
    kind = ctx.catalogs.calendars.kind_name(unit.kind) if unit.kind else ""
    others = tuple(one for one in owed if one is not here)
    if here is None:
        return UnitView(unit, above, kind, people, None, None, (), (), (), 0, others)
    of = await ctx.tx.rounds.find(here.round)
    line = await read_line(ctx, of, number)
    report, form = await find_readable(ctx, here.report)
    changes, more = await _changes(ctx, form, here.report)
    return UnitView(
        unit,
        above,
        kind,
        people,
        of,
        line,
        _sections(form, line),
        _checks(form, report),
        changes,
        more,
        others,
    )


def _sections(form: Form, line: UnitLine) -> tuple[SectionFill, ...]:
    return tuple(
        SectionFill(
            form.section_tag(one.key),
            one.title,
            line.sections.get(one.key, 0),
            asked_by_section(form)[one.key],
        )
        for one in form.sections
    )


def _checks(form: Form, report: Report) -> tuple[UnitWarning, ...]:
    found = [
        UnitWarning(
            verdict.check.message,
            reason,
            verdict.check.severity is Severity.HARD,
            verdict.rows[0] if verdict.rows else "",
        )
        for verdict, reason in broken_checks(form, report)
    ]
    return tuple(found[:MOST_CHECKS])


async def _changes(
    ctx: RequestContext, form: Form, number: int
) -> tuple[Sequence[dict[str, str]], int]:
    """The newest changes, and how many more there are."""
    entries = await ctx.tx.audit_log.of_report(number)
    shown = entries[-MOST_CHANGES:]
    names = await ctx.tx.roles.names_of({one.member for one in shown if one.member is not None})
    rows = ctx.catalogs.catalog.rows_of(form.key) | form.by_key
    lines = [describe_change(form, rows, one, names) for one in reversed(shown)]
    return lines, len(entries) - len(shown)
