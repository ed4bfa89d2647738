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
from bot.workflow.interaction.choices import choose_request
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.reachability import filter_reachable
from bot.workflow.round_lookup import named_round, top_units
from conversations.workflow.many_requests import WithdrawRound
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.reminder_schedule import next_decent
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round

MOST = 6  # units that are named


async def typed_withdraw(ctx: RequestContext, argument: str) -> None:
    """`rút đợt quý III/2026`; without a period the only one that could be, or it is asked which."""
    if not argument.strip():
        await _choose_round(ctx)
        return
    found, _, rest = await named_round(ctx, Permission.OPEN_ROUND, argument)
    if rest:
        raise RequestRejectedError("withdraw.how", period=found.period_name)
    await withdraw_round(ctx, WithdrawRound(round=found.id))


async def _choose_round(ctx: RequestContext) -> None:
    seen = {
        one.id: one
        for top in await top_units(ctx, Permission.OPEN_ROUND)
        for one in await ctx.tx.rounds.list_under(top)
        if one.unit is not None and await ctx.may(Permission.OPEN_ROUND, one.unit)
    }
    empty = [
        one for one in seen.values() if not await ctx.tx.withdrawals.units_with_answers(one.id)
    ]
    if not empty:
        raise RequestRejectedError("withdraw.none")
    choices = [(WithdrawRound(round=one.id), {"period": one.period_name}) for one in empty]
    await choose_request(ctx, withdraw_round, choices, "withdraw.which", "round", MOST)


async def withdraw_round(ctx: RequestContext, request: WithdrawRound) -> None:
    """Show who was told; take the round back once the member is sure, and tell them."""
    try:
        found = await ctx.tx.rounds.find(request.round)
    except LookupError:
        raise DeniedError from None
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
    rows = await tx.boards.list_rows(found.id, found.unit)
    if not rows:
        raise RequestRejectedError("withdraw.gone", period=found.period_name)
    return rows


async def carry_out_withdrawal(tx: Transaction, context: AuditContext, found: Round) -> set[int]:
    """Take the round back; who was still to be told that it is open, and is told nothing now.
    Who had one of its reports at hand goes on with another one of theirs."""
    untold = await tx.withdrawals.forget_untold(found.id)
    units = [*await tx.rounds.units_in([found.id])]
    freed = {*await tx.withdrawals.withdraw(context, found.id)}
    officers = await tx.roles.people_of(units, Role.OFFICER)
    owed: dict[int, int] = {}
    for one in await tx.duties.of_units(units, open_only=True):
        owed.setdefault(one.unit, one.report)
    others = {one.id: owed[one.unit] for one in officers if one.id in freed and one.unit in owed}
    await tx.duties.take_up_each(others)
    return untold
