"""What a channel's event means to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.delivery import message_body
from bot.dispatch.cut_text import whole_text
from bot.dispatch.quoted_message import row_edited, rows_quoted
from bot.dispatch.stale_events import edit_is_late, text_is_late
from bot.ports.channel import Incoming, IncomingKind
from bot.workflow.context import RequestContext
from conversations.commands.report import Command, RunCommand
from conversations.protocol.events import (
    ButtonTapped,
    ContactShared,
    Event,
    FileRefused,
    TextEdited,
    TextSaid,
    UnsupportedContent,
)
from conversations.protocol.messages import Capabilities, ComposedMessage
from conversations.protocol.session import Session
from conversations.text.normalize import clean_text
from conversations.workflow.requests import REQUESTS
from storage.transaction import Transaction

NOTHING = ButtonTapped(action=RunCommand(command=Command.CANCEL), turn=-1)  # an unknown button


READ = 40  # characters that are repeated of a text that is not taken


async def event_of(
    ctx: RequestContext,
    incoming: Incoming,
    session: Session,
    channels: Sequence[str],
    *,
    can: Capabilities,
) -> Event | None:
    """The engine's event; None for coming back to where the session stands. `can` is what its
    channel does: a text may be the words of a button, or its number; `channels` are all that a
    member may go on over."""
    tx = ctx.tx
    match incoming.kind:
        case IncomingKind.RETURNED if await _is_current(tx, incoming, session):
            return None
        case IncomingKind.OPENED | IncomingKind.RETURNED:
            return ButtonTapped(action=RunCommand(command=Command.START), turn=session.turn)
        case IncomingKind.EDITED:
            return await _edited(ctx, incoming)
        case IncomingKind.TAPPED:
            return await _tapped(tx, incoming)
        case IncomingKind.SENT:  # the dispatcher has read the file, or nobody could
            return FileRefused(code="file.lost")
        case IncomingKind.UNSUPPORTED:
            return UnsupportedContent()
        case IncomingKind.CONTACT:
            return ContactShared(name=incoming.sender_name, phone=incoming.text)
        case IncomingKind.SAID:
            if await text_is_late(tx, incoming, ctx.member, channels, ctx.now):
                return FileRefused(
                    code="said.late", data={"read": clean_text(incoming.text[:READ])}
                )
            return await _said(ctx, incoming, session, can)


async def _said(
    ctx: RequestContext, incoming: Incoming, session: Session, can: Capabilities
) -> Event:
    whole = await whole_text(ctx.tx, incoming, can.cut_at)
    if whole is not None and whole.row is not None:
        return TextEdited(text=whole.text, row=whole.row)
    if whole is not None:
        incoming = replace(
            incoming, text=whole.text, replies_to=whole.replies_to, quoted=whole.quoted
        )
    quotes = await rows_quoted(ctx, incoming)
    by_words = can.typed and quotes is None
    tapped = await _by_words(ctx.tx, incoming, session) if by_words else None
    text = incoming.text if whole else await _latest(ctx.tx, incoming)
    return tapped or TextSaid(text=text, quotes=quotes, quoted=incoming.quoted)


async def _edited(ctx: RequestContext, incoming: Incoming) -> TextEdited:
    row = await row_edited(ctx, incoming)
    late = False
    if row is not None and ctx.current is not None:
        late = await edit_is_late(ctx.tx, incoming, ctx.current, row, ctx.now)
    return TextEdited(text=incoming.text, row=row, late=late)


async def _latest(tx: Transaction, incoming: Incoming) -> str:
    """The text as it stands; its edit may have come before it."""
    if not incoming.said_at:
        return incoming.text
    edit = await tx.inbox.edit_of(incoming.channel, incoming.conversation, incoming.message_ref)
    return incoming.text if edit is None else edit


async def _is_current(tx: Transaction, incoming: Incoming, session: Session) -> bool:
    """Whether the last message of this conversation is where the session stands; it is not when
    the officer has gone on over another channel."""
    last = await tx.messages.last(incoming.channel, incoming.conversation)
    return last is not None and last.body["turn"] == session.turn


async def _tapped(tx: Transaction, incoming: Incoming) -> Event:
    """The action that the button stands for; a forged or foreign payload means nothing."""
    numbers = message_body.parse_payload(incoming.button)
    if numbers is None:
        return NOTHING
    message, index = numbers
    found = await tx.messages.find(incoming.channel, incoming.conversation, message)
    tapped = message_body.button_tap(found.body, index) if found else None
    return tapped or NOTHING


async def _by_words(tx: Transaction, incoming: Incoming, session: Session) -> ButtonTapped | None:
    """The button whose words were typed, if it is one that stands before the person: of this
    turn of their report, or of the office's. A number counts for the newest message alone."""
    last = await tx.messages.last_with_buttons(incoming.channel, incoming.conversation)
    if last is None:
        return None
    newest = await tx.messages.last(incoming.channel, incoming.conversation)
    try:
        text = message_body.text_of(last.body)
    except ValueError:  # an earlier version offered what nobody understands any more
        return None
    return tap_by_words(text, incoming.text, session.turn, newest=newest == last)


def tap_by_words(
    text: ComposedMessage, said: str, turn: int, *, newest: bool
) -> ButtonTapped | None:
    """The same among the buttons of this message, while the report is at this turn."""
    number = message_body.tap_by_number(text, said) if newest else None
    tapped = number or message_body.tap_by_label(text, said)
    if tapped is None or tapped.turn == turn or isinstance(tapped.action, REQUESTS):
        return tapped
    return None


async def tapped_message(tx: Transaction, incoming: Incoming) -> int | None:
    """The number of the message whose button was tapped: the first one in its place."""
    numbers = (
        message_body.parse_payload(incoming.button)
        if incoming.kind is IncomingKind.TAPPED
        else None
    )
    if numbers is None:
        return None
    found = await tx.messages.find(incoming.channel, incoming.conversation, numbers[0])
    return (message_body.replaced_by(found.body) or found.id) if found else None
