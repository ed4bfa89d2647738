"""Opening an approved report for a correction: that of the period that is named."""

from __future__ import annotations

from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import offer_choices
from bot.workflow.lookup import period_of
from conversations.calendar.dates import local_day
from conversations.calendar.period_words import is_named, named_period
from conversations.commands.prompt_words import strip_prompt
from conversations.commands.report import Command, RunCommand
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.requests import Correct
from storage.workflow.duties import DueReport

MOST = 8  # reports that are offered


async def typed_correct(ctx: RequestContext, argument: str) -> None:
    """`đính chính <lý do>`, or `đính chính quý I/2026 <lý do>`."""
    units = ctx.units_of(Role.OFFICER)
    if not units:
        raise DeniedError
    units = await ctx.tx.units.with_merged(units)
    approved = await ctx.tx.duties.of_units(units, state=ReportState.APPROVED)
    windows = ctx.catalogs.calendars.windows
    named = named_period(argument, windows)
    today = local_day(ctx.now)
    meant = [
        one for one in approved if named and is_named(named[0], period_of(one), windows, today)
    ]
    leads = named is not None and argument.strip().startswith(named[0])
    if named is not None and leads and not meant:
        raise RequestRejectedError("correct.period", _offer(approved, named[1]), period=named[0])
    reason = strip_prompt(named[1] if named is not None and leads else argument, reason=True)
    at_hand = [one for one in meant or approved if one.report == ctx.current]
    found = at_hand or meant
    if len(found) == 1:
        await open_correction(ctx, Correct(report=found[0].report, reason=reason))
    elif ctx.current is not None and not approved:
        await open_correction(ctx, Correct(report=ctx.current, reason=reason))
    else:
        raise RequestRejectedError(
            "correct.which", _offer(meant or approved, reason), any=bool(approved)
        )


def _offer(reports: list[DueReport], reason: str) -> Buttons:
    newest = sorted(reports, key=lambda one: -one.report)[:MOST]
    words = [{"unit": one.short_name, "period": period_of(one).name} for one in newest]
    requests = [Correct(report=one.report, reason=reason) for one in newest]
    return offer_choices("correct", zip(requests, words, strict=True))


async def open_correction(ctx: RequestContext, request: Correct) -> None:
    """Take the report up and open it for a correction, as its own conversation does it."""
    await ctx.unit_with(Permission.CORRECT, request.report)
    await ctx.tx.duties.take_up([ctx.member], request.report)
    ctx.current = request.report
    ctx.resume = True
    ctx.then = RunCommand(command=Command.CORRECT, argument=request.reason)
