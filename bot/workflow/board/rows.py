"""The rows of a board: which are shown, in which order, and what a line says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.workflow.board.filters import narrow_rows
from bot.workflow.context import RequestContext
from bot.workflow.reachability import filter_reachable
from bot.workflow.round_lookup import find_round
from conversations.calendar.dates import local_day, print_weekday
from conversations.forms.model import Form
from conversations.protocol.messages import Button
from conversations.reports.lifecycle import FILED, ReportState
from conversations.text.collation import collation_key
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_requests import LookInto
from conversations.workflow.report_status import (
    ORDER,
    asked_in_all,
    is_late,
    report_status,
    section_progress,
)
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.round_requests import GetBoardFile, Nudge, ShowBoard
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round

OWING = (BoardFilter.LATE, BoardFilter.OPEN, BoardFilter.RETURNED)


@dataclass(frozen=True, slots=True)
class SeenBoard:
    """A round as it is seen from the unit `root`: `everyone` below it, those `of_kind` that is
    asked for, and of these the ones `shown`, the worst first."""

    round: Round
    root: int
    form: Form
    everyone: Sequence[BoardRow]
    of_kind: Sequence[BoardRow]
    shown: Sequence[BoardRow]


async def read_board(
    ctx: RequestContext, right: Permission, request: ShowBoard | GetBoardFile | Nudge
) -> SeenBoard:
    """The board that is asked for; errors as of `find_round`."""
    found, root = await find_round(ctx, right, request.round, request.unit)
    form = ctx.form_of(found)
    everyone = await ctx.tx.boards.list_rows(found.id, root)
    of_kind = narrow_rows(form, everyone, request.only, None)
    behind = narrow_rows(form, of_kind, None, request.section)
    shown = await _filter_rows(ctx, behind, request.show)
    return SeenBoard(found, root, form, everyone, of_kind, shown)


def due_lines(ctx: RequestContext, due: Mapping[str, date]) -> list[dict[str, Any]]:
    """The due day of each kind of unit, and how many working days are left."""
    days, today = ctx.catalogs.calendars.days, local_day(ctx.now)
    return [
        {
            "kind": ctx.catalogs.calendars.kind_name(kind),
            "day": print_weekday(day),
            "left": days.between(today, day),
        }
        for kind, day in due.items()
    ]


def is_owing(row: BoardRow, now: datetime) -> bool:
    """Whether the unit has still to hand in."""
    return report_status(row.state, row.due_at, now) in OWING


def board_line(form: Form, row: BoardRow, number: int, ctx: RequestContext) -> dict[str, Any]:
    """One unit as the board shows it. How full the sections are is told of what is still to be
    handed in: a blank is no fault of what was."""
    filled = row.filled or {}
    late = is_late(row.state, row.due_at, ctx.now)
    days = ctx.catalogs.calendars.days
    due = local_day(row.due_at) if row.due_at else None
    filed = ReportState(row.state) in FILED
    return {
        "n": number,
        "unit": row.short_name,
        "show": report_status(row.state, row.due_at, ctx.now).value,
        "filled": sum(filled.values()),
        "total": asked_in_all(form),
        "fills": [] if filed else [one.value for one in section_progress(form, filled)],
        "answered": [filled.get(one.key, 0) for one in form.sections],
        "days": days.between(due, local_day(ctx.now)) if late and due else 0,
        "was_late": row.late,
        "locked": row.locked_at is not None,
    }


async def _filter_rows(
    ctx: RequestContext, rows: Sequence[BoardRow], show: BoardFilter
) -> list[BoardRow]:
    """Those of the rows that are asked for: the worst first."""
    if show is BoardFilter.AWAY:
        away = await _find_unreached(ctx, [row.unit for row in rows])
        rows = [row for row in rows if row.unit in away]
    elif show is BoardFilter.OPEN:
        rows = [row for row in rows if is_owing(row, ctx.now)]
    elif show is not BoardFilter.ALL:
        rows = [row for row in rows if report_status(row.state, row.due_at, ctx.now) is show]
    return sorted(rows, key=lambda row: _rank(row, ctx))


def _rank(row: BoardRow, ctx: RequestContext) -> tuple[Any, ...]:
    shown = report_status(row.state, row.due_at, ctx.now)
    due = row.due_at.timestamp() if row.due_at else 0
    return (
        ORDER.index(shown),
        due,
        sum((row.filled or {}).values()),
        *map(collation_key, (row.name, row.short_name)),
    )


async def _find_unreached(ctx: RequestContext, units: Sequence[int]) -> set[int]:
    """The units of which no officer can be written to."""
    officers = await ctx.tx.roles.people_of(units, Role.OFFICER)
    found = await filter_reachable(ctx.tx, ctx.catalogs, officers, ctx.now)
    return {*units} - {one.unit for one in found}


def number_button(row: BoardRow, number: int) -> Button:
    """Opens a unit's report. Where there are no buttons a typed number is an answer, never this."""
    look = LookInto(report=row.report)
    return Button(code="button.number", data={"n": number}, action=look, typed=False)
