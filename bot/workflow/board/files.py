"""The board as a picture of units by sections, and as a workbook of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.workflow.board.rows import board_line, read_board
from bot.workflow.context import RequestContext
from bot.workflow.reachability import is_reached
from bot.workflow.round_lookup import named_round
from bot.workflow.words import name_state
from conversations.calendar.dates import local_day, print_day
from conversations.forms.model import Form
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_status import asked_by_section
from conversations.workflow.round_requests import GetBoardFile
from storage.workflow.boards import BoardRow
from storage.workflow.roles import Person
from storage.workflow.rounds import Round
from templates.documents.charts.heat_map import heat_map
from templates.documents.excel.workbook import ListSheet, write_workbook

IN_PICTURE = 60  # units of one picture


async def board_file(ctx: RequestContext, request: GetBoardFile) -> None:
    """The board as a picture of units by sections, or as a workbook of all of them."""
    board = await read_board(ctx, Permission.BOARD, request)
    form, rows = board.form, board.shown
    name = f"Bang-theo-doi_{form.key.upper()}_{local_day(ctx.now):%Y%m%d}"
    data = {"period": board.round.period_name, "units": len(rows), "most": IN_PICTURE}
    if request.kind == "picture":
        lines = [board_line(form, row, n, ctx) for n, row in enumerate(rows[:IN_PICTURE], 1)]
        title = f"{board.round.period_name} · {print_day(ctx.now)}"
        sections = tuple(form.section_tag(one.key) for one in form.sections)
        make = partial(heat_map, title, sections, lines)
        ctx.give_file(f"{name}.png", make, "board.picture", **data)
        return
    people = await ctx.tx.roles.people_of([row.unit for row in rows], Role.OFFICER, Role.REVIEWER)
    sheet = _sheet(form, rows, people, ctx)
    ctx.give_file(f"{name}.xlsx", partial(write_workbook, (sheet,)), "board.workbook", **data)


_HEAD = ("TT", "Đơn vị", "Tên tắt", "Loại", "Trạng thái", "Hạn nộp", "Số ngày trễ", "Nộp muộn")
_TAIL = ("Đã trả lời", "Lần nộp", "Khóa", "Cán bộ", "Lãnh đạo", "Liên hệ được")


def _sheet(
    form: Form, rows: Sequence[BoardRow], persons: Sequence[Person], ctx: RequestContext
) -> ListSheet:
    """One line a unit: state, dates, how full each section is, and who answers for it."""
    kinds = ctx.catalogs.calendars
    of: dict[int, list[Person]] = {}
    for person in persons:
        of.setdefault(person.unit, []).append(person)
    cells = []
    for number, row in enumerate(rows, 1):
        line = board_line(form, row, number, ctx)
        here = of.get(row.unit, [])
        officers = [one for one in here if one.role == Role.OFFICER]
        filled = row.filled or {}
        cells.append(
            (
                *(number, row.name, row.short_name, kinds.kind_name(row.kind)),
                name_state("board.state", line["show"]),
                print_day(row.due_at) if row.due_at else "",
                *(line["days"], "x" if row.late else ""),
                *(filled.get(one.key, 0) for one in form.sections),
                *(line["filled"], row.version, "x" if line["locked"] else ""),
                ", ".join(one.name for one in officers),
                ", ".join(one.name for one in here if one.role == Role.REVIEWER),
                "x" if any(map(is_reached, officers)) else "",
            )
        )
    sections = [f"{form.section_tag(key)} (/{n})" for key, n in asked_by_section(form).items()]
    widths = (5, 40, 20, 16, 12, 12, 8, 8, *(8 for _ in sections), 10, 8, 6, 30, 30, 10)
    return ListSheet("Theo dõi", (*_HEAD, *sections, *_TAIL), cells, widths, frozen=3)


def _picture_of(found: Round, top: int) -> GetBoardFile:
    return GetBoardFile(round=found.id, unit=top, kind="picture")


async def typed_picture(ctx: RequestContext, argument: str) -> None:
    found, top, _ = await named_round(
        ctx, Permission.BOARD, argument, unit_only=True, to=_picture_of
    )
    await board_file(ctx, _picture_of(found, top))
