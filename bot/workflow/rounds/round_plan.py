"""Opening a round: a unit owes one report of a form and period, whoever opens it.

A form and period have one round in a tree. Who opens it below somebody who has opened it already
adds their units to it; who opens it above takes in the rounds that were opened below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.workflow.context import RequestRejectedError
from bot.workflow.home import board_button
from bot.workflow.rounds.parser import RoundSpec
from conversations.forms.form_names import name_period
from conversations.reports.model import LetterReference
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.rounds import Round
from storage.workflow.units import Unit


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What opening would come to: the `units` that come to owe a report, the round they are
    added to when there is one, and the rounds below that are taken in."""

    units: list[Unit]
    joins: Round | None
    below: list[Round]

    @property
    def is_new(self) -> bool:
        """Whether it would change anything."""
        return bool(self.units or (self.below and self.joins is None))


async def owing_units(tx: Transaction, root: int, kind: str | None) -> list[Unit]:
    """The units of the subtree that owe a report: all of one kind when it is named; else those
    that have none below them, and those that have officers of their own."""
    units = await tx.units.list_under(root)
    if kind is not None:
        return [unit for unit in units if unit.kind == kind]
    parents = {unit.parent for unit in units}
    staffed = await tx.roles.with_officers(sorted(unit.id for unit in units if unit.id in parents))
    return [unit for unit in units if unit.id not in parents or unit.id in staffed]


async def plan_round(tx: Transaction, root: Unit, opening: RoundSpec) -> RoundPlan:
    """The plan, once it is checked."""
    plan = await draw_plan(tx, root, opening)
    await check_plan(tx, root, opening, plan)
    return plan


async def check_plan(tx: Transaction, root: Unit, opening: RoundSpec, plan: RoundPlan) -> None:
    """RequestRejectedError when it would change nothing, when the round is locked, or when the form
    is not reported on such periods."""
    if not opening.form.periods.takes(opening.period):
        periods = opening.form.periods
        raise RequestRejectedError(
            "round.periods",
            form=opening.form.name,
            asked=opening.period.name,
            kinds=[one.value for one in periods.kinds],
            windows=[one.period(opening.period.end.year).name for one in periods.windows],
            year=opening.period.end.year,
        )
    joins = plan.joins
    said = {"period": await name_opened(tx, opening), "root": root.short_name}
    if joins is None and not plan.is_new:
        raise RequestRejectedError("round.no_units", **said)
    if joins is not None and not plan.is_new:
        show, others = ((board_button(joins.id),),), joins.unit != root.id
        raise RequestRejectedError("round.exists", show, **said, others=others)
    if joins is not None and joins.locked:
        raise RequestRejectedError("round.locked", **said)


async def name_opened(tx: Transaction, opening: RoundSpec) -> str:
    """The period of a round that is not open yet, and its form where there are others."""
    several = opening.several or await tx.rounds.forms_in_use() - {opening.form.key}
    return name_period(opening.period.name, opening.form.name if several else "")


async def draw_plan(tx: Transaction, root: Unit, opening: RoundSpec) -> RoundPlan:
    """What opening this below `root` would come to; nobody else opens a round meanwhile."""
    rounds = await tx.rounds.list_of_form(opening.form.key, opening.period)
    line = await tx.units.lineage(root.id)
    above = sorted(
        (one for one in rounds if one.unit in line), key=lambda one: line.index(one.unit or 0)
    )
    version = opening.form.version
    below = [
        one
        for one in rounds
        if one.unit is not None
        and one.unit not in line
        and one.form_version == version
        and root.id in await tx.units.lineage(one.unit)
    ]
    served = await tx.rounds.units_in([one.id for one in rounds])
    units = await owing_units(tx, root.id, opening.kind)
    new = [unit for unit in units if unit.id not in served]
    return RoundPlan(new, above[0] if above else None, below)


async def carry_out_plan(
    tx: Transaction, context: AuditContext, root: Unit, opening: RoundSpec, plan: RoundPlan
) -> tuple[int, dict[int, int]]:
    """Carry it out; the round, and the report of each unit that is new in it."""
    days = due_days(opening, plan)
    if plan.joins is not None:
        round_id = plan.joins.id
        await tx.rounds.add_units(context, plan.joins, days, plan.units)
    else:
        form, period = opening.form, opening.period
        issue = LetterReference(month=period.end.month, year=period.end.year)
        key = (form.key, form.version)
        for one in plan.below:
            days = {**one.due, **days}
        round_id = await tx.rounds.open(context, key, period, issue, root.id, days, plan.units)
        for one in plan.below:
            await tx.rounds.merge(context, round_id, one)
    new = {unit.id for unit in plan.units}
    rows = await tx.boards.list_rows(round_id, root.id)
    reports = {row.unit: row.report for row in rows if row.unit in new}
    await _take_up(tx, reports)
    return round_id, reports


async def _take_up(tx: Transaction, reports: dict[int, int]) -> None:
    """Officers without a report at hand work on their new one."""
    officers = await tx.roles.people_of([*reports], Role.OFFICER)
    busy = await tx.duties.busy_members([one.id for one in officers])
    await tx.duties.take_up_each(
        {one.id: reports[one.unit] for one in officers if one.id not in busy}
    )


def due_days(opening: RoundSpec, plan: RoundPlan) -> dict[str, date]:
    """The due day of each kind among the units, "" for those that have no day of their own: as
    it was said, or as it is in the round already, or by the rules."""
    joined = plan.joins.due if plan.joins is not None and not opening.said else {}
    known = joined if "" in joined else opening.due | joined
    kinds = {unit.kind or "" for unit in plan.units}
    if plan.joins is not None or opening.kind is not None:  # others have, or will have, theirs
        return {kind: known.get(kind, known[""]) for kind in sorted(kinds)}
    found = {kind: known[kind] for kind in known if kind in kinds}
    if kinds - {*found} or not found:
        found[""] = known[""]
    return found
