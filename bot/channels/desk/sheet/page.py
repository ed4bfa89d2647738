"""The page of a sheet, and what stands around its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.sheet.patches import counts_patch
from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from conversations.desk.sheet import RowFlag, SheetTable
from conversations.forms.header_grid import Head
from conversations.workflow.report_status import is_late

SHEET_POLICY = f"{FORMS_POLICY}; frame-src 'self'"  # the chat beside it
FILTERS = {
    RowFlag.BLANK: "Trống",
    RowFlag.WARNED: "Cảnh báo",
    RowFlag.CHANGED: "Thay đổi",
    RowFlag.RETURNED: "Bị trả lại",
    RowFlag.MINE: "Của tôi",
}


@dataclass(frozen=True, slots=True)
class SheetHeadLine:
    """One line of the head of a wide table: its heads, and whether it is the first."""

    first: bool
    heads: tuple[Head, ...]


async def show_sheet(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The sheet of a report that the person works on."""
    number = int(request.path_params["report"])
    async with desk.reading(person) as ctx:
        view = await read_view(ctx, number)
        versions = await ctx.tx.issued_files.versions_of(number)
        now = ctx.now
    shown = _shown(view, now, person) | {"versions": versions}
    return render("sheet.html", person, policy=SHEET_POLICY, **shown)


def _shown(view: SheetView, now: datetime, person: DeskPerson) -> dict[str, Any]:
    report = view.at.report
    return {
        "new_event": lambda: str(uuid4()),
        "here": "",
        "number": view.at.report_id,
        "view": view,
        "report": report,
        "sheet": view.sheet,
        "counts": counts_patch(view.sheet.counts),
        "filters": [(flag.value, name) for flag, name in FILTERS.items()],
        "late": is_late(report.state.value, report.due, now),
        "form_name": view.at.whole.name or view.at.whole.title,
        "lines_of": head_lines,
        "numbers_of": head_numbers,
        "own_chat": person.current == view.at.report_id,
    }


def head_lines(table: SheetTable) -> list[SheetHeadLine]:
    """The lines of a wide table's head, over its columns of answers alone."""
    grid = table.heads
    if grid is None:
        return []
    first = table.stubs
    last = first + len(table.columns)
    own = [head for head in grid.heads if first <= head.column < last]
    lines = [tuple(head for head in own if head.line == at) for at in range(grid.depth)]
    return [SheetHeadLine(at == 0, heads) for at, heads in enumerate(lines)]


def head_numbers(table: SheetTable) -> tuple[str, ...]:
    """The printed numbers of its columns of answers, if there are any."""
    if table.heads is None or not table.heads.numbers:
        return ()
    first = table.stubs
    return table.heads.numbers[first : first + len(table.columns)]
