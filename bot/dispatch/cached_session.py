"""A conversation in memory, and what an event means to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.access import identity
from bot.delivery import message_body
from bot.delivery.recipient import QueuedReply
from bot.dispatch.cut_text import is_part
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
    elsewhere: bool = False  # they report for several units, one of which a text may name
    goes_on: bool = False  # the last text may be a part of a longer one
    stays: bool = False  # an event was computed from it before


def may_be_computed(incoming: Incoming, can: Capabilities) -> bool:
    """Whether an event may be computed before it is stored: it brings no code, no file, and is no
    text that may go on in the next message."""
    match incoming.kind:
        case IncomingKind.TAPPED | IncomingKind.EDITED | IncomingKind.RETURNED:
            return True
        case IncomingKind.OPENED:
            return identity.code_of(incoming) is None
        case IncomingKind.SAID:
            if is_part(incoming.as_dict(), can.cut_at) or identity.code_of(incoming) is not None:
                return False
            return not identity.codes_within(incoming.text)
        case _:
            return False


def tells_meaning(cached: CachedSession, incoming: Incoming, now: datetime) -> bool:
    """Whether what the event means is known from memory alone: a tap on the last message, or a
    text that is said to it and comes in time."""
    match incoming.kind:
        case IncomingKind.TAPPED:
            return find_tap(cached.last, incoming.button) is not None
        case IncomingKind.SAID:
            if incoming.replies_to or cached.goes_on or was_long_on_its_way(incoming, now):
                return False
            overtaken = bool(incoming.said_at) and order_of_event(incoming) < cached.newest
            return not overtaken and incoming.message_ref not in cached.edited
        case _:
            return False


def event_from_memory(cached: CachedSession, incoming: Incoming, can: Capabilities) -> Event:
    """What such an event is to the engine. `can` is what its channel does."""
    tapped = find_tap(cached.last, incoming.button)
    if tapped is None and can.typed and cached.choices is not None:
        newest = cached.choices.message == cached.standing.newest
        turn = cached.session.turn
        tapped = tap_by_words(cached.choices.text, incoming.text, turn, newest=newest)
    return tapped or TextSaid(text=incoming.text)


def needs_store(cached: CachedSession, event: Event) -> bool:
    """Whether the event is for the office, or may be, or asks what only the store knows."""
    match event:
        case ButtonTapped(action=action):
            return isinstance(action, REQUESTS)
        case TextSaid(text=text):
            if is_figure(text):  # most answers; every command and question has a word
                return False
            form = cached.open_report.form
            if is_link_text(text) or asks_something(text, form):
                return True  # who is behind the report is asked of the store
            if cached.elsewhere and any(map(str.isalpha, text)):
                return True  # it may speak of another unit of theirs
            free = state_of(cached.session.focus).takes_words(form, text)
            return typed_texts.is_typed(text, free_text=free, has_role=cached.has_role)
        case _:
            return False


def find_tap(last: QueuedReply | None, payload: str) -> ButtonTapped | None:
    """The tap on a button of the last message."""
    numbers = message_body.parse_payload(payload) if payload else None
    if numbers is None or last is None or numbers[0] != last.message:
        return None
    return message_body.tap_at(last.text, numbers[1])
