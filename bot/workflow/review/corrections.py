"""Opening an approved report for a correction: that of the period that is named."""

from __future__ import annotations

from bot.workflow.context import Buttons, DeniedError, RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import offer_choices
from bot.workflow.lookup import is_meant
from conversations.calendar.period_words import named_period
from conversations.commands.prompt_words import strip_prompt
from conversations.commands.report import Command, RunCommand
from conversations.forms.form_names import read_leading_form
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_words import ReportWords
from conversations.workflow.review_requests import Correct
from storage.workflow.duties import DueReport

MOST = 8  # reports that are offered


async def typed_correct(ctx: RequestContext, argument: str) -> None:
    """`đính chính <lý do>`, or `đính chính quý I/2026 <lý do>`."""
    units = ctx.units_of(Role.OFFICER)
    if not units:
        raise DeniedError
    units = await ctx.tx.units.with_merged(units)
    approved = await ctx.tx.duties.of_units(units, state=ReportState.APPROVED)
    said, leads = _read_words(ctx, argument)
    meant = [] if said.is_any else [one for one in approved if is_meant(ctx, said, one)]
    if leads and not meant:
        raise RequestRejectedError("correct.period", _offer(approved, said.rest), period=said.said)
    reason = strip_prompt(said.rest, reason=True)
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


def _read_words(ctx: RequestContext, argument: str) -> tuple[ReportWords, bool]:
    """The form and the period that are named, with the reason beside them; and whether they lead:
    a period within the reason is a part of it."""
    known = ctx.catalogs.catalog.forms.values()
    forms, words = read_leading_form(argument, known)
    period, reason = named_period(words, ctx.catalogs.windows) or ("", words)
    if not period or not words.strip().startswith(period):
        return ReportWords(forms, period, words), bool(forms)
    if not forms:
        forms, reason = read_leading_form(reason, known)
    return ReportWords(forms, period, reason), True


def _offer(reports: list[DueReport], reason: str) -> Buttons:
    newest = sorted(reports, key=lambda one: -one.report)[:MOST]
    words = [{"unit": one.short_name, "period": one.period_name} for one in newest]
    requests = [Correct(report=one.report, reason=reason) for one in newest]
    return offer_choices("correct", zip(requests, words, strict=True))


async def open_correction(ctx: RequestContext, request: Correct) -> None:
    """Take the report up and open it for a correction, as its own conversation does it."""
    await ctx.unit_with(Permission.CORRECT, request.report)
    await ctx.tx.duties.take_up([ctx.member], request.report)
    ctx.current = request.report
    ctx.resume = True
    ctx.then = RunCommand(command=Command.CORRECT, argument=request.reason)
