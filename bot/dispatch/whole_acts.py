"""Handing a report in, taking it back and correcting it from its sheet."""

from __future__ import annotations

from dataclasses import replace

from bot.dispatch.cell_acts import open_for
from bot.dispatch.report_step import allows, keep_changes
from bot.workflow.context import DeniedError, RequestContext
from conversations.dialog.cells.report_acts import ReportAct, act_on_report
from conversations.protocol.messages import Reply


async def act_on(ctx: RequestContext, report_id: int, act: ReportAct, reason: str) -> bool:
    """Do it with the rights and notices of the chat; whether it was done. DeniedError for who may
    not; where it cannot be done, what is said tells why."""
    at = await open_for(ctx, report_id)
    if at.guest:
        raise DeniedError
    done = act_on_report(at.form, at.report, act, reason, now=ctx.now)
    if not await allows(ctx, at, done.changes):
        raise DeniedError
    if done.changes:
        await keep_changes(ctx, at, done.changes, done.report)
    ctx.replies += [_for_page(one) for one in done.said]
    return bool(done.changes)


def _for_page(said: Reply) -> Reply:
    """The words without buttons of the chat; of what was handed in no file comes with them."""
    code = "submitted.page" if said.code == "submitted.now" else said.code
    return replace(said, code=code, buttons=())
