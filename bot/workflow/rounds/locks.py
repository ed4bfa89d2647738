"""Closing reports and rounds to changes, and opening them again."""

from __future__ import annotations

from bot.workflow.context import (
    Buttons,
    DeniedError,
    RequestContext,
    RequestRejectedError,
    name_report,
    people_of,
    shorten_list,
)
from bot.workflow.form_lookup import read_words
from bot.workflow.interaction.confirmation import confirm_request
from bot.workflow.lookup import find_report, is_locked, is_unlocked
from bot.workflow.reachability import announce_reports
from bot.workflow.round_lookup import find_round, named_round
from bot.workflow.rounds.commands import MOST
from conversations.dialog.prompts.keyboard import make_button
from conversations.reports.lifecycle import EDITABLE
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.review_requests import Lock
from storage.workflow.rounds import Round


async def lock_reports(ctx: RequestContext, request: Lock) -> None:
    """Close a report, or a whole round, to changes; or open it again."""
    if request.report is not None:
        await _lock_report(ctx, request, request.report)
    elif request.round is not None:
        await _lock_round(ctx, request)
    else:
        raise DeniedError


async def _lock_report(ctx: RequestContext, request: Lock, number: int) -> None:
    unit, report, _ = await ctx.report(Permission.LOCK, number)
    locked = request.locked
    data = name_report(unit, report) | {"locked": locked}
    of = await ctx.tx.rounds.of_report(number)
    if of.locked:
        way: Buttons = ()
        if of.unit is not None and await ctx.may(Permission.LOCK, of.unit):
            way = ((make_button("unlock.round", Lock(round=of.id, locked=False)),),)
        raise RequestRejectedError("lock.whole_round", way, **data)
    if report.closed == locked:
        raise RequestRejectedError("lock.already", **data)
    button = "lock.one" if locked else "unlock.one"
    asked = data | {"units": 1, "missing": 0}
    if not await confirm_request(ctx, request, "lock.ask", button, asked):
        return
    await ctx.tx.rounds.lock_report(ctx.audit_context(number), number, locked=locked)
    ctx.say("lock.done", **data, still=0, away=[], more=0)
    persons = await people_of(ctx.tx, unit.id, Role.OFFICER)
    ctx.tell_all(persons, "notice.locked", **data)
    await ctx.look_again([one.id for one in persons])


async def _lock_round(ctx: RequestContext, request: Lock) -> None:
    """Ask whether the member is sure; then close the round, or open it."""
    assert request.round is not None  # noqa: S101 - it is about a round
    number, locked = request.round, request.locked
    found, _ = await find_round(ctx, Permission.LOCK, number)
    if found.unit is None:
        raise DeniedError
    await ctx.check(Permission.LOCK, found.unit)
    data = {"unit": "", "period": found.period_name, "locked": locked}
    if found.locked == locked:
        raise RequestRejectedError("lock.already", **data)
    rows = await ctx.tx.boards.list_rows(number, found.unit)
    button = "lock.sure" if locked else "unlock.sure"
    missing = sum(row.state == ReportState.DRAFT for row in rows)
    asked = data | {"units": len(rows), "missing": missing}
    if not await confirm_request(ctx, request, "lock.ask", button, asked):
        return
    await ctx.tx.rounds.lock(ctx.audit_context(), number, locked=locked)
    alone = {row.unit for row in rows if row.locked_at is not None}
    # Who has handed in has nothing to change and is spared.
    spared = {row.unit for row in rows if row.state not in EDITABLE} | alone
    reports = {row.unit: row.report for row in rows if row.unit not in spared}
    officers, reached = await announce_reports(ctx, "notice.locked", reports, brief=False)
    await ctx.look_again([one.id for one in officers])
    silent = {one.unit for one in officers} - {one.unit for one in reached}
    away, more = shorten_list([row.short_name for row in rows if row.unit in silent], MOST)
    ctx.say("lock.done", **data, still=0 if locked else len(alone), away=away, more=more)


async def typed_lock_round(ctx: RequestContext, argument: str, *, locked: bool = True) -> None:
    """A whole round: of the period that is named, or of the newest that can be locked."""

    def lock(found: Round, _: int) -> Lock:
        return Lock(round=found.id, locked=locked)

    found, top, _ = await named_round(ctx, Permission.LOCK, argument, locked=not locked, to=lock)
    await lock_reports(ctx, lock(found, top))


async def typed_lock(ctx: RequestContext, argument: str, *, locked: bool) -> None:
    """`khóa sổ STC`: the report of one unit; `khóa sổ quý I/2026`: a whole round."""
    if not argument.strip():
        raise RequestRejectedError("lock.how", locked=locked)
    named = read_words(ctx, argument)
    if not named.is_any and not named.rest:
        await typed_lock_round(ctx, argument, locked=locked)
        return
    number = await find_report(ctx, Permission.LOCK, argument, is_unlocked if locked else is_locked)
    await lock_reports(ctx, Lock(report=number, locked=locked))
