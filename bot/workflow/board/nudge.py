"""Reminding by hand those who have not handed in, and whom to call first."""

from __future__ import annotations

from datetime import timedelta

from bot.workflow.board.board import (
    OWING,
    board_line,
    filter_reachable,
    filter_rows,
    number_button,
)
from bot.workflow.board.filters import narrow_rows
from bot.workflow.context import RequestContext, RequestRejectedError, deferred_until
from bot.workflow.home import meters_of
from bot.workflow.round_lookup import find_round, named_round
from conversations.dialog.prompts.keyboard import make_button
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import next_decent
from conversations.workflow.report_status import report_status
from conversations.workflow.requests import BoardFilter, CallFirst, Nudge

FIRST = 8  # units that are to be called first
PAUSE = timedelta(hours=1)  # between two reminders of the same units by hand


async def nudge_units(visit: RequestContext, request: Nudge) -> None:
    """Remind the officers of the units that the board shows, soon, but not at night; not twice
    within an hour."""
    found, root = await find_round(visit, Right.REMIND, request.round, request.unit)
    if found.locked:
        raise RequestRejectedError("nudge.locked", period=found.period.name)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    everyone = await visit.tx.rounds.board(found.id, root)
    rows = narrow_rows(form, everyone, request.only, request.section)
    rows = await filter_rows(visit, rows, request.show)
    rows = [row for row in rows if report_status(row.state, row.due_at, visit.now) in OWING]
    rows = [row for row in rows if row.locked_at is None]
    if not rows:
        visit.say("nudge.nobody")
        return
    recent = await visit.tx.rounds.nudged_since(found.id, visit.now - PAUSE)
    due = [row for row in rows if row.report not in recent]
    if not due:
        visit.say("nudge.again", units=len(rows), minutes=int(PAUSE.total_seconds() // 60))
        return
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        yes = make_button("nudge.sure", sure, count=len(due))
        names = [row.short_name for row in due]
        data = {"units": len(due), "names": names[:FIRST], "more": max(0, len(due) - FIRST)}
        visit.say("nudge.ask", ((yes,),), **data, at=deferred_until(visit.now))
        return
    officers = await visit.tx.roles.people_of([row.unit for row in due], Role.OFFICER)
    reports = {row.unit: row.report for row in due}
    when = next_decent(visit.now)
    reached = await filter_reachable(visit.tx, visit.books, officers, when)
    whom = [(one.id, reports[one.unit]) for one in reached]
    await visit.tx.broadcasts.add("notice.nudge", whom, visit.now)
    told = {report for _, report in whom}
    away = [row.short_name for row in due if row.report not in told]
    await visit.tx.rounds.mark_nudged(visit.deed(), found.id, sorted(told))
    visit.say(
        "nudge.done",
        units=len(told),
        people=len(whom),
        at=deferred_until(visit.now),
        away=away[:FIRST],
        more=max(0, len(away) - FIRST),
        meters=await meters_of(visit),
    )


async def call_first(visit: RequestContext, request: CallFirst) -> None:
    """The late ones with the most to do, and who answers there: those to be called first."""
    found, root = await find_round(visit, Right.BOARD, request.round, request.unit)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    board_rows = await visit.tx.rounds.board(found.id, root)
    rows = (await filter_rows(visit, board_rows, BoardFilter.OPEN))[:FIRST]
    persons = await visit.tx.roles.people_of(
        [row.unit for row in rows], Role.OFFICER, Role.REVIEWER
    )
    reached = await filter_reachable(visit.tx, visit.books, persons, visit.now)
    invited = await visit.tx.invitations.list_open([row.unit for row in rows], visit.now)
    lines = [
        board_line(form, row, number, visit)
        | {
            "invited": [
                {"name": one.person or "", "role": one.role}
                for one in invited
                if one.org_unit == row.unit and one.role in (Role.OFFICER, Role.REVIEWER)
            ],
            "people": [
                {
                    "name": one.name,
                    "role": one.role,
                    "came": one.channel is not None,
                    "reached": one in reached,
                }
                for one in persons
                if one.unit == row.unit
            ],
        }
        for number, row in enumerate(rows, 1)
    ]
    buttons = tuple(number_button(row, number) for number, row in enumerate(rows, 1))
    visit.say("call_first", (buttons,) if buttons else (), period=found.period.name, lines=lines)


async def typed_nudge(visit: RequestContext, argument: str) -> None:
    """Everybody who has not handed in yet: `đôn đốc`, `đôn đốc quý I/2026 TX 1`."""
    found, top, _ = await named_round(visit, Right.REMIND, argument, unit_only=True)
    await nudge_units(visit, Nudge(round=found.id, unit=top, show=BoardFilter.OPEN, sure=True))


async def typed_call(visit: RequestContext, argument: str) -> None:
    found, top, _ = await named_round(visit, Right.BOARD, argument, unit_only=True)
    await call_first(visit, CallFirst(round=found.id, unit=top))
