"""Which rows an earlier message was about: one of ours that a text answers, or one of the
person's own."""

from __future__ import annotations

from bot.delivery import message_body
from bot.ports.channel import Incoming
from bot.workflow.context import RequestContext
from storage.messaging.inbox import RowOfText
from storage.messaging.queued_message import QueuedMessage


async def rows_quoted(ctx: RequestContext, incoming: Incoming) -> tuple[str, ...] | None:
    """The rows of the message that a text answers, none when it is about no row of the report at
    hand. None where it does not matter: the text is no reply, or one to what was said last and
    is about no row."""
    if not incoming.replies_to:
        return None
    place = (incoming.channel, incoming.conversation)
    ours = await ctx.tx.messages.called(*place, incoming.replies_to)
    if ours is None:
        own, inbox = (*place, incoming.replies_to), ctx.tx.inbox
        found = await inbox.row_of(*own) or await inbox.row_written(*own)
        row = await _here(ctx, incoming, found)
        return (row,) if row is not None else ()
    rows, report = message_body.rows_of(ours.body), message_body.report_of(ours.body)
    if rows:
        return rows if report == ctx.current else ()
    newest = await ctx.tx.messages.last(*place)
    stands = newest is not None and _moment(newest) == _moment(ours)
    return None if stands and not await ctx.tx.inbox.has_come_since(*place, ours.id) else ()


async def row_edited(ctx: RequestContext, incoming: Incoming) -> str | None:
    """The row of the report at hand that the person's own text was read for before its edit."""
    text = (incoming.channel, incoming.conversation, incoming.message_ref)
    return await _here(ctx, incoming, await ctx.tx.inbox.row_of(*text))


async def _here(ctx: RequestContext, incoming: Incoming, found: RowOfText | None) -> str | None:
    """The row, if it is one of the report at hand: of that which was spoken of in answer to the
    text. Two reports of one form have the same rows."""
    if found is None:
        return None
    answer = await ctx.tx.messages.first_since(incoming.channel, incoming.conversation, found.at)
    report = message_body.report_of(answer.body) if answer is not None else None
    return found.key if report in (None, ctx.current) else None


def _moment(said: QueuedMessage) -> tuple[int | None, int]:
    """The step of a conversation that a message tells of."""
    return message_body.report_of(said.body), said.body["turn"]
