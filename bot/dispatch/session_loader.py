"""A conversation as it stands in the store, for its events to be computed in memory."""

from __future__ import annotations

from datetime import datetime

from bot.access import identity
from bot.delivery import message_body
from bot.delivery.recipient import QueuedReply
from bot.dispatch.cached_session import CachedSession, find_tap
from bot.dispatch.cut_text import is_part
from bot.dispatch.report_step import OpenReport, open_desk
from bot.dispatch.stale_events import RECENT, edited_among, newest_among
from bot.ports.channel import Incoming, IncomingKind
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestContext
from conversations.protocol.messages import Capabilities
from conversations.protocol.session import Session
from conversations.reports.derivation import is_derived
from conversations.workflow.report_status import share_by_section
from storage.fast_path.session_guard import ConversationKey
from storage.messaging.queued_message import QueuedMessage
from storage.transaction import Transaction


async def load_session(
    tx: Transaction, catalogs: Catalogs, incoming: Incoming, can: Capabilities, now: datetime
) -> CachedSession | None:
    """The conversation that this event belongs to, if the event may be one for it; None when it
    cannot go on in memory. What it rests on is read first: whatever changes while the rest is
    read stops the step that is computed from it."""
    space, here = identity.sender_namespace(incoming), (incoming.channel, incoming.conversation)
    place = ConversationKey(space, incoming.sender, *here, identity.is_visit(incoming))
    standing = await tx.session_versions.find(place)
    member = await tx.members.find(space, incoming.sender) if standing is not None else None
    if standing is None or member is None:
        return None
    newest = await tx.messages.last(*here)
    last = _as_said(newest) if newest is not None else None
    if incoming.kind is IncomingKind.TAPPED and find_tap(last, incoming.button) is None:
        return None
    grants = await tx.roles.of_member(member.id)
    ctx = RequestContext(
        tx, catalogs, member.id, grants, incoming.channel, None, now, standing.report, beside=True
    )
    open_report = await open_desk(ctx, standing.report)
    if open_report is None or not _stays(open_report):
        return None
    choices = last if last is not None and last.text.buttons else None
    if choices is None and can.typed:
        offering = await tx.messages.last_with_buttons(*here)
        choices = _as_said(offering) if offering is not None else None
    handled = await tx.inbox.list_handled(*here, RECENT)
    return CachedSession(
        place,
        standing,
        member.name,
        has_role=bool(grants),
        open_report=open_report,
        session=Session.model_validate_json(standing.session),
        filled=share_by_section(open_report.form, open_report.report),
        last=last,
        choices=choices,
        newest=newest_among(handled),
        at=now,
        edited=edited_among(handled),
        goes_on=bool(handled) and is_part(handled[0], can.cut_at),
    )


def _stays(open_report: OpenReport) -> bool:
    """Whether the conversation may go on in memory: not that of somebody who was asked for rows,
    whom others wait for, nor one on a report that is put together from others."""
    return not open_report.asked and not is_derived(open_report.report.period)


def _as_said(message: QueuedMessage) -> QueuedReply:
    return QueuedReply(message.id, message_body.text_of(message.body))
