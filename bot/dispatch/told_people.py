"""Who is told of what was done, and what is said of them to who did it."""

from __future__ import annotations

from bot.delivery.reply_writer import ReplyWriter
from bot.workflow.context import RequestContext
from conversations.protocol.messages import Reply


async def tell_people(ctx: RequestContext, speaker: ReplyWriter) -> None:
    """Queue the notices, and say who decides, and who could not be told."""
    silent = await speaker.notify(ctx.tx, ctx.notices)
    await _say_who_decides(ctx, silent)
    if silent:
        names = await ctx.tx.roles.names_of(silent)
        people = [{"name": name, "where": ""} for name in sorted(names.values())]
        ctx.replies.insert(0, Reply(code="untold", data={"people": people}))


async def _say_who_decides(ctx: RequestContext, silent: list[int]) -> None:
    """After handing in: who was told of it, and how the officer will hear of the outcome."""
    if ctx.decides is None:
        return
    names = await ctx.tx.roles.names_of([*ctx.decides])
    told = [number for number, later in ctx.decides.items() if not later and number not in silent]
    later = [number for number, waits in ctx.decides.items() if waits]
    data = {
        "told": [names[number] for number in told],
        "later": [names[number] for number in later],
        "silent": bool({*ctx.decides} - {*told, *later}),
    }
    first = next((at for at, one in enumerate(ctx.replies) if isinstance(one, Reply)), -1)
    ctx.replies.insert(first + 1, Reply(code="submitted.told", data=data))
