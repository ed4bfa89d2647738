"""The administrator's commands about rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.administration import (
    AdminError,
    Administration,
    PeriodArgument,
    UnitArgument,
    in_transaction,
)
from bot.cli.calendar_words import read_typed_day
from bot.cli.tables import lay_out
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from conversations.forms.model import Form
    from storage.workflow.rounds import Round
    from storage.workflow.units import Unit

T = TypeVar("T")
FormOption = Annotated[
    str | None, typer.Option("--form", help="The form's key, where there are several.")
]
rounds = typer.Typer(help="Reporting rounds.", no_args_is_help=True)


@rounds.command("open")
@in_transaction(with_catalogs=True)
async def open_(
    at: Administration,
    unit: UnitArgument,
    words: Annotated[
        str, typer.Argument(metavar="PERIOD", help="'quý I/2026', '6 tháng 2026 hạn 19/6'.")
    ],
    form: FormOption = None,
) -> list[str]:
    """Open a round for all units below UNIT, as a coordinator does in the chat."""
    from bot.workflow.context import RequestRejectedError
    from bot.workflow.rounds.parser import read_opening
    from bot.workflow.rounds.round_plan import carry_out_plan, due_days, name_opened, plan_round
    from conversations.calendar.dates import local_day
    from conversations.workflow.permissions import Role

    found = read_opening(at.catalogs, words, at.now, partial(_pick, at, form))
    if isinstance(found, str):
        raise RequestRejectedError(f"round.{found}", said=words)
    root = await at.find_unit(unit)
    plan = await plan_round(at.tx, root, found)
    _, reports = await carry_out_plan(at.tx, at.context(), root, found, plan)
    officers = await at.tx.roles.people_of(
        [*reports], Role.OFFICER
    )  # told by the service that runs
    whom = [(one.id, reports[one.unit]) for one in officers]
    await at.tx.broadcasts.add("notice.round", whom, at.now)
    await _look_again(at, [one.id for one in officers])
    due = due_days(found, plan)
    named = at.catalogs.calendars.kind_name
    dues = ", ".join(f"{named(kind) or tell('others')} {day}" for kind, day in due.items())
    opened = "{period} is open for {count} units; due: {due}"
    name = await name_opened(at.tx, found)
    said = [tell(opened, period=name, count=len(plan.units), due=dues)]
    past = sorted({day for day in due.values() if day < local_day(at.now)})
    return said + [
        tell("warning: {day} is past, so what comes in is late; extend it", day=day)
        for day in past[:1]
    ]


@rounds.command("list")
@in_transaction()
async def list_rounds(
    at: Administration,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Only those of it.")] = None,
) -> list[str]:
    """Print every round: period, unit, reports, how many are approved, whether it is locked."""
    roots = [await at.find_unit(unit)] if unit else await at.tx.units.roots()
    found = {
        one.id: (one, root) for root in roots for one in await at.tx.rounds.list_under(root.id)
    }
    rows = [await _row(at, *found[number]) for number in sorted(found, reverse=True)]
    return lay_out(("Period", "Unit", "Form", "Reports", "State"), rows)


async def _row(at: Administration, one: Round, root: Unit) -> tuple[str, ...]:
    counts = await at.tx.rollups.count_reported(one.id, root.id)
    name = (await at.tx.units.find(one.unit)).short_name if one.unit else ""
    done = tell("{done}/{all} approved", done=counts.approved, all=counts.expected)
    state = tell("locked") if one.locked else tell("open")
    return one.period.name, name, one.form_key, done, state


@rounds.command()
@in_transaction(with_catalogs=True)
async def lock(
    at: Administration,
    unit: UnitArgument,
    period: PeriodArgument,
    only: Annotated[bool, typer.Option("--only", help="UNIT's own report, not a round.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Open it again.")] = False,
    form: FormOption = None,
) -> str:
    """Close a round of UNIT to changes, or one report; or open it again."""
    owner, state = await at.find_unit(unit), tell("open") if undo else tell("locked")
    if only:
        number = await _find_report(at, owner, period, form)
        of = await at.tx.rounds.of_report(number)
        if of.locked:
            raise AdminError(tell("the whole round {period} is locked", period=of.period_name))
        await at.tx.rounds.lock_report(at.context(number), number, locked=not undo)
        data = {"period": of.period_name, "unit": owner.short_name, "state": state}
        return tell("{period} of {unit} is {state}", **data)
    found = await _find_round(at, owner, period, form)
    await at.tx.rounds.lock(at.context(), found.id, locked=not undo)
    return tell("{period} of all units is {state}", period=found.period_name, state=state)


@rounds.command()
@in_transaction(with_catalogs=True)
async def extend(
    at: Administration,
    unit: UnitArgument,
    period: PeriodArgument,
    day: Annotated[str, typer.Argument(metavar="DAY", help="2026-03-25, 25/3")],
    reason: Annotated[str, typer.Argument(metavar="REASON")],
    form: FormOption = None,
) -> str:
    """Give UNIT's report a later due day, with the reason."""
    from bot.workflow.rounds.extension import extend_report
    from conversations.calendar.dates import local_day

    owner, due = await at.find_unit(unit), read_typed_day(day, local_day(at.now))
    number = await _find_report(at, owner, period, form)
    report = await at.tx.reports.load(number)
    await extend_report(at.tx, at.context(number), owner, report, due, reason)
    await _look_again(at, [one.id for one in await at.tx.roles.people_of([owner.id])])
    data = {"period": report.period_name, "unit": owner.short_name, "day": due}
    return tell("{period} of {unit} is due on {day}", **data)


@rounds.command()
@in_transaction(with_catalogs=True)
async def withdraw(
    at: Administration, unit: UnitArgument, period: PeriodArgument, form: FormOption = None
) -> str:
    """Take back a round of UNIT that was opened by mistake, as long as nobody has answered in it.
    Who was told of it is told so by the service that runs."""
    from bot.workflow.rounds.withdrawal import carry_out_withdrawal, check_withdrawal
    from conversations.workflow.permissions import Role

    owner = await at.find_unit(unit)
    found = await _find_round(at, owner, period, form)
    rows = await check_withdrawal(at.tx, found)
    officers = await at.tx.roles.people_of([row.unit for row in rows], Role.OFFICER)
    untold = await carry_out_withdrawal(at.tx, at.context(), found)
    reports = {row.unit: row.report for row in rows}
    whom = [(one.id, reports[one.unit]) for one in officers if one.id not in untold]
    await at.tx.broadcasts.add("notice.withdrawn", whom, at.now)
    await _look_again(at, [one.id for one in officers])
    return tell(
        "{period} is withdrawn for {count} units", period=found.period_name, count=len(rows)
    )


async def _find_round(at: Administration, owner: Unit, words: str, form: str | None) -> Round:
    """The round that the unit has opened; AdminError when there is none, or one of each of several
    forms."""
    named = await list_named_rounds(at, owner, words)
    opened = [one for one in named if one.unit == owner.id]
    found = choose_of_forms(at, form, {one.form_key: one for one in reversed(opened)})
    if found is None:
        raise AdminError(
            tell("{unit} has opened no round {period!r}", unit=owner.short_name, period=words)
        )
    return found


async def list_named_rounds(at: Administration, owner: Unit, words: str) -> list[Round]:
    """The rounds of a period, named by its words, in which the unit, or one below it, owes a
    report."""
    from conversations.calendar.dates import local_day
    from conversations.calendar.period_words import is_named

    windows, today = at.catalogs.windows, local_day(at.now)
    return [
        one
        for one in await at.tx.rounds.list_under(owner.id)
        if is_named(words, one.period, windows, today)
    ]


async def _find_report(at: Administration, owner: Unit, words: str, form: str | None) -> int:
    from conversations.calendar.dates import local_day
    from conversations.calendar.period_words import is_named
    from conversations.calendar.periods import Period

    windows, today = at.catalogs.windows, local_day(at.now)
    owed = [
        one
        for one in await at.tx.duties.of_units([owner.id])
        if is_named(words, Period.model_validate(one.period), windows, today)
    ]
    found = choose_of_forms(at, form, {one.form_key: one for one in owed})
    if found is None:
        said = {"unit": owner.short_name, "period": words}
        raise AdminError(tell("{unit} has no report {period!r}", **said))
    return found.report


def choose_of_forms(at: Administration, form: str | None, found: Mapping[str, T]) -> T | None:
    """What was found by form: that of the form which is named, or the only one."""
    if form is not None:
        return found.get(_pick(at, form, ()).key)
    if len(found) > 1:
        raise _which_form(found)
    return next(iter(found.values()), None)


def _pick(at: Administration, named: str | None, forms: Sequence[Form]) -> Form:
    """The form of this key; the only one of those that could be meant, when none is named."""
    known = at.catalogs.catalog.forms
    if named is not None and named not in known:
        names = ", ".join(known)
        raise AdminError(tell("no form {said!r}; there is: {names}", said=named, names=names))
    if named is None and len(forms) != 1:
        raise _which_form(form.key for form in forms)
    return known[named] if named is not None else forms[0]


def _which_form(keys: Iterable[str]) -> AdminError:
    names = ", ".join(keys)
    return AdminError(tell("several forms could be meant: {names}; say --form KEY", names=names))


async def _look_again(at: Administration, members: list[int]) -> None:
    from conversations.workflow.reminder_schedule import next_morning

    await at.tx.digests.reschedule(members, next_morning(at.now, at.catalogs.plan))
