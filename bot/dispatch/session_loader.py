"""A conversation as it stands in the store, for its events to be computed in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.access import identity
from bot.delivery import message_body
from bot.delivery.recipient import QueuedReply
from bot.dispatch import engine_events
from bot.dispatch.cached_session import CachedSession, tells_meaning
from bot.dispatch.cut_text import is_part
from bot.dispatch.report_step import open_desk
from bot.dispatch.stale_events import RECENT, edited_among, newest_among
from bot.ports.channel import Incoming, IncomingKind
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestContext
from bot.workflow.own_reports import MANY
from conversations.protocol.events import ButtonTapped, Event
from conversations.protocol.messages import Capabilities
from conversations.protocol.session import Session
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import share_by_section
from conversations.workflow.requests import REQUESTS
from storage.fast_path.session_guard import ConversationKey, SessionVersion
from storage.messaging.queued_message import QueuedMessage
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """What an event was found to be to the engine; None where it asks nothing."""

    event: Event | None


async def find_event(
    tx: Transaction,
    catalogs: Catalogs,
    known: CachedSession | None,
    incoming: Incoming,
    channels: Mapping[str, Capabilities],
    now: datetime,
) -> tuple[CachedSession, FoundEvent | None] | None:
    """The conversation that an event belongs to, as it is `known` or else loaded, and what the
    event is there, if memory does not tell; None when it is for the office or the conversation
    cannot go on in memory. What it rests on is read first: whatever changes while the rest is read
    stops the step that is computed from it."""
    place = key_of(incoming)
    standing = known.standing if known is not None else await tx.session_versions.find(place)
    if standing is None:
        return None
    can, where = channels[incoming.channel], (standing.member, (), incoming.channel, None, now)
    ctx = RequestContext(tx, catalogs, *where, standing.report, beside=True)
    session = known.session if known is not None else _session_of(standing)
    event: Event | None = None
    asked = ctx, incoming, session, [*channels]
    if incoming.kind is IncomingKind.TAPPED:
        event = await engine_events.event_of(*asked, can=can)
        if isinstance(event, ButtonTapped) and isinstance(event.action, REQUESTS):
            return None
    cached = known or await _load_session(ctx, place, standing, can)
    if cached is None:
        return None
    if event is None:
        if tells_meaning(cached, incoming, now):
            return cached, None
        event = await engine_events.event_of(*asked, can=can)
    return cached, FoundEvent(event)


def key_of(incoming: Incoming) -> ConversationKey:
    """Where an event was written, and by whom."""
    space, here = identity.sender_namespace(incoming), (incoming.channel, incoming.conversation)
    return ConversationKey(space, incoming.sender, *here, identity.is_visit(incoming))


async def _load_session(
    ctx: RequestContext, place: ConversationKey, standing: SessionVersion, can: Capabilities
) -> CachedSession | None:
    tx, here = ctx.tx, (place.channel, place.conversation)
    member = await tx.members.find(place.identity, place.sender)
    if member is None:
        return None
    ctx = replace(ctx, grants=await tx.roles.of_member(member.id))
    open_report = await open_desk(ctx, standing.report)
    if open_report is None:
        return None
    newest = await tx.messages.last(*here)
    last = _as_said(newest) if newest is not None else None
    choices = last if last is not None and last.text.buttons else None
    if choices is None and can.typed:
        offering = await tx.messages.last_with_buttons(*here)
        choices = _as_said(offering) if offering is not None else None
    handled = await tx.inbox.list_handled(*here, RECENT)
    return CachedSession(
        place,
        standing,
        member.name,
        has_role=bool(ctx.grants),
        open_report=open_report,
        session=_session_of(standing),
        filled=share_by_section(open_report.whole, open_report.report),
        last=last,
        choices=choices,
        newest=newest_among(handled),
        at=ctx.now,
        edited=edited_among(handled),
        elsewhere=len(ctx.units_of(Role.OFFICER)) >= MANY,
        goes_on=bool(handled) and is_part(handled[0], can.cut_at),
    )


def _session_of(standing: SessionVersion) -> Session:
    return Session.model_validate_json(standing.session)


def _as_said(message: QueuedMessage) -> QueuedReply:
    return QueuedReply(message.id, message_body.text_of(message.body))
