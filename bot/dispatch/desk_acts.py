"""What is done on a page of the desk: stored as an event, carried out at once, and answered.

The page waits for the outcome, so nothing is queued for it: what a chat would be told is returned.
What others are to be told goes out over their own channels.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bot.access.identity import visit_of
from bot.delivery.reply_writer import ReplyWriter
from bot.dispatch.cell_acts import open_for, read_entries, take_back_act, write_entries
from bot.dispatch.report_step import OpenReport
from bot.dispatch.told_people import tell_people
from bot.dispatch.whole_acts import act_on
from bot.files.generated_file import GeneratedFile
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.runtime.event_guard import EventGuard
from bot.runtime.shield import finish_work
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError, UnitOutcome
from bot.workflow.handlers import HANDLERS
from conversations.composing.compose import compose_message
from conversations.dialog.cells.entries import CellEntry, WrittenCells
from conversations.dialog.cells.report_acts import ReportAct
from conversations.frozen import Frozen
from conversations.protocol.messages import Capabilities, ComposedMessage, Reply, Wording
from conversations.workflow.request_bases import ConfirmedRequest
from storage.store import ReadOnlyError, Store
from storage.transaction import Transaction

CHANNEL = "desk"
Work = Callable[[RequestContext], Awaitable[None]]
Write = Callable[[RequestContext, OpenReport], Awaitable[WrittenCells]]
Look = Callable[[RequestContext, OpenReport], WrittenCells]
READ_SECONDS = 2.0  # of processor time in which the texts of one act are read
LIMITS = Capabilities(buttons=100, edits=True, files=True, text_limit=1_000_000)


@dataclass(frozen=True, slots=True)
class ActOutcome:
    """What an act came to: what is said of it, and the files that go with it. `rejected`: it cannot
    be done as it is. `repeated`: the same act came before, and nothing was done now."""

    messages: tuple[ComposedMessage, ...] = ()
    files: tuple[GeneratedFile, ...] = ()
    codes: tuple[str, ...] = ()  # of what is said
    denied: bool = False
    rejected: bool = False
    repeated: bool = False
    units: tuple[UnitOutcome, ...] = ()  # what became of each, where it is done to many


@dataclass(frozen=True, slots=True)
class CellActOutcome:
    """What writing cells came to: the report before it, what was written, what the history's `head`
    is then, and what is said. `repeated`: the same act had come before, and nothing was written
    now; `done` is what it would come to by now."""

    before: OpenReport
    done: WrittenCells
    head: str
    told: ActOutcome = ActOutcome()
    repeated: bool = False


@dataclass(frozen=True)
class DeskActs:
    """Carries them out. `wake` has queued messages sent."""

    store: Store
    catalogs: Catalogs
    speaker: ReplyWriter
    wording: Wording
    clock: Clock
    wake: Callable[[], None] = field(repr=False)
    guard: EventGuard = field(default_factory=EventGuard, repr=False)

    async def ask(self, member: int, event_id: str, request: Frozen) -> ActOutcome:
        """Carry out a request of the office, with the rights, questions and notices that it has in
        the chat. `event_id` names this act of the page: a repeated one does nothing."""
        body = request.model_dump_json()

        async def work(ctx: RequestContext) -> None:
            await HANDLERS[type(request)](ctx, request)

        if isinstance(request, ConfirmedRequest) and not request.sure:
            shown = await finish_work(self._preview(member, work))
            if shown is not None:
                return shown
        return await finish_work(self._carry_out(member, event_id, body, work))

    async def do(
        self,
        member: int,
        event_id: str,
        said: str,
        work: Work,
    ) -> ActOutcome:
        """Do a work of the office that is no request of the chat: `work` checks the rights itself.
        `said` is stored as what was done. All of it or nothing: what is refused half way is undone,
        and is not stored, so that it may be tried again."""

        async def whole(ctx: RequestContext) -> None:
            try:
                await work(ctx)
            except (DeniedError, RequestRejectedError) as refused:
                raise _UndoneError from refused

        try:
            return await finish_work(
                self._carry_out(member, event_id, json.dumps({"done": said}), whole)
            )
        except _UndoneError as undone:
            return self._refused(undone.__cause__)

    def _refused(self, why: BaseException | None) -> ActOutcome:
        rejected = isinstance(why, RequestRejectedError)
        reply = why.reply if isinstance(why, RequestRejectedError) else Reply(code="denied")
        told = tuple(compose_message([reply], self.wording, LIMITS, 0))
        return ActOutcome(told, codes=(reply.code,), denied=not rejected, rejected=rejected)

    async def write(
        self, member: int, event_id: str, report: int, entries: Sequence[CellEntry]
    ) -> CellActOutcome:
        """Write cells of a report, with the rights, checks and notices of the chat. DeniedError
        when the report is none that the member works on; CpuLimitError when it takes too long to
        read the texts: then nothing is written."""
        body = json.dumps({"report": report, "cells": len(entries)})

        reading = self.guard.section((CHANNEL, event_id), READ_SECONDS, stored=False)
        read = partial(read_entries, entries=entries, guarded=reading)
        write, look = partial(write_entries, read=read), read
        return await finish_work(self._write(member, event_id, report, body, write, look))

    async def take_back(self, member: int, event_id: str, report: int, act: str) -> CellActOutcome:
        """Put back what stood in cells before the act of this name wrote them."""
        body = json.dumps({"report": report, "back": act})

        write, look = partial(take_back_act, event_id=act), partial(read_entries, entries=())
        return await finish_work(self._write(member, event_id, report, body, write, look))

    async def act(
        self, member: int, event_id: str, report: int, act: ReportAct, reason: str = ""
    ) -> ActOutcome:
        """Hand a report in, take it back, or correct it; `rejected` when it cannot be done."""
        body = json.dumps({"report": report, "act": act.value})
        done = False

        async def work(ctx: RequestContext) -> None:
            nonlocal done
            done = await act_on(ctx, report, act, reason)

        outcome = await finish_work(self._carry_out(member, event_id, body, work))
        return replace(outcome, rejected=not done and not outcome.repeated)

    async def _write(
        self,
        member: int,
        event_id: str,
        report: int,
        body: str,
        write: Write,
        look: Look,
    ) -> CellActOutcome:
        async with self.store.transaction() as tx:
            ctx = await self.begin_act(tx, member, event_id, body)
            if ctx is None:
                return await self._repeated(tx, member, report, look)
            before = await open_for(ctx, report)
            done = await write(ctx, before)
            told = ActOutcome(*await self.end_act(ctx))
            heads = await tx.reports.heads_of([report])
        if done.changes:
            self.wake()
        return CellActOutcome(before, done, heads.get(report, ""), told)

    async def _repeated(
        self, tx: Transaction, member: int, report: int, look: Look
    ) -> CellActOutcome:
        ctx = await desk_context(tx, self.catalogs, member, self.clock())
        at = await open_for(ctx, report)
        heads = await tx.reports.heads_of([report])
        return CellActOutcome(at, look(ctx, at), heads.get(report, ""), repeated=True)

    async def _carry_out(
        self,
        member: int,
        event_id: str,
        body: str,
        work: Work,
    ) -> ActOutcome:
        async with self.store.transaction() as tx:
            ctx = await self.begin_act(tx, member, event_id, body)
            if ctx is None:
                return ActOutcome(repeated=True)
            outcome = await self._settle(ctx, work)
        self.wake()
        return outcome

    async def _preview(self, member: int, work: Work) -> ActOutcome | None:
        """What a work says before it is confirmed, read beside whoever writes: to look at hundreds
        of units keeps no officer waiting. None when it has something to write."""
        try:
            async with self.store.reading() as tx:
                await self.catalogs.renew(tx)
                ctx = await desk_context(tx, self.catalogs, member, self.clock())
                outcome = await self._settle(ctx, work)
        except ReadOnlyError:
            return None
        return outcome if not ctx.notices else None

    async def _settle(self, ctx: RequestContext, work: Work) -> ActOutcome:
        """Do the work, and gather what is said of it."""
        denied = rejected = False
        try:
            await work(ctx)
        except DeniedError:
            denied = True
            ctx.say("denied")
        except RequestRejectedError as unclear:
            rejected = True
            ctx.replies.append(unclear.reply)
        outcome = await self.end_act(ctx)
        units = tuple(ctx.outcomes)
        return ActOutcome(*outcome, denied=denied, rejected=rejected, units=units)

    async def begin_act(
        self, tx: Transaction, member: int, event_id: str, body: str
    ) -> RequestContext | None:
        """Store the act as an event that is handled in this transaction, and say who asks; None
        when it was stored before."""
        now = self.clock()
        await self.catalogs.renew(tx)
        who = visit_of(member)
        incoming = Incoming(CHANNEL, event_id, who, who, IncomingKind.TAPPED, button=body)
        number = await tx.inbox.add_handled(CHANNEL, event_id, who, incoming.as_dict(), now)
        if number is None:
            return None
        return await desk_context(tx, self.catalogs, member, now, number)

    async def end_act(
        self, ctx: RequestContext
    ) -> tuple[tuple[ComposedMessage, ...], tuple[GeneratedFile, ...], tuple[str, ...]]:
        """Queue what others are told; what the page is told, its files, and its codes."""
        await tell_people(ctx, self.speaker)
        words = _words_of(ctx.replies)
        files = tuple(one for one in ctx.replies if isinstance(one, GeneratedFile))
        composed = compose_message(words, self.wording, LIMITS, 0) if words else []
        messages = [await _with_names(ctx.tx, one) for one in composed]
        return tuple(messages), files, tuple(one.code for one in words)


async def _with_names(tx: Transaction, message: ComposedMessage) -> ComposedMessage:
    """The message with the names of the people whom it speaks of: it is shown at once."""
    labels = [button.label for row in message.buttons for button in row]
    texts = [span.text for span in message.spans]
    told = iter(await tx.mentions.in_texts([*texts, *labels]))
    spans = tuple(replace(span, text=next(told)) for span in message.spans)
    rows = tuple(
        tuple(replace(button, label=next(told)) for button in row) for row in message.buttons
    )
    return replace(message, spans=spans, buttons=rows)


class _UndoneError(Exception):
    """A work was refused: what it has written goes with the transaction."""


def _words_of(replies: Sequence[object]) -> list[Reply]:
    found = (one.reply if isinstance(one, GeneratedFile) else one for one in replies)
    return [one for one in found if isinstance(one, Reply)]


async def desk_context(
    tx: Transaction, catalogs: Catalogs, member: int, now: datetime, event: int | None = None
) -> RequestContext:
    """The context in which a page of this member is read, or an act of theirs is done."""
    grants, current = await tx.roles.of_member(member), await tx.members.report_of(member)
    ctx = RequestContext(tx, catalogs, member, grants, CHANNEL, event, now, current)
    ctx.sender = ctx.conversation = visit_of(member)
    ctx.beside = True
    return ctx
