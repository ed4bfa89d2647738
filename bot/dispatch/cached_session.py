"""A conversation in memory, and what an event means to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.access import identity
from bot.delivery import message_body
from bot.delivery.recipient import QueuedReply
from bot.dispatch.report_step import OpenReport
from bot.dispatch.stale_events import Order, order_of_event, was_long_on_its_way
from bot.ports.channel import Incoming, IncomingKind
from bot.workflow import router
from bot.workflow.people.channel_links import is_link_text
from conversations.dialog.states.lookup import state_of
from conversations.protocol.events import ButtonTapped, Event, TextSaid
from conversations.protocol.session import Session
from conversations.workflow.requests import REQUESTS
from storage.fast_path.session_guard import ConversationKey, SessionVersion


@dataclass(frozen=True, slots=True)
class CachedSession:
    """One conversation: whose, on which report, where it stands, and what was said last."""

    place: ConversationKey
    standing: SessionVersion
    name: str
    has_role: bool
    open_report: OpenReport
    session: Session
    filled: Mapping[str, int]  # answered rows by section
    last: QueuedReply | None
    newest: Order  # of the texts that were handled
    at: datetime


def event_from_memory(cached: CachedSession, incoming: Incoming, now: datetime) -> Event | None:
    """What the event is to the engine; None when that cannot be told from memory."""
    if incoming.sender != cached.place.sender or identity.code_of(incoming) is not None:
        return None
    match incoming.kind:
        case IncomingKind.SAID:
            if was_long_on_its_way(incoming, now) or _is_overtaken(cached, incoming):
                return None
            if is_link_text(incoming.text):
                return None
            free = state_of(cached.session.focus).awaits_own_words(cached.open_report.form)
            if router.is_typed(incoming.text, free_text=free, has_role=cached.has_role):
                return None
            return TextSaid(text=incoming.text)
        case IncomingKind.TAPPED:
            return _tapped(cached, incoming.button)
        case _:
            return None


def _is_overtaken(cached: CachedSession, incoming: Incoming) -> bool:
    return bool(incoming.said_at) and order_of_event(incoming) < cached.newest


def _tapped(cached: CachedSession, payload: str) -> ButtonTapped | None:
    """The tap on a button of the last message."""
    numbers = message_body.parse_payload(payload)
    if numbers is None or cached.last is None or numbers[0] != cached.last.message:
        return None
    buttons = [button for row in cached.last.text.buttons for button in row]
    if numbers[1] >= len(buttons):
        return None
    action = buttons[numbers[1]].action
    if isinstance(action, REQUESTS):
        return None
    return ButtonTapped(action=action, turn=cached.last.text.turn)
