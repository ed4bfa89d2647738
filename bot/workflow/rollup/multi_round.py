"""Several rounds as one total: which are meant, and each unit's figures over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.round_lookup import find_round, named_round
from conversations.calendar.period_kinds import Window
from conversations.calendar.period_words import named_period
from conversations.calendar.periods import Period, kind_of
from conversations.forms.key_map import turn_around
from conversations.forms.model import Form
from conversations.forms.version_fit import rows_apart
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission
from conversations.workflow.report_words import ReportWords
from conversations.workflow.rollup import over_rounds
from conversations.workflow.round_requests import ShowTotal
from storage.reports.figure_sums import OtherVersion
from storage.workflow.rollups import UnitFigure
from storage.workflow.rounds import Round

MOST = 12  # rounds in one total
_JOINING = re.compile(
    r"(?:^|\s)(?:và|va|cùng|cung|với|voi|từ|tu|đến|den|tới|toi|[+&,])(?=\s|$)", re.I
)
_UP_TO = frozenset({"den", "toi"})


def total_of(found: Round, top: int) -> ShowTotal:
    """To the total of a round, for this unit and all below it."""
    return ShowTotal(round=found.id, unit=top)


def named_periods(argument: str, windows: Sequence[Window]) -> tuple[list[str], str, bool]:
    """The periods that the words name, in their order; the words around them; and whether all
    from the first to the last are meant: `từ quý I/2026 đến quý III/2026`."""
    found: list[tuple[int, str]] = []
    rest = argument
    while len(found) < MOST and (named := named_period(rest, windows)) is not None:
        said, rest = named
        found.append((argument.find(said), said))
    spans = len(found) == 2 and bool(_UP_TO & {*fold_text(rest).split()})
    if len(found) > 1:
        rest = " ".join(_JOINING.sub(" ", rest).split())
    return [said for _, said in sorted(found)], rest, spans


async def named_rounds(ctx: RequestContext, argument: str) -> tuple[list[Round], int, str]:
    """The rounds that typed words name, the oldest first, for which part, and what is left of
    the words. RequestRejectedError when two of them report on the same days."""
    periods, rest, spans = named_periods(argument, ctx.catalogs.windows)
    if len(periods) < 2:
        found, top, words = await named_round(ctx, Permission.ROLL_UP, argument, to=total_of)
        return [found], top, words
    last, top, words = await named_round(ctx, Permission.ROLL_UP, f"{periods[-1]} {rest}")
    rounds = {last.id: last}
    for said in periods[:-1]:
        named = ReportWords((ctx.form_of(last),), said, "")
        found, _ = await find_round(ctx, Permission.ROLL_UP, None, top, named)
        rounds[found.id] = found
    if spans:
        first, until = sorted(rounds.values(), key=lambda one: one.period.end)
        rounds |= {
            one.id: one
            for one in await ctx.tx.rounds.list_under(top)
            if one.form_key == last.form_key
            and kind_of(one.period) is kind_of(last.period)
            and first.period.start <= one.period.start
            and one.period.end <= until.period.end
        }
    return in_order([*rounds.values()]), top, words


def in_order(rounds: Sequence[Round]) -> list[Round]:
    """The rounds, the oldest first. RequestRejectedError when they do not add up: of different
    forms, or of the same days."""
    ordered = sorted(rounds, key=lambda one: one.period.end)
    for earlier, one in pairwise(ordered):
        if earlier.form_key != one.form_key or earlier.period.end >= one.period.start:
            names = [earlier.period_name, one.period_name]
            raise RequestRejectedError("total.overlap", first=names[0], second=names[1])
    return ordered


def joint_period(rounds: Sequence[Round]) -> Period:
    """The period of all of them."""
    first, last = rounds[0].period, rounds[-1].period
    if len(rounds) == 1:
        return last
    return Period(
        name=" + ".join(one.period.name for one in rounds), start=first.start, end=last.end
    )


async def other_versions(
    ctx: RequestContext, form: Form, of: Round, top: int
) -> dict[str, OtherVersion]:
    """The versions of the form that some of these reports are on, beside the total's: which of
    their figures belong into it, and to which rows."""
    versions = await ctx.tx.rollups.versions_of(of.id, top)
    known = ctx.catalogs.catalog
    found = {}
    for one in versions:
        if one != form.version:
            names, old = known.map_keys(one, form), known.get(form.key, one)
            found[one] = OtherVersion(
                rows_apart(old, form, names=names), names, turn_around(names, form)
            )
    return found


async def count_older(ctx: RequestContext, form: Form, rounds: Sequence[Round], top: int) -> int:
    """How many reports that count are on another version of the form."""
    found = [await ctx.tx.rollups.versions_of(one.id, top) for one in rounds]
    return sum(n for one in found for version, n in one.items() if version != form.version)


async def unit_figures(
    ctx: RequestContext, form: Form, rounds: Sequence[Round], top: int, key: str | None = None
) -> list[UnitFigure]:
    """Each unit's figures over these rounds: of a flow all of them together, of the rest the
    last; of one row when its key is given."""
    found: dict[tuple[int, str], list[tuple[int, UnitFigure]]] = {}
    for number, one in enumerate(rounds):
        others = await other_versions(ctx, form, one, top)
        for each in await ctx.tx.rollups.unit_figures(one.id, top, key, others):
            found.setdefault((each.unit, each.key), []).append((number, each))
    if len(rounds) == 1:
        return [each for some in found.values() for _, each in some]
    last = len(rounds) - 1
    return [
        replace(some[-1][1], figure=figure)
        for (_, row), some in found.items()
        if (figure := over_rounds(form.row(row), [(n, one.figure) for n, one in some], last))
    ]


async def not_counted(ctx: RequestContext, rounds: Sequence[Round], top: int) -> list[str]:
    """Whose numbers are missing, and of which round, when there are several."""
    found = []
    for one in rounds:
        names = await ctx.tx.rollups.not_counted(one.id, top)
        found += [f"{name} ({one.period.name})" if len(rounds) > 1 else name for name in names]
    return found
