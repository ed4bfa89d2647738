"""The reports of many units that words mean, and which of them there are by now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.workflow.board.rows import is_owing
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.form_lookup import read_words
from bot.workflow.lookup import is_unit_name, match_units, pick_unit, units_with
from bot.workflow.reachability import filter_reachable
from bot.workflow.review.notable import describe_notable
from bot.workflow.round_lookup import find_round
from conversations.commands.selection import SelectionWords, read_selection
from conversations.workflow.many_requests import ReportSelection
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_status import report_status
from conversations.workflow.request_bases import BoardFilter
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round
from storage.workflow.units import Unit

MOST = 6  # units that are named


@dataclass(frozen=True, slots=True)
class SelectedReports:
    """The `rows` of a round that a selection means, by the names of their units."""

    round: Round
    rows: list[BoardRow]


async def read_reports(
    ctx: RequestContext, right: Permission, words: str
) -> ReportSelection | None:
    """The selection that the words name: of the round whose period they name, or of the one that
    is meant without any. None when they name one unit, or nothing."""
    units = await units_with(ctx, right)
    if not units:
        raise DeniedError
    named = read_words(ctx, words, lambda said: is_unit_name(units, said))
    found = words_of(ctx, units, named.rest)
    whole = not named.is_any and found.says_nothing
    if found.says_nothing and not whole:
        return None
    top = None
    if len(found.names) == 1 and not (found.kinds or found.under):
        top = await _owner_of_many(ctx, units, found.names[0])
        if top is None and found.is_one_unit:
            return None
        if top is not None:  # a province is named for what is below it
            found = found.model_copy(update={"names": (), "everyone": True})
    of, part = await find_round(ctx, right, None, top, named)
    picked = pick_selection(units, found)
    return picked.model_copy(update={"round": of.id, "under": picked.under or top or part})


def words_of(ctx: RequestContext, units: Sequence[Unit], words: str) -> SelectionWords:
    def is_unit(name: str) -> bool:
        return is_unit_name([*units], name)

    return read_selection(words, ctx.catalogs.calendars.kind_named, is_unit)


async def _owner_of_many(ctx: RequestContext, units: Sequence[Unit], words: str) -> int | None:
    """The unit, where it is one that has others below it and owes nothing itself."""
    found = match_units([*units], words, exactly=True)
    if len(found) != 1 or not any(one.parent == found[0].id for one in units):
        return None
    owed = await ctx.tx.duties.of_units([found[0].id])
    return None if owed else found[0].id


def pick_selection(units: Sequence[Unit], words: SelectionWords) -> ReportSelection:
    """The units that the words name; RequestRejectedError names the first that is none."""
    everyone = [*units]
    return ReportSelection(
        kinds=words.kinds,
        units=tuple(pick_unit(everyone, name, MOST).id for name in words.names),
        but=tuple(pick_unit(everyone, name, MOST).id for name in words.but),
        under=pick_unit(everyone, words.under, MOST).id if words.under else None,
        show=words.show,
        clean=words.clean,
    )


def fits_unit(which: ReportSelection, unit: int, kind: str | None) -> bool:
    """Whether a unit is among those that are named."""
    named = bool(which.kinds or which.units)
    return unit not in which.but and (not named or kind in which.kinds or unit in which.units)


async def find_selected(
    ctx: RequestContext, right: Permission, which: ReportSelection
) -> SelectedReports:
    """The reports that are selected, as things stand now."""
    of, part = await find_round(ctx, right, which.round, which.under)
    if which.units and not which.kinds:
        rows = await ctx.tx.boards.list_rows(of.id, part, {*which.units} - {*which.but})
    else:
        everyone = await ctx.tx.boards.list_rows(of.id, part)
        rows = [row for row in everyone if fits_unit(which, row.unit, row.kind)]
    rows = await _standing(ctx, rows, which.show)
    if which.clean:
        odd = await odd_reports(ctx, of, rows)
        rows = [row for row in rows if row.report not in odd]
    missing = {*which.units} - {row.unit for row in rows}
    if missing and which.show is BoardFilter.ALL and not which.clean:
        names = [(await ctx.tx.units.find(number)).short_name for number in sorted(missing)]
        raise RequestRejectedError("many.none", names=names[:MOST], period=of.period_name)
    return SelectedReports(of, rows)


async def _standing(
    ctx: RequestContext, rows: Sequence[BoardRow], show: BoardFilter
) -> list[BoardRow]:
    if show is BoardFilter.ALL:
        return [*rows]
    if show is BoardFilter.OPEN:
        return [row for row in rows if is_owing(row, ctx.now)]
    if show is BoardFilter.AWAY:
        officers = await ctx.tx.roles.people_of([row.unit for row in rows], Role.OFFICER)
        reached = await filter_reachable(ctx.tx, ctx.catalogs, officers, ctx.now)
        there = {one.unit for one in reached}
        return [row for row in rows if row.unit not in there]
    return [row for row in rows if report_status(row.state, row.due_at, ctx.now) is show]


async def odd_reports(ctx: RequestContext, of: Round, rows: Iterable[BoardRow]) -> dict[int, int]:
    """How much is odd in each of these reports, of those in which something is."""
    form = ctx.form_of(of)
    found = {}
    for row in rows:
        told = describe_notable(form, await ctx.tx.reports.load(row.report))
        if told["odd"]:
            found[row.report] = int(told["odd"])
    return found
