"""A conversation in memory, and what an event means to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.access import identity
from bot.delivery import message_body
from bot.delivery.recipient import QueuedReply
from bot.dispatch.cut_text import is_said_in_part
from bot.dispatch.engine_events import tap_by_words
from bot.dispatch.report_step import OpenReport, asks_something
from bot.dispatch.stale_events import Order, order_of_event, was_long_on_its_way
from bot.ports.channel import Incoming, IncomingKind
from bot.workflow import typed_texts
from bot.workflow.people.channel_links import is_link_text
from conversations.dialog.states.lookup import state_of
from conversations.protocol.events import ButtonTapped, Event, TextSaid
from conversations.protocol.messages import Capabilities
from conversations.protocol.session import Session
from conversations.text.normalize import is_figure
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
    choices: QueuedReply | None  # the last message with buttons
    newest: Order  # of the texts that were handled
    edited: frozenset[str]  # messages that were edited lately, whether or not they have come
    at: datetime
    goes_on: bool = False  # the last text may be a part of a longer one
    stays: bool = False  # an event was computed from it before


def is_plain(incoming: Incoming, now: datetime, can: Capabilities) -> bool:
    """Whether an event may be computed in memory, whatever its conversation: a tap, or a text that
    is no code, no reply to an earlier message, no part of a longer one, and not late."""
    match incoming.kind:
        case IncomingKind.TAPPED:
            return True
        case IncomingKind.SAID:
            late = was_long_on_its_way(incoming, now)
            if late or incoming.replies_to or is_said_in_part(incoming, can.cut_at):
                return False
            code = identity.code_of(incoming) is not None or identity.codes_within(incoming.text)
            return not code and not is_link_text(incoming.text)
        case _:
            return False


def event_from_memory(
    cached: CachedSession, incoming: Incoming, now: datetime, can: Capabilities
) -> Event | None:
    """What a plain event is to the engine; None when that cannot be told from memory. `can` is
    what its channel does."""
    if incoming.sender != cached.place.sender:
        return None
    match incoming.kind:
        case IncomingKind.SAID:
            if cached.goes_on or _is_overtaken(cached, incoming):
                return None
            if incoming.message_ref in cached.edited:
                return None
            tapped = _by_words(cached, incoming.text) if can.typed else None
            if tapped is not None:
                return None if isinstance(tapped.action, REQUESTS) else tapped
            if is_figure(incoming.text):  # most answers; every command and question has a word
                return TextSaid(text=incoming.text)
            if asks_something(incoming.text, cached.open_report.form):
                return None  # who is behind the report is asked of the store
            if cached.open_report.report.named and any(map(str.isalpha, incoming.text)):
                return None  # it may speak of another unit of theirs
            state, form = state_of(cached.session.focus), cached.open_report.form
            free = state.takes_words(form, incoming.text)
            if typed_texts.is_typed(incoming.text, free_text=free, has_role=cached.has_role):
                return None
            return TextSaid(text=incoming.text)
        case IncomingKind.TAPPED:
            return find_tap(cached.last, incoming.button)
        case _:
            return None


def _is_overtaken(cached: CachedSession, incoming: Incoming) -> bool:
    return bool(incoming.said_at) and order_of_event(incoming) < cached.newest


def _by_words(cached: CachedSession, said: str) -> ButtonTapped | None:
    """The tap that the words mean."""
    if cached.choices is None:
        return None
    newest = cached.choices.message == cached.standing.newest
    return tap_by_words(cached.choices.text, said, cached.session.turn, newest=newest)


def find_tap(last: QueuedReply | None, payload: str) -> ButtonTapped | None:
    """The tap on a button of the report in the last message."""
    numbers = message_body.parse_payload(payload)
    if numbers is None or last is None or numbers[0] != last.message:
        return None
    tapped = message_body.tap_at(last.text, numbers[1])
    return None if tapped is None or isinstance(tapped.action, REQUESTS) else tapped
