"""The board as a picture of units by sections, and as a workbook of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.files.generated_file import GeneratedFile
from bot.workflow.board.board import board_line, filter_rows, is_reached
from bot.workflow.board.filters import narrow_rows
from bot.workflow.context import RequestContext
from bot.workflow.round_lookup import find_round, named_round
from conversations.calendar.dates import local_day, print_day
from conversations.forms.model import Form
from conversations.protocol.messages import Reply
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.requests import BoardFilter, GetBoardFile
from storage.core.records import BoardRow, Person
from templates.documents.charts.heat_map import heat_map
from templates.documents.excel.workbook import ListSheet, write_workbook

IN_PICTURE = 60  # units of one picture


async def board_file(visit: RequestContext, request: GetBoardFile) -> None:
    """The board as a picture of units by sections, or as a workbook of all of them."""
    found, root = await find_round(visit, Right.BOARD, request.round, request.unit)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    everyone = await visit.tx.rounds.board(found.id, root)
    rows = narrow_rows(form, everyone, request.only, request.section)
    rows = await filter_rows(visit, rows, request.show)
    name = f"Bang-theo-doi_{form.key.upper()}_{local_day(visit.now):%Y%m%d}"
    data = {"period": found.period.name, "units": len(rows), "most": IN_PICTURE}
    if request.kind == "picture":
        lines = [board_line(form, row, n, visit) for n, row in enumerate(rows[:IN_PICTURE], 1)]
        title = f"{found.period.name} · {print_day(visit.now)}"
        sections = tuple(one.stt for one in form.sections)
        make = partial(heat_map, title, sections, lines)
        reply = Reply(code="board.picture", data=data)
        visit.replies.append(GeneratedFile(f"{name}.png", make, reply))
        return
    people = await visit.tx.roles.people_of([row.unit for row in rows], Role.OFFICER, Role.REVIEWER)
    sheet = _sheet(form, rows, people, visit)
    reply = Reply(code="board.workbook", data=data)
    visit.replies.append(GeneratedFile(f"{name}.xlsx", partial(write_workbook, (sheet,)), reply))


_STATES = {
    BoardFilter.LATE: "Trễ hạn",
    BoardFilter.OPEN: "Chưa nộp",
    BoardFilter.REVIEW: "Chờ duyệt",
    BoardFilter.RETURNED: "Trả lại",
    BoardFilter.CORRECTING: "Đính chính",
    BoardFilter.APPROVED: "Đã duyệt",
}
_HEAD = ("TT", "Đơn vị", "Tên tắt", "Loại", "Trạng thái", "Hạn nộp", "Số ngày trễ", "Nộp muộn")
_TAIL = ("Đã trả lời", "Lần nộp", "Khóa", "Cán bộ", "Lãnh đạo", "Liên hệ được")


def _sheet(
    form: Form, rows: Sequence[BoardRow], persons: Sequence[Person], visit: RequestContext
) -> ListSheet:
    """One line a unit: state, dates, how full each section is, and who answers for it."""
    kinds = visit.books.calendars
    of: dict[int, list[Person]] = {}
    for person in persons:
        of.setdefault(person.unit, []).append(person)
    cells = []
    for number, row in enumerate(rows, 1):
        line = board_line(form, row, number, visit)
        here = of.get(row.unit, [])
        officers = [one for one in here if one.role == Role.OFFICER]
        filled = row.filled or {}
        cells.append(
            (
                *(number, row.name, row.short_name, kinds.kind_name(row.kind)),
                _STATES[BoardFilter(line["show"])],
                print_day(row.due_at) if row.due_at else "",
                *(line["days"], "x" if row.late else ""),
                *(filled.get(one.key, 0) for one in form.sections),
                *(line["filled"], row.version, "x" if line["locked"] else ""),
                ", ".join(one.name for one in officers),
                ", ".join(one.name for one in here if one.role == Role.REVIEWER),
                "x" if any(map(is_reached, officers)) else "",
            )
        )
    sections = [f"{one.stt} (/{len(form.asked_by_heading[one.key])})" for one in form.sections]
    widths = (5, 40, 20, 16, 12, 12, 8, 8, *(8 for _ in sections), 10, 8, 6, 30, 30, 10)
    return ListSheet("Theo dõi", (*_HEAD, *sections, *_TAIL), cells, widths, frozen=3)


async def typed_picture(visit: RequestContext, argument: str) -> None:
    found, top, _ = await named_round(visit, Right.BOARD, argument, unit_only=True)
    await board_file(visit, GetBoardFile(round=found.id, unit=top, kind="picture"))
