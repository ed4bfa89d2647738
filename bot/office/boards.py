"""The coordinator's board: one message, edited in place, and the same as picture and workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

from bot.office.home import take_up_button
from bot.office.visit import Buttons, DeniedError, Paper, UnclearError, Visit
from conversations.buttons import button
from conversations.dates import local_day, print_day
from conversations.form import Form
from conversations.messages import Button, Reply
from conversations.office.requests import (
    Board,
    BoardFile,
    CallFirst,
    Lock,
    Look,
    Nudge,
    Show,
    Total,
)
from conversations.office.standing import ORDER, fills, is_late, standing
from conversations.rights import Deed as Right
from conversations.rights import Role
from storage.records import BoardRow, Person, Round
from templates.documents.heat_map import heat_map
from templates.documents.workbook import Sheet, workbook

PAGE = 10
FIRST = 8  # units that are to be called first
IN_PICTURE = 60  # units of one picture
PAUSE = timedelta(hours=1)  # between two reminders of the same units by hand
_SHOWN = (Show.ALL, Show.LATE, Show.OPEN, Show.REVIEW, Show.RETURNED, Show.APPROVED, Show.AWAY)


async def find_round(visit: Visit, right: Right, number: int | None) -> tuple[Round, int]:
    """The round, the newest that the member may see when none is named, and the top of the
    part of it that he may see."""
    roots = visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR)
    for root in roots:
        if not await visit.may(right, root):
            continue
        rounds = await visit.tx.rounds_under(root)
        found = [one for one in rounds if number in (None, one.id)]
        if found:
            return found[0], root
    if number is None and roots:
        raise UnclearError("board.none")
    raise DeniedError


async def board(visit: Visit, request: Board) -> None:
    """The units of the round by state, the late ones first, some at a time."""
    found, root = await find_round(visit, Right.BOARD, request.round)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    rows = await visit.tx.board(found.id, root)
    shown = await filtered(visit, rows, request.show)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(request.page, 0), pages - 1)
    counts = Counter(standing(row.state, row.due_at, visit.now) for row in rows)
    here = shown[page * PAGE :][:PAGE]
    lines = [_line(form, row, n, visit) for n, row in enumerate(here, page * PAGE + 1)]
    visit.replaces = True
    visit.say(
        "board",
        _buttons(found, request.show, (page, pages), here, _still_owing(visit, shown)),
        form=form.title,
        period=found.period.name,
        due=_due(visit, found),
        units=len(rows),
        counts={show.value: counts[show] for show in ORDER},
        show=request.show.value,
        shown=len(shown),
        lines=lines,
        page=page + 1,
        pages=pages,
        locked=found.locked,
        now=local_day(visit.now).strftime("%d/%m/%Y"),
    )


def _due(visit: Visit, found: Round) -> list[dict[str, Any]]:
    days = visit.books.calendars.days
    today = local_day(visit.now)
    return [
        {
            "kind": visit.books.calendars.kind_name(kind),
            "day": print_day(day),
            "left": days.between(today, day),
        }
        for kind, day in found.due.items()
    ]


def _line(form: Form, row: BoardRow, number: int, visit: Visit) -> dict[str, Any]:
    filled = row.filled or {}
    late = is_late(row.state, row.due_at, visit.now)
    days = visit.books.calendars.days
    due = local_day(row.due_at) if row.due_at else None
    return {
        "n": number,
        "unit": row.short_name,
        "show": standing(row.state, row.due_at, visit.now).value,
        "filled": sum(filled.values()),
        "total": len(form.order),
        "fills": [one.value for one in fills(form, filled)],
        "days": days.between(due, local_day(visit.now)) if late and due else 0,
        "was_late": row.late,
        "locked": row.locked_at is not None,
    }


async def filtered(visit: Visit, rows: Sequence[BoardRow], show: Show) -> list[BoardRow]:
    """Those of the rows that are asked for: the worst first."""
    if show is Show.AWAY:
        away = await unreached(visit, [row.unit for row in rows])
        rows = [row for row in rows if row.unit in away]
    elif show is Show.OPEN:
        rows = [row for row in rows if standing(row.state, row.due_at, visit.now) in _OPEN]
    elif show is not Show.ALL:
        rows = [row for row in rows if standing(row.state, row.due_at, visit.now) is show]
    return sorted(rows, key=lambda row: _rank(row, visit))


_OPEN = (Show.LATE, Show.OPEN, Show.RETURNED)


def _rank(row: BoardRow, visit: Visit) -> tuple[Any, ...]:
    shown = standing(row.state, row.due_at, visit.now)
    due = row.due_at.timestamp() if row.due_at else 0
    return (ORDER.index(shown), due, sum((row.filled or {}).values()), row.name, row.report)


async def unreached(visit: Visit, units: Sequence[int]) -> set[int]:
    """The units of which no officer can be written to."""
    officers = await visit.tx.people_of(units, Role.OFFICER)
    return {*units} - {one.unit for one in officers if is_reached(one)}


def is_reached(person: Person) -> bool:
    """Whether the person came to the bot, and has not shut it out since."""
    return person.channel is not None and person.unreachable_since is None


def _still_owing(visit: Visit, rows: Sequence[BoardRow]) -> int:
    return sum(standing(row.state, row.due_at, visit.now) in _OPEN for row in rows)


def _buttons(
    found: Round, show: Show, at: tuple[int, int], here: Sequence[BoardRow], owing: int
) -> Buttons:
    """Few rows, short words: the keyboard must leave room for the board."""
    page, pages = at
    numbers = count(page * PAGE + 1)
    units = [_number(row, next(numbers)) for row in here]
    filters = [
        button(f"show.{one.value}", Board(round=found.id, show=one))
        for one in _SHOWN
        if one is not show
    ]
    turn: list[Button] = []
    if page > 0:
        turn.append(button("newer", Board(round=found.id, show=show, page=page - 1)))
    turn.append(button("board.again", Board(round=found.id, show=show, page=page)))
    if page + 1 < pages:
        turn.append(button("older", Board(round=found.id, show=show, page=page + 1)))
    if owing:
        turn.append(button("nudge", Nudge(round=found.id, show=show), count=owing))
    lock = "unlock" if found.locked else "lock"
    more = [
        button("call_first", CallFirst(round=found.id)),
        button("total", Total(round=found.id)),
        button("board.picture", BoardFile(round=found.id, kind="picture", show=show)),
        button("board.workbook", BoardFile(round=found.id, kind="workbook", show=show)),
        button(f"{lock}.round", Lock(round=found.id, locked=not found.locked)),
    ]
    rows = (units[:5], units[5:], filters[:3], filters[3:], turn, more[:3], more[3:])
    return tuple(tuple(row) for row in rows if row)


def _number(row: BoardRow, number: int) -> Button:
    """Opens a unit's report. Where there are no buttons a typed number is an answer, never this."""
    look = Look(report=row.report)
    return Button(code="button.number", data={"n": number}, action=look, typed=False)


async def board_file(visit: Visit, request: BoardFile) -> None:
    """The board as a picture of units by sections, or as a workbook of all of them."""
    found, root = await find_round(visit, Right.BOARD, request.round)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    rows = await filtered(visit, await visit.tx.board(found.id, root), request.show)
    name = f"Bang-theo-doi_{form.key.upper()}_{local_day(visit.now):%Y%m%d}"
    data = {"period": found.period.name, "units": len(rows), "most": IN_PICTURE}
    if request.kind == "picture":
        lines = [_line(form, row, n, visit) for n, row in enumerate(rows[:IN_PICTURE], 1)]
        title = f"{found.period.name} · {print_day(visit.now)}"
        sections = tuple(one.stt for one in form.sections)
        make = partial(heat_map, title, sections, lines)
        reply = Reply(code="board.picture", data=data)
        visit.replies.append(Paper(f"{name}.png", make, reply))
        return
    people = await visit.tx.people_of([row.unit for row in rows], Role.OFFICER, Role.REVIEWER)
    sheet = _sheet(form, rows, people, visit)
    reply = Reply(code="board.workbook", data=data)
    visit.replies.append(Paper(f"{name}.xlsx", partial(workbook, (sheet,)), reply))


_STATES = {
    Show.LATE: "Trễ hạn",
    Show.OPEN: "Chưa nộp",
    Show.REVIEW: "Chờ duyệt",
    Show.RETURNED: "Trả lại",
    Show.APPROVED: "Đã duyệt",
}
_HEAD = ("TT", "Đơn vị", "Tên tắt", "Loại", "Trạng thái", "Hạn nộp", "Số ngày trễ", "Nộp muộn")
_TAIL = ("Đã trả lời", "Lần nộp", "Khóa", "Cán bộ", "Lãnh đạo", "Liên hệ được")


def _sheet(form: Form, rows: Sequence[BoardRow], persons: Sequence[Person], visit: Visit) -> Sheet:
    """One line a unit: state, dates, how full each section is, and who answers for it."""
    kinds = visit.books.calendars
    of: dict[int, list[Person]] = {}
    for person in persons:
        of.setdefault(person.unit, []).append(person)
    cells = []
    for number, row in enumerate(rows, 1):
        line = _line(form, row, number, visit)
        here = of.get(row.unit, [])
        officers = [one for one in here if one.role == Role.OFFICER]
        filled = row.filled or {}
        cells.append(
            (
                *(number, row.name, row.short_name, kinds.kind_name(row.kind)),
                _STATES[Show(line["show"])],
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
    return Sheet("Theo dõi", (*_HEAD, *sections, *_TAIL), cells, widths, frozen=3)


async def nudge(visit: Visit, request: Nudge) -> None:
    """Remind the officers of the units that the board shows, now; not twice within an hour."""
    found, root = await find_round(visit, Right.REMIND, request.round)
    await visit.check(Right.REMIND, root)
    rows = await filtered(visit, await visit.tx.board(found.id, root), request.show)
    rows = [row for row in rows if standing(row.state, row.due_at, visit.now) in _OPEN]
    if not rows:
        visit.say("nudge.nobody")
        return
    recent = await visit.tx.nudged(found.id, visit.now - PAUSE)
    due = [row for row in rows if row.report not in recent]
    if not due:
        visit.say("nudge.again", units=len(rows), minutes=int(PAUSE.total_seconds() // 60))
        return
    officers = await visit.tx.people_of([row.unit for row in due], Role.OFFICER)
    told = _tell(visit, found, due, [one for one in officers if is_reached(one)])
    away = [row.short_name for row in due if row.report not in told]
    await visit.tx.note_nudged(visit.deed(), found.id, sorted(told))
    visit.say(
        "nudge.done",
        units=len(told),
        people=len(visit.notices),
        away=away[:FIRST],
        more=max(0, len(away) - FIRST),
    )


def _tell(
    visit: Visit, found: Round, rows: Sequence[BoardRow], officers: Sequence[Person]
) -> set[int]:
    """Queue a reminder for each of these officers; the reports of which somebody is told."""
    reports = {row.unit: row for row in rows}
    told = set()
    for one in officers:
        row = reports[one.unit]
        told.add(row.report)
        visit.tell(
            one.id,
            "notice.nudge",
            (take_up_button(row.report, row.short_name, found.period.name),),
            unit=row.short_name,
            period=found.period.name,
            due=print_day(row.due_at) if row.due_at else "",
            late=is_late(row.state, row.due_at, visit.now),
            filled=sum((row.filled or {}).values()),
        )
    return told


async def call_first(visit: Visit, request: CallFirst) -> None:
    """The late ones with the most to do, and who answers there: those to be called first."""
    found, root = await find_round(visit, Right.BOARD, request.round)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    board_rows = await visit.tx.board(found.id, root)
    rows = (await filtered(visit, board_rows, Show.OPEN))[:FIRST]
    persons = await visit.tx.people_of([row.unit for row in rows], Role.OFFICER, Role.REVIEWER)
    lines = [
        _line(form, row, number, visit)
        | {
            "people": [
                {"name": one.name, "role": one.role, "reached": is_reached(one)}
                for one in persons
                if one.unit == row.unit
            ]
        }
        for number, row in enumerate(rows, 1)
    ]
    buttons = tuple(_number(row, number) for number, row in enumerate(rows, 1))
    visit.say("call_first", (buttons,) if buttons else (), period=found.period.name, lines=lines)


async def typed_board(visit: Visit, argument: str) -> None:
    await board(visit, Board())


async def typed_picture(visit: Visit, argument: str) -> None:
    found, _ = await find_round(visit, Right.BOARD, None)
    await board_file(visit, BoardFile(round=found.id, kind="picture"))


async def typed_nudge(visit: Visit, argument: str) -> None:
    """Everybody who has not handed in yet."""
    found, _ = await find_round(visit, Right.REMIND, None)
    await nudge(visit, Nudge(round=found.id, show=Show.OPEN))


async def typed_call(visit: Visit, argument: str) -> None:
    found, _ = await find_round(visit, Right.BOARD, None)
    await call_first(visit, CallFirst(round=found.id))
