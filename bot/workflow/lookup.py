"""Which unit, report or row somebody means by their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from bot.workflow.form_lookup import read_words, which_form
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named
from conversations.calendar.periods import Period
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.forms.places import join_cells, rows_at
from conversations.forms.row import Row
from conversations.forms.search import find_rows, lines_named, named_rows
from conversations.protocol.events import Action
from conversations.protocol.messages import Button
from conversations.reports.lifecycle import EDITABLE, FILED, ReportState
from conversations.text.courtesy import polite_forms
from conversations.text.unit_names import match_names
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS, Permission
from conversations.workflow.report_requests import LookInto
from conversations.workflow.report_words import ReportWords
from storage.workflow.duties import DueReport
from storage.workflow.units import Unit

_AROUND = re.compile(  # `khóa sổ cho xã 2 lại`
    r"^\s*(?:(?:cho|của|cua|báo cáo|bao cao|với|voi|riêng|rieng)\s+)+|\s+(?:lại|lai|luôn|luon)\s*$",
    re.IGNORECASE,
)
MOST = 5  # names that are offered
LONGEST_NAME = 300  # characters of words that may be what a unit is called


def grants_with(ctx: RequestContext, right: Permission) -> list[tuple[int, bool]]:
    """The units in which a role of the member has the right, and whether it reaches below them."""
    return [
        (grant.unit, grant.role in OVER_SUBTREE)
        for grant in ctx.grants
        if right in RIGHTS[grant.role]
    ]


async def units_with(ctx: RequestContext, right: Permission) -> list[Unit]:
    """The units on which the member has the right."""
    found: dict[int, Unit] = {}
    for unit, below in grants_with(ctx, right):
        units = await ctx.tx.units.list_under(unit) if below else [await ctx.tx.units.find(unit)]
        found |= {one.id: one for one in units}
    return [*found.values()]


async def find_unit(ctx: RequestContext, right: Permission, words: str) -> Unit:
    """The unit that the words name: by abbreviation, code or name, or by the words of its name.
    DeniedError when the member has the right on none; RequestRejectedError when it is not one."""
    units = await units_with(ctx, right)
    if not units:
        raise DeniedError
    if not words.strip() and len(units) == 1:
        return units[0]
    return pick_unit(units, words)


def pick_unit(units: list[Unit], words: str, most: int = MOST) -> Unit:
    """The only unit that the words may mean; RequestRejectedError when it is not just one."""
    found = match_units(units, words)
    if len(found) != 1:
        alike = len({unit.short_name for unit in found}) < len(found)
        names = [
            f"{unit.short_name} ({unit.code})" if alike and unit.code else unit.short_name
            for unit in found[:most]
        ]
        raise RequestRejectedError("unclear.unit", said=words[:80], names=names)
    return found[0]


def match_units(units: list[Unit], words: str, *, exactly: bool = False) -> list[Unit]:
    """The units that the words may mean, the best first; those alone that they name exactly. None
    but such when they are to be taken `exactly`. What is polite around the name may fall away."""
    names = {unit: _names(unit) for unit in units}
    forms = dict.fromkeys((*polite_forms(words), *polite_forms(_AROUND.sub("", words))))
    found = (match_names(names, form, exactly=exactly) for form in forms)
    return next(filter(None, found), [])


def is_unit_name(units: list[Unit], words: str) -> bool:
    """Whether the words are just what one of the units is called."""
    if len(words) > LONGEST_NAME:
        return False
    return len(match_units(units, words, exactly=True)) == 1


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short_name, unit.abbreviation, unit.code or "")


async def find_report(
    ctx: RequestContext,
    right: Permission,
    words: str,
    *fits: Callable[[DueReport], bool],
) -> int:
    """The report of the unit, the form and the period that the words name: `SNV quý I/2026`; the
    one they look into, or the report at hand, without words. Without a period it is that of the
    newest period which is not locked, among those that the first of the tests which any of them
    passes lets through; others of these are kept in `ctx.also`, to be offered.
    RequestRejectedError where such reports are on several forms."""
    if not words.strip():
        looked = await ctx.looked_into()
        if looked is not None and await ctx.may(right, await ctx.tx.duties.unit_of(looked.report)):
            return looked.report
        if ctx.current is not None:
            return ctx.current
    living = await units_with(ctx, right)
    named = read_words(ctx, words, lambda said: is_unit_name(living, said))
    unit = await _unit_of_report(ctx, right, named.rest)
    owed = await ctx.tx.duties.of_units([unit.id])
    if not owed:
        raise RequestRejectedError("unclear.no_report", unit=unit.short_name)
    meant = [one for one in owed if is_meant(ctx, named, one)]
    if not meant:
        periods = [one.period_name for one in owed][:MOST]
        raise RequestRejectedError(
            "unclear.period", unit=unit.short_name, said=named.said, periods=periods
        )
    fitting = next((some for fit in fits if (some := [*filter(fit, meant)])), meant)
    first, *others = sorted(fitting, key=newest_last, reverse=True)
    others = [one for one in others if one.locked == first.locked]
    newest = max(meant, key=newest_last)
    ctx.older = not newest.locked and period_of(newest).end > period_of(first).end
    if (by_form := {one.form_key: one for one in reversed((first, *others))}) and len(by_form) > 1:
        raise which_form(ctx, {key: one.period_name for key, one in by_form.items()})
    if fits:
        ctx.also = tuple(others)
    elif rivals := [one for one in others if period_of(one).end == period_of(first).end]:
        raise RequestRejectedError(
            "report.which", look_buttons((first, *rivals)[:MOST]), unit=unit.short_name
        )
    return first.report


def is_meant(ctx: RequestContext, named: ReportWords, one: DueReport) -> bool:
    """Whether the words for a form and a period fit this report."""
    windows, today = ctx.catalogs.windows, local_day(ctx.now)
    period = not named.period or is_named(named.period, period_of(one), windows, today)
    return period and named.fits(one.form_key)


def look_buttons(reports: Sequence[DueReport]) -> Buttons:
    """To each of the reports, by unit and period."""
    return tuple((look_button(one, LookInto(report=one.report)),) for one in reports)


def look_button(one: DueReport, request: Action) -> Button:
    """A request about a report, by which report it is."""
    return make_button("look", request, unit=one.short_name, period=one.period_name)


def is_waiting(one: DueReport) -> bool:
    return one.state == ReportState.SUBMITTED


def is_filed(one: DueReport) -> bool:
    return one.state in FILED


def is_open(one: DueReport) -> bool:
    return one.state in EDITABLE and not one.locked


def is_locked(one: DueReport) -> bool:
    return one.locked


def is_unlocked(one: DueReport) -> bool:
    return not one.locked


def newest_last(one: DueReport) -> tuple[bool, date, int]:
    """Sorts the newest period last, and what is locked before all others."""
    return not one.locked, period_of(one).end, one.report


async def _unit_of_report(ctx: RequestContext, right: Permission, words: str) -> Unit:
    """The unit that the words name; without words that of the report at hand."""
    if not words.strip() and ctx.current is not None:
        return await ctx.tx.units.find(await ctx.unit_with(right, ctx.current))
    living = await units_with(ctx, right)
    if not match_units(living, words):
        found = match_units(await _ended_with(ctx, right), words)
        if len(found) == 1:
            return found[0]
    return await find_unit(ctx, right, words)


async def _ended_with(ctx: RequestContext, right: Permission) -> list[Unit]:
    """The units that have ended, on whose reports the member has the right all the same."""
    found: dict[int, Unit] = {}
    for unit, below in grants_with(ctx, right):
        if below:
            found |= {one.id: one for one in await ctx.tx.units.ended_under(unit)}
        merged = await ctx.tx.units.with_merged([unit])
        found |= {number: await ctx.tx.units.find(number) for number in merged if number != unit}
    return [*found.values()]


def period_of(one: DueReport) -> Period:
    return Period.model_validate(one.period)


def find_heading(form: Form, words: str) -> Row:
    """The row, group or section that the words name; RequestRejectedError when it is not one."""
    named = named_rows(form, words) or lines_named(form, words)
    if named and not rows_at(form, words):
        return named[0]
    return pick_heading(words, named or join_cells(form, find_rows(form, words)))


def pick_heading(words: str, found: Sequence[Row]) -> Row:
    """The only one of these rows; RequestRejectedError when it is none or several."""
    if len(found) != 1:
        labels = [row.tagged_title for row in found[:MOST]]
        raise RequestRejectedError("unclear.row", said=words[:80], labels=labels)
    return found[0]
