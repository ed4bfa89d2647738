"""Writing cells of a report from its sheet, with all that follows from it as in the chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from bot.dispatch.report_step import OpenReport, keep_changes, open_desk, tell_who_asked
from bot.workflow.context import DeniedError, RequestContext
from conversations.answers.values import BLANK, Answer
from conversations.dialog.cells.cell_undo import put_back
from conversations.dialog.cells.cell_writer import write_cells
from conversations.dialog.cells.entries import CellEntry, EarlierAnswer, EarlierReason, WrittenCells
from conversations.protocol.messages import Reply
from conversations.reports.model import Reason
from storage.history.entries import HistoryEntry
from storage.tables.types import MOST_ROWS

Read = Callable[[RequestContext, OpenReport], WrittenCells]


async def open_for(ctx: RequestContext, report_id: int) -> OpenReport:
    """The report as this member may work on it; DeniedError when they may not, LookupError when
    there is none."""
    if report_id > MOST_ROWS:
        raise LookupError
    found = await open_desk(ctx, report_id)
    if found is None:
        raise DeniedError
    return found


async def write_entries(ctx: RequestContext, open_report: OpenReport, read: Read) -> WrittenCells:
    """Write what can be written of what is read; what became of each entry."""
    return await _keep(ctx, open_report, read(ctx, open_report))


def read_entries(
    ctx: RequestContext,
    open_report: OpenReport,
    entries: Sequence[CellEntry],
    guarded: AbstractContextManager[object] = nullcontext(),  # noqa: B008 - does nothing
) -> WrittenCells:
    """What the entries would come to, and nothing written; within the time of `guarded`."""
    form, report, days = open_report.form, open_report.report, ctx.catalogs.calendars.days
    with guarded:
        return write_cells(form, report, entries, now=ctx.now, calendar=days)


async def take_back_act(
    ctx: RequestContext, open_report: OpenReport, event_id: str
) -> WrittenCells:
    """Put back what stood before this act of the member wrote it, where nobody wrote it since."""
    entries = await ctx.tx.audit_log.of_act(open_report.report_id, ctx.channel, event_id)
    mine = [one for one in entries if one.member == ctx.member]
    form, report = open_report.form, open_report.report
    answers = [_earlier_answer(one) for one in mine if one.subject.startswith("answer:")]
    known = [one for one in answers if _is_written_by_hand(open_report, one.key)]
    reasons = [_earlier_reason(one) for one in mine if one.subject.startswith("reason:")]
    days = ctx.catalogs.calendars.days
    done = put_back(form, report, known, reasons, now=ctx.now, calendar=days)
    return await _keep(ctx, open_report, done)


def _is_written_by_hand(open_report: OpenReport, key: str) -> bool:
    try:
        return open_report.form.row(key).computed is None
    except KeyError:
        return False


def _earlier_answer(entry: HistoryEntry) -> EarlierAnswer:
    before = Answer.model_validate(entry.old) if entry.old is not None else BLANK
    return EarlierAnswer(entry.key, entry.revision, before)


def _earlier_reason(entry: HistoryEntry) -> EarlierReason:
    return EarlierReason(entry.key, _reason(entry.new), _reason(entry.old))


def _reason(said: Mapping[str, Any] | None) -> Reason:
    return Reason.model_validate(said) if said is not None else Reason(text="", operands="")


async def _keep(ctx: RequestContext, open_report: OpenReport, done: WrittenCells) -> WrittenCells:
    if not done.changes:
        return done
    await keep_changes(ctx, open_report, done.changes, done.report)
    if open_report.asked:
        told = await tell_who_asked(ctx, open_report, done.report)
        if told:
            ctx.replies.append(Reply(code="answered.told", data={"told": told}))
    return done
