"""Which unit, report or row somebody means by their words."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named, named_period
from conversations.calendar.periods import Period
from conversations.forms.model import Form, Row
from conversations.forms.search import find_rows, named_row
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS, Permission
from storage.workflow.duties import DueReport
from storage.workflow.units import Unit

NEAR = 85  # percent of likeness from which a name is offered
MOST = 5  # names that are offered


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
    """The units that the words may mean, the best first; one alone when they name it exactly.
    None but such when they are to be taken `exactly`."""
    said = fold_text(words).strip(" .,:")
    if not said:
        return []
    names = {unit.id: _names(unit) for unit in units}
    exact = [unit for unit in units if said in names[unit.id]]
    if exact or exactly:
        return exact
    holding = [unit for unit in units if any(said in name for name in names[unit.id])]
    if holding:
        return holding
    scored = [(max(fuzz.ratio(said, name) for name in names[unit.id]), unit) for unit in units]
    near = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: -pair[0])
    return [unit for _, unit in near]


def _names(unit: Unit) -> set[str]:
    return {
        fold_text(name) for name in (unit.name, unit.short_name, unit.abbreviation, unit.code or "")
    }


async def find_report(ctx: RequestContext, right: Permission, words: str) -> int:
    """The report of the unit and the period that the words name, the newest when they name no
    period: `SNV quý I/2026`; the one they look into, or the report at hand, without words."""
    if not words.strip():
        looked = await ctx.looked_into()
        if looked is not None and await ctx.may(right, await ctx.tx.duties.unit_of(looked.report)):
            return looked.report
        if ctx.current is not None:
            return ctx.current
    windows = ctx.catalogs.calendars.windows
    said, rest = named_period(words, windows) or ("", words)
    unit = await _unit_of_report(ctx, right, rest)
    owed = await ctx.tx.duties.of_units([unit.id])
    if not owed:
        raise RequestRejectedError("unclear.no_report", unit=unit.short_name)
    today = local_day(ctx.now)
    meant = [one for one in owed if not said or is_named(said, period_of(one), windows, today)]
    if not meant:
        periods = [period_of(one).name for one in owed][:MOST]
        raise RequestRejectedError(
            "unclear.period", unit=unit.short_name, said=said, periods=periods
        )
    return max(meant, key=lambda one: one.report).report


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
    named = named_row(form, words)
    if named is not None:
        return named
    found = find_rows(form, words)
    if len(found) != 1:
        labels = [f"{row.key} {row.title}" for row in found[:MOST]]
        raise RequestRejectedError("unclear.row", said=words[:80], labels=labels)
    return found[0]
