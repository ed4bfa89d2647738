"""One event, in one transaction: the only place where the pure core meets store and channels.

Who it is, what they may, what the event asks of the office or of the report; then all that it came
to is written, and all that is to be said is queued.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.access import identity
from bot.delivery.recipient import Recipient, ReportAtHand
from bot.delivery.reply_writer import ReplyWriter
from bot.dispatch import engine_events
from bot.dispatch.answered_together import is_answered_later
from bot.dispatch.prepared import Prepared
from bot.dispatch.report_step import (
    OpenReport,
    open_desk,
    resuming_event,
    take_step,
)
from bot.dispatch.told_people import tell_people
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.workflow import router
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestContext
from bot.workflow.home import show_home
from bot.workflow.people import invitations
from bot.workflow.people.channel_links import show_link
from bot.workflow.trials import serve_newcomer
from conversations.dialog.states.lookup import state_of
from conversations.protocol.events import ButtonTapped, Event, TextSaid
from conversations.protocol.messages import Capabilities, MessageLimits, Reply, SendFile
from conversations.protocol.session import AskingMode, Session
from conversations.reports.model import AnswerChange
from conversations.text.normalize import shorten_text
from conversations.workflow.permissions import Role
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class HandledEvent:
    """What an event came to: the row a typed text was read for, if any, and how many answers it
    changed."""

    about: str | None = None
    answers: int = 0


class EventHandler:
    """Carries events out."""

    def __init__(
        self,
        catalogs: Catalogs,
        channels: Mapping[str, Capabilities],
        speaker: ReplyWriter,
        clock: Clock,
    ) -> None:
        self._books = catalogs
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
        await self._books.renew(tx)
        first: list[Reply] = []
        code = identity.code_of(incoming)
        if code is not None:
            entry = await identity.enter_code(tx, incoming, code, now)
        else:
            code, entry = await identity.find_code(tx, incoming, now)
        if code is not None:
            await tx.inbox.forget_text(number)
            if not entry.opens:
                first.append(Reply(code="join.wait" if entry.wait else "link.bad"))
            incoming = replace(incoming, kind=IncomingKind.OPENED, text="")
        member = await identity.member_of(tx, incoming, self._books.trial, now, invited=entry.opens)
        if not identity.is_visit(incoming):
            await tx.members.mark_heard(member, incoming.channel, incoming.conversation)
        ctx = await self._visit(tx, member, incoming, number, now)
        ctx.made, ctx.steps = prepared.papers, prepared.steps
        first += await self._unsure(tx, incoming, now)
        if entry.opens and code is not None:
            await _show(ctx, incoming, entry, identity.hash_code(code))
            await self._answer(ctx, incoming, Session(), numbers=True)
            return HandledEvent()
        return await self._step(ctx, incoming, first, prepared.opened)

    async def _unsure(self, tx: Transaction, incoming: Incoming, now: datetime) -> list[Reply]:
        """Tell who is here again of the files of which nobody knows whether they arrived. Any
        other such message has lost its point by now."""
        unsure = await tx.messages.list_unknown(incoming.channel, incoming.conversation)
        await tx.outbox.settle([one.id for one in unsure], now)
        files = [await tx.documents.of_message(one) for one in unsure if one.has_file]
        names = [file.file_name for file in files if file is not None]
        return [Reply(code="file.unsure", data={"names": names})] if names else []

    async def _visit(
        self, tx: Transaction, member: int, incoming: Incoming, event: int, now: datetime
    ) -> RequestContext:
        grants, current = await tx.roles.of_member(member), await tx.members.report_of(member)
        ctx = RequestContext(tx, self._books, member, grants, incoming.channel, event, now, current)
        ctx.sender, ctx.conversation = incoming.sender, incoming.conversation
        return ctx

    async def _step(
        self, ctx: RequestContext, incoming: Incoming, first: list[Reply], opened: Event | None
    ) -> HandledEvent:
        """What the event asks of the office, or else one step of the member's report."""
        session = await self._session(ctx.tx, ctx.member)
        can = self._channels[incoming.channel]
        assert ctx.event is not None  # noqa: S101 - a step has its event
        if await is_answered_later(ctx.tx, ctx.event, incoming, can.cut_at):
            return HandledEvent()
        asked = ctx, incoming, session, [*self._channels]
        event = opened or await engine_events.event_of(*asked, can=can)
        if event is None:
            return HandledEvent()
        if incoming.quoted:
            await ctx.tx.inbox.forget_quote(ctx.event)
        open_report = await open_desk(ctx, ctx.current) if ctx.current is not None else None
        state = state_of(session.focus)
        said = event.text if isinstance(event, TextSaid) else ""
        free = open_report is not None and state.takes_words(open_report.form, said)
        if open_report is not None:
            ctx.listed = state.numbered_rows(open_report.form, open_report.report)
        ctx.replies += first
        if await router.serve_request(ctx, event, free_text=free) or await serve_newcomer(
            ctx, event
        ):
            if not ctx.resume or ctx.current is None:
                if open_report and any(isinstance(reply, SendFile) for reply in ctx.replies):
                    open_report = await open_desk(ctx, open_report.report_id)
                numbers = open_report is None or not state_of(session.focus).takes_number
                await self._answer(ctx, incoming, session, open_report, numbers=numbers)
                return HandledEvent()
            session = await self._session(ctx.tx, ctx.member)
            open_report = await open_desk(ctx, ctx.current)
            if open_report is not None:
                event = _next(ctx, open_report, session, self._speaker.room(incoming.channel))
        if open_report is None:
            await self._without_report(ctx, event)
            await self._answer(ctx, incoming, session, numbers=True)
            return HandledEvent()
        return await self._fill(ctx, incoming, open_report, session, event)

    async def _without_report(self, ctx: RequestContext, event: Event) -> None:
        """Nothing to fill: say what there is to do, or that a code is needed."""
        if ctx.current is not None:
            await ctx.tx.duties.take_up([ctx.member], None)
            ctx.current = None
            asked_only = all(grant.role is Role.GUEST for grant in ctx.grants)
            ctx.say("guest.released" if asked_only else "denied.report")
        said = shorten_text(event.text) if isinstance(event, TextSaid) else ""
        if ctx.grants:
            await show_home(ctx)
        else:
            ctx.say("join.who", said=bool(said))  # unquoted: it may hold a name, a number

    async def _fill(
        self,
        ctx: RequestContext,
        incoming: Incoming,
        open_report: OpenReport,
        session: Session,
        event: Event,
    ) -> HandledEvent:
        """One engine step, and everything it came to."""
        room = self._speaker.room(incoming.channel)
        step = await take_step(ctx, open_report, session, event, room)
        if step is None:
            ctx.say("guest.only")
            await self._answer(ctx, incoming, session, open_report)
            return HandledEvent()
        body = step.session.model_dump_json()
        await ctx.tx.sessions.save(ctx.member, open_report.report_id, body, ctx.now)
        if step.session.mode is not session.mode:
            await ctx.tx.members.set_asking(ctx.member, step.session.mode)
        after = open_report.with_report(step.report)
        ctx.replies += step.replies
        await self._answer(ctx, incoming, step.session, after)
        answers = sum(isinstance(change, AnswerChange) for change in step.changes)
        return HandledEvent(step.about, answers)

    async def _answer(
        self,
        ctx: RequestContext,
        incoming: Incoming,
        session: Session,
        open_report: OpenReport | None = None,
        *,
        numbers: bool = False,
    ) -> None:
        """Queue what was said to the member and to others. `numbers`: a number that is typed
        next can only mean one of the choices."""
        filling = (
            ReportAtHand(open_report.report_id, open_report.form, open_report.report)
            if open_report
            else None
        )
        to = Recipient(
            incoming.channel,
            incoming.conversation,
            ctx.member,
            session.turn,
            filling,
            ctx.made,
            await engine_events.tapped_message(ctx.tx, incoming) if ctx.replaces else None,
            numbers=numbers,
        )
        await tell_people(ctx, self._speaker)
        await self._speaker.speak(ctx.tx, to, ctx.replies)

    async def _session(self, tx: Transaction, member: int) -> Session:
        """Where the member's conversation stands; a new one asks as the member liked it before."""
        saved = await tx.sessions.of_member(member)
        if saved:
            return Session.model_validate_json(saved)
        asking = await tx.members.asking(member)
        return Session(mode=AskingMode(asking)) if asking else Session()


def _next(
    ctx: RequestContext, open_report: OpenReport, session: Session, room: MessageLimits
) -> Event:
    """What the member's report is to do after the office has done its part."""
    if ctx.then is not None:
        return ButtonTapped(action=ctx.then, turn=session.turn)
    if ctx.said:
        return TextSaid(text=ctx.said)
    return resuming_event(open_report, session, ctx.now, room, ctx.at)


async def _show(
    ctx: RequestContext, incoming: Incoming, entry: identity.CodeResult, hashed: str
) -> None:
    """What a code would do; it is done by a tap. A page that belongs to a member stays theirs."""
    if entry.invitation is not None:
        await invitations.show_invitation(ctx, entry.invitation, hashed)
    elif identity.is_visit(incoming):
        ctx.say("link.page.own")
    elif entry.owner is not None:
        await show_link(ctx, entry.owner, hashed)
