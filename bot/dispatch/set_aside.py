"""Giving an event up: nobody touches it again, and whom it concerns is told so."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import structlog

from bot.access import identity
from bot.delivery.notices import Notice
from bot.delivery.reply_writer import ReplyWriter
from bot.dispatch.incoming_event import incoming_of
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.workflow.context import people_above, watchers_of
from conversations.protocol.messages import Reply
from conversations.workflow.permissions import Role
from storage.messaging.attempts import DIED, MOST_POINTS, Attempt
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
QUOTED = 40  # characters that are repeated of what was given up
CHANNEL_OFF = "its channel is off"
# What is given up may be what no text is made of safely: only this much of it is repeated.
_STRANGE = re.compile(r"[^\w .,;:%/()+-]+")


@dataclass
class SetAside:
    """Leaves events unhandled, in the transaction that tells of it."""

    speaker: ReplyWriter
    channels: Collection[str]
    clock: Clock

    async def set_aside(self, tx: Transaction, attempt: Attempt) -> None:
        """Note the event as set aside, tell who sent it and who is to look after it. One that has
        ended the process here too is noted without a word."""
        event, incoming = attempt.event, incoming_of(attempt.event)
        served = event.channel in self.channels
        error = (attempt.error or "") if served else CHANNEL_OFF
        unit = await _unit_of(tx, incoming)
        await tx.attempts.set_aside(event, error, unit, self.clock())
        log.warning("event set aside", channel=event.channel, number=event.id, reason=error)
        if not served or attempt.points >= MOST_POINTS + 2 * DIED:
            return
        read = _quote(incoming) if attempt.points < MOST_POINTS + DIED else ""
        await self.speaker.say_trouble(tx, event.channel, event.conversation, incoming.kind, read)
        notices = [
            Notice(person, await self._notice(tx, attempt, unit))
            for person in await _who_looks_after(tx, unit)
        ]
        await self.speaker.notify(tx, notices)

    async def _notice(self, tx: Transaction, attempt: Attempt, unit: int | None) -> Reply:
        name = (await tx.units.find(unit)).short_name if unit is not None else ""
        data = {"number": attempt.event.id, "unit": name, "channel": attempt.event.channel}
        return Reply(code="notice.set_aside", data=data)


async def note_silently(tx: Transaction, attempt: Attempt, clock: Clock) -> None:
    """Set the event aside where nothing can be said of it."""
    await tx.attempts.set_aside(attempt.event, attempt.error or "", None, clock())


def _quote(incoming: Incoming) -> str:
    """The beginning of what was sent, without what may be odd about it."""
    said = incoming.file_name if incoming.kind is IncomingKind.SENT else incoming.text
    plain = " ".join(_STRANGE.sub(" ", said[: 4 * QUOTED]).split())
    return plain if len(plain) <= QUOTED else plain[: QUOTED - 1].rstrip() + "…"


async def _unit_of(tx: Transaction, incoming: Incoming) -> int | None:
    """The unit on whose report the sender works, or else in which they have a role; none for who
    is unknown or only tries the product out."""
    member = await tx.members.find(identity.sender_namespace(incoming), incoming.sender)
    if member is None:
        return None
    report = await tx.members.report_of(member.id)
    unit = await tx.duties.unit_of(report) if report is not None else None
    if unit is None:
        unit = next((grant.unit for grant in await tx.roles.of_member(member.id)), None)
    return None if unit is None or await tx.units.is_trial(unit) else unit


async def _who_looks_after(tx: Transaction, unit: int | None) -> Sequence[int]:
    """The nearest coordinators of the unit, or else its administrators, or whoever watches over
    the whole."""
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR) if unit is not None else ():
        found = await people_above(tx, unit, role) if unit is not None else []
        if found:
            return [one.id for one in found if one.unit == found[0].unit]
    return await watchers_of(tx)
