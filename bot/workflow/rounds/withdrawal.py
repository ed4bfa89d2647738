"""A round that was opened by mistake is taken back, as long as nobody has answered in it."""

from __future__ import annotations

from bot.workflow.context import (
    DeniedError,
    RequestContext,
    RequestRejectedError,
    deferred_until,
    shorten_list,
)
from bot.workflow.home import board_button
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.reachability import filter_reachable
from bot.workflow.round_lookup import named_round
from conversations.workflow.many_requests import WithdrawRound
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.reminder_schedule import next_decent
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.rounds import BoardRow, Round

MOST = 6  # units that are named


async def typed_withdraw(ctx: RequestContext, argument: str) -> None:
    """`rút đợt quý III/2026`."""
    found, _, rest = await named_round(ctx, Permission.OPEN_ROUND, argument)
    if rest:
        raise RequestRejectedError("withdraw.how", period=found.period_name)
    await withdraw_round(ctx, WithdrawRound(round=found.id))


async def withdraw_round(ctx: RequestContext, request: WithdrawRound) -> None:
    """Show who was told; take the round back once the member is sure, and tell them."""
    found = await ctx.tx.rounds.find(request.round)
    if found.unit is None:
        raise DeniedError
    await ctx.check(Permission.OPEN_ROUND, found.unit)
    rows = await check_withdrawal(ctx.tx, found)
    officers = await ctx.tx.roles.people_of([row.unit for row in rows], Role.OFFICER)
    data = {
        "period": found.period_name,
        "units": len(rows),
        "people": len({one.id for one in officers if one.channel is not None}),
        "at": deferred_until(ctx.now),
    }
    if not await confirm_request(ctx, request, "withdraw.ask", "withdraw.sure", data):
        return
    untold = await carry_out_withdrawal(ctx.tx, ctx.audit_context(), found)
    reports = {row.unit: row.report for row in rows}
    reached = await filter_reachable(ctx.tx, ctx.catalogs, officers, next_decent(ctx.now))
    whom = [(one.id, reports[one.unit]) for one in reached if one.id not in untold]
    await ctx.tx.broadcasts.add("notice.withdrawn", whom, ctx.now)
    await ctx.look_again([one.id for one in officers])
    told = {one for one, _ in whom}
    silent = [one.unit for one in officers if one.id not in told | untold and one.channel]
    away, more = shorten_list([row.short_name for row in rows if row.unit in silent], MOST)
    ctx.say("withdraw.done", **data, told=len(told), away=away, more=more)


async def check_withdrawal(tx: Transaction, found: Round) -> list[BoardRow]:
    """The reports that would go; RequestRejectedError when somebody has answered."""
    if found.unit is None:
        raise RequestRejectedError("withdraw.gone", period=found.period_name)
    answered = await tx.withdrawals.units_with_answers(found.id)
    if answered:
        names, more = shorten_list(answered, MOST)
        show = ((board_button(found.id),),)
        raise RequestRejectedError(
            "withdraw.answered", show, period=found.period_name, names=names, more=more
        )
    rows = await tx.rounds.board(found.id, found.unit)
    if not rows:
        raise RequestRejectedError("withdraw.gone", period=found.period_name)
    return rows


async def carry_out_withdrawal(tx: Transaction, context: AuditContext, found: Round) -> set[int]:
    """Take the round back; who was still to be told that it is open, and is told nothing now.
    Who had one of its reports at hand goes on with another one of theirs."""
    untold = await tx.withdrawals.forget_untold(found.id)
    for member in await tx.withdrawals.withdraw(context, found.id):
        units = [one.unit for one in await tx.roles.of_member(member) if one.role is Role.OFFICER]
        owed = await tx.duties.of_units(await tx.units.with_merged(units), open_only=True)
        if owed:
            await tx.duties.take_up([member], owed[0].report)
    return untold
