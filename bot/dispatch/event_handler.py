"""One event, in one transaction: the only place where the pure core meets store and channels.

Who it is, what they may, what the event asks of the office or of the report; then all that it came
to is written, and all that is to be said is queued.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.access import identity
from bot.delivery.recipient import QueuedReply, Recipient, ReportAtHand
from bot.delivery.reply_writer import ReplyWriter
from bot.dispatch import event_mapping
from bot.dispatch.prepared import Prepared
from bot.dispatch.report_step import OpenReport, open_desk, resuming_event, take_step
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.workflow import router
from bot.workflow.context import Catalogs, RequestContext
from bot.workflow.home import show_home
from bot.workflow.people import invitations
from bot.workflow.people.channel_links import show_link
from conversations.dialog.engine import Step
from conversations.dialog.states.lookup import state_of
from conversations.protocol.events import ButtonTapped, Event
from conversations.protocol.messages import Capabilities, Reply, SendFile
from conversations.protocol.session import AskingMode, Session
from conversations.reports.model import AnswerChange
from conversations.workflow.permissions import Role
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReportStep:
    """A step on a member's report: the report before it, the step, the last message, and
    whether the member has a role."""

    desk: OpenReport
    step: Step
    last: QueuedReply | None
    has_role: bool


@dataclass(frozen=True, slots=True)
class HandledEvent:
    """What an event came to. `about` is the row a typed text was read for, if any."""

    about: str | None = None
    work: ReportStep | None = None

    @property
    def answers(self) -> int:
        """How many answers it changed."""
        changes = self.work.step.changes if self.work is not None else ()
        return sum(isinstance(change, AnswerChange) for change in changes)


class EventHandler:
    """Carries events out."""

    def __init__(
        self,
        books: Catalogs,
        channels: Mapping[str, Capabilities],
        speaker: ReplyWriter,
        clock: Clock,
    ) -> None:
        self._books = books
        self._channels = channels
        self._speaker = speaker
        self._clock = clock

    async def handle(
        self,
        tx: Transaction,
        number: int,
        incoming: Incoming,
        prepared: Prepared,
    ) -> HandledEvent:
        """Carry out the stored event of this number, with what is `prepared` for it; NotMadeError
        when a paper is needed first, SlowStepError when a step is."""
        now = self._clock()
        first: list[Reply] = []
        code, entry = identity.code_of(incoming), identity.CodeResult()
        if code is not None:
            entry = await identity.enter_code(tx, incoming, code, now)
            await tx.inbox.forget_text(number)
            if not entry.opens:
                first.append(Reply(code="join.wait" if entry.wait else "link.bad"))
            incoming = replace(incoming, kind=IncomingKind.OPENED, text="")
        member = await identity.member_of(
            tx, incoming, self._books.catalog, now, invited=entry.opens
        )
        if not identity.is_visit(incoming):
            await tx.members.mark_heard(member, incoming.channel, incoming.conversation)
        visit = await self._visit(tx, member, incoming, number, now)
        visit.made, visit.steps = prepared.papers, prepared.steps
        first += await self._unsure(tx, incoming, now)
        if entry.opens and code is not None:
            await _show(visit, incoming, entry, identity.hash_code(code))
            await self._answer(visit, incoming, Session(), numbers=True)
            return HandledEvent()
        return await self._step(visit, incoming, first, prepared.opened)

    async def _unsure(self, tx: Transaction, incoming: Incoming, now: datetime) -> list[Reply]:
        """Tell who is here again of the files of which nobody knows whether they arrived. Any
        other such message has lost its point by now."""
        unsure = await tx.outbox.list_unknown(incoming.channel, incoming.conversation)
        await tx.outbox.settle([one.id for one in unsure], now)
        files = [await tx.documents.of_message(one) for one in unsure if one.has_file]
        names = [file.file_name for file in files if file is not None]
        return [Reply(code="file.unsure", data={"names": names})] if names else []

    async def _visit(
        self, tx: Transaction, member: int, incoming: Incoming, event: int, now: datetime
    ) -> RequestContext:
        grants, current = await tx.roles.of_member(member), await tx.members.report_of(member)
        visit = RequestContext(
            tx, self._books, member, grants, incoming.channel, event, now, current
        )
        visit.sender, visit.conversation = incoming.sender, incoming.conversation
        return visit

    async def _step(
        self, visit: RequestContext, incoming: Incoming, first: list[Reply], opened: Event | None
    ) -> HandledEvent:
        """What the event asks of the office, or else one step of the member's report."""
        session = await self._session(visit.tx, visit.member)
        if incoming.kind is IncomingKind.RETURNED and await event_mapping.is_current(
            visit.tx, incoming, session
        ):
            return HandledEvent()
        can = self._channels[incoming.channel]
        event = opened or await event_mapping.event_of(
            visit, incoming, session, [*self._channels], typed=can.typed
        )
        desk = await open_desk(visit, visit.current) if visit.current is not None else None
        free = desk is not None and state_of(session.focus).awaits_words(desk.form)
        visit.replies += first
        if await router.serve_request(visit, event, free_text=free):
            if not visit.resume or visit.current is None:
                if desk and any(isinstance(reply, SendFile) for reply in visit.replies):
                    desk = await open_desk(visit, desk.report_id)
                numbers = desk is None or not state_of(session.focus).takes_number
                await self._answer(visit, incoming, session, desk, numbers=numbers)
                return HandledEvent()
            session = await self._session(visit.tx, visit.member)
            desk = await open_desk(visit, visit.current)
            if desk is not None:
                event = _next(visit, desk, session)
        if desk is None:
            await self._without_report(visit)
            await self._answer(visit, incoming, session, numbers=True)
            return HandledEvent()
        return await self._fill(visit, incoming, desk, session, event)

    async def _without_report(self, visit: RequestContext) -> None:
        """Nothing to fill: say what there is to do, or that a code is needed."""
        if visit.current is not None:
            await visit.tx.duties.take_up([visit.member], None)
            visit.current = None
            asked_only = all(grant.role is Role.GUEST for grant in visit.grants)
            visit.say("guest.released" if asked_only else "denied.report")
        if visit.grants:
            await show_home(visit)
        else:
            visit.say("join.who")

    async def _fill(
        self,
        visit: RequestContext,
        incoming: Incoming,
        desk: OpenReport,
        session: Session,
        event: Event,
    ) -> HandledEvent:
        """One engine step, and everything it came to."""
        room = self._speaker.room(incoming.channel)
        step = await take_step(visit, desk, session, event, room)
        if step is None:
            visit.say("guest.only")
            await self._answer(visit, incoming, session, desk)
            return HandledEvent()
        body = step.session.model_dump_json()
        await visit.tx.sessions.save(visit.member, desk.report_id, body, visit.now)
        if step.session.mode is not session.mode:
            await visit.tx.members.set_asking(visit.member, step.session.mode)
        after = replace(desk, report=step.report)
        visit.replies += step.replies
        last = await self._answer(visit, incoming, step.session, after)
        return HandledEvent(step.about, ReportStep(desk, step, last, bool(visit.grants)))

    async def _answer(
        self,
        visit: RequestContext,
        incoming: Incoming,
        session: Session,
        desk: OpenReport | None = None,
        *,
        numbers: bool = False,
    ) -> QueuedReply | None:
        """Queue what was said to the member and to others; the last message. `numbers`:
        a number that is typed next can only mean one of the choices."""
        filling = ReportAtHand(desk.report_id, desk.form, desk.report) if desk else None
        to = Recipient(
            incoming.channel,
            incoming.conversation,
            visit.member,
            session.turn,
            filling,
            visit.made,
            await event_mapping.tapped_message(visit.tx, incoming) if visit.replaces else None,
            numbers=numbers,
        )
        silent = await self._speaker.notify(visit.tx, visit.notices)
        if silent:
            names = await visit.tx.roles.names_of(silent)
            people = [{"name": name, "where": ""} for name in sorted(names.values())]
            visit.replies.insert(0, Reply(code="untold", data={"people": people}))
        return await self._speaker.speak(visit.tx, to, visit.replies)

    async def _session(self, tx: Transaction, member: int) -> Session:
        """Where the member's conversation stands; a new one asks as the member liked it before."""
        saved = await tx.sessions.of_member(member)
        if saved:
            return Session.model_validate_json(saved)
        asking = await tx.members.asking(member)
        return Session(mode=AskingMode(asking)) if asking else Session()


def _next(visit: RequestContext, desk: OpenReport, session: Session) -> Event:
    """What the member's report is to do after the office has done its part."""
    if visit.then is not None:
        return ButtonTapped(action=visit.then, turn=session.turn)
    return resuming_event(desk, session, visit.now)


async def _show(
    visit: RequestContext, incoming: Incoming, entry: identity.CodeResult, hashed: str
) -> None:
    """What a code would do; it is done by a tap. A page that belongs to a member stays theirs."""
    if entry.invitation is not None:
        await invitations.show_invitation(visit, entry.invitation, hashed)
    elif identity.is_visit(incoming):
        visit.say("link.page.own")
    elif entry.owner is not None:
        await show_link(visit, entry.owner, hashed)
