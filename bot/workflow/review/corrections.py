"""Opening an approved report for a correction: that of the period that is named."""

from __future__ import annotations

from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from conversations.calendar.period_kinds import is_named, named_period
from conversations.calendar.periods import Period
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import Command, RunCommand
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.requests import Correct
from storage.core.records import DueReport

MOST = 8  # reports that are offered


async def typed_correct(visit: RequestContext, argument: str) -> None:
    """`đính chính <lý do>`, or `đính chính quý I/2026 <lý do>`."""
    units = visit.units_of(Role.OFFICER)
    if not units:
        raise DeniedError
    units = await visit.tx.units.with_merged(units)
    approved = await visit.tx.duties.of_units(units, state=ReportState.APPROVED)
    windows = visit.books.calendars.windows
    named = named_period(argument, windows)
    meant = [one for one in approved if named and is_named(named[0], _period(one), windows)]
    leads = named is not None and argument.strip().startswith(named[0])
    if named is not None and leads and not meant:
        raise RequestRejectedError("correct.period", _offer(approved, named[1]), period=named[0])
    reason = named[1] if named is not None and leads else argument
    at_hand = [one for one in meant or approved if one.report == visit.current]
    found = at_hand or meant
    if len(found) == 1:
        await open_correction(visit, Correct(report=found[0].report, reason=reason))
    elif visit.current is not None and not approved:
        await open_correction(visit, Correct(report=visit.current, reason=reason))
    else:
        raise RequestRejectedError(
            "correct.which", _offer(meant or approved, reason), any=bool(approved)
        )


def _offer(reports: list[DueReport], reason: str) -> Buttons:
    newest = sorted(reports, key=lambda one: -one.report)[:MOST]
    return tuple(
        (
            make_button(
                "correct",
                Correct(report=one.report, reason=reason),
                unit=one.short_name,
                period=_period(one).name,
            ),
        )
        for one in newest
    )


def _period(one: DueReport) -> Period:
    return Period.model_validate(one.period)


async def open_correction(visit: RequestContext, request: Correct) -> None:
    """Take the report up and open it for a correction, as its own conversation does it."""
    await visit.unit_with(Right.CORRECT, request.report)
    await visit.tx.duties.take_up([visit.member], request.report)
    visit.current = request.report
    visit.resume = True
    visit.then = RunCommand(command=Command.CORRECT, argument=request.reason)
