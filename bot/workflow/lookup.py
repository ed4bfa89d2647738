"""Which unit, report or row somebody means by his words."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from conversations.calendar.period_kinds import is_named, named_period
from conversations.calendar.periods import Period
from conversations.forms.model import Form, Row
from conversations.forms.search import find_rows, named_row
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS
from conversations.workflow.permissions import Permission as Right
from storage.core.records import DueReport, Unit

NEAR = 85  # percent of likeness from which a name is offered
MOST = 5  # names that are offered


async def units_with(visit: RequestContext, right: Right) -> list[Unit]:
    """The units on which the member has the right."""
    found: dict[int, Unit] = {}
    for grant in visit.grants:
        if right not in RIGHTS[grant.role]:
            continue
        if grant.role in OVER_SUBTREE:
            found |= {unit.id: unit for unit in await visit.tx.units.list_under(grant.unit)}
        else:
            found[grant.unit] = await visit.tx.units.find(grant.unit)
    return [*found.values()]


async def find_unit(visit: RequestContext, right: Right, words: str) -> Unit:
    """The unit that the words name: by abbreviation, code or name, or by the words of its name.
    DeniedError when the member has the right on none; UnclearError when it is not just one."""
    units = await units_with(visit, right)
    if not units:
        raise DeniedError
    if not words.strip() and len(units) == 1:
        return units[0]
    found = match_units(units, words)
    if len(found) != 1:
        names = [unit.short_name for unit in found[:MOST]]
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


async def find_report(visit: RequestContext, right: Right, words: str) -> int:
    """The report of the unit and the period that the words name, the newest when they name no
    period: `SNV quý I/2026`; the report at hand without words."""
    if not words.strip() and visit.current is not None:
        return visit.current
    windows = visit.books.calendars.windows
    said, rest = named_period(words, windows) or ("", words)
    unit = await _unit_of_report(visit, right, rest)
    owed = await visit.tx.duties.of_units([unit.id])
    if not owed:
        raise RequestRejectedError("unclear.no_report", unit=unit.short_name)
    meant = [one for one in owed if not said or is_named(said, _period(one), windows)]
    if not meant:
        periods = [_period(one).name for one in owed][:MOST]
        raise RequestRejectedError(
            "unclear.period", unit=unit.short_name, said=said, periods=periods
        )
    return max(meant, key=lambda one: one.report).report


async def _unit_of_report(visit: RequestContext, right: Right, words: str) -> Unit:
    """The unit that the words name; without words that of the report at hand."""
    if not words.strip() and visit.current is not None:
        return await visit.tx.units.find(await visit.unit_with(right, visit.current))
    living = await units_with(visit, right)
    if not match_units(living, words):
        found = match_units(await _ended_with(visit, right), words)
        if len(found) == 1:
            return found[0]
    return await find_unit(visit, right, words)


async def _ended_with(visit: RequestContext, right: Right) -> list[Unit]:
    """The units that have ended, on whose reports the member has the right all the same."""
    found: dict[int, Unit] = {}
    for grant in visit.grants:
        if right not in RIGHTS[grant.role]:
            continue
        if grant.role in OVER_SUBTREE:
            found |= {unit.id: unit for unit in await visit.tx.units.ended_under(grant.unit)}
        for number in await visit.tx.units.with_merged([grant.unit]):
            if number != grant.unit:
                found[number] = await visit.tx.units.find(number)
    return [*found.values()]


def _period(one: DueReport) -> Period:
    return Period.model_validate(one.period)


def find_heading(form: Form, words: str) -> Row:
    """The row, group or section that the words name; UnclearError when it is not just one."""
    named = named_row(form, words)
    if named is not None:
        return named
    found = find_rows(form, words)
    if len(found) != 1:
        labels = [f"{row.key} {row.title}" for row in found[:MOST]]
        raise RequestRejectedError("unclear.row", said=words[:80], labels=labels)
    return found[0]
