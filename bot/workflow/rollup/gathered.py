"""Rounds added up for a unit, and held against other rounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workflow.context import RequestContext
from bot.workflow.rollup.multi_round import in_order, joint_period, other_versions
from bot.workflow.round_lookup import find_round
from conversations.calendar.periods import Period, PeriodKind, kind_of
from conversations.forms.model import Form
from conversations.reports.derivation import QUARTERS, is_derived
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.workflow.permissions import Permission
from conversations.workflow.rollup import FormTotal, as_answers, consolidate_reports, form_of_total
from storage.workflow.rounds import Round
from storage.workflow.units import Unit
from templates.documents.excel.rollup import explain_total


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
    versions = [await other_versions(ctx, form, one, unit.id) for one in rounds]
    tallies = [
        await ctx.tx.rollups.tallies(one.id, unit.id, others, apart)
        for one, apart in zip(rounds, versions, strict=True)
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
