"""The coordinator's board: one message, edited in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.office.meters import meters_of
from bot.office.visit import Books, Buttons, DeniedError, UnclearError, Visit
from conversations.buttons import button
from conversations.dates import local_day, print_day
from conversations.form import Form
from conversations.messages import Button
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
from storage.store import Transaction

PAGE = 10
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
    lines = [board_line(form, row, n, visit) for n, row in enumerate(here, page * PAGE + 1)]
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
        meters=await meters_of(visit),
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


def board_line(form: Form, row: BoardRow, number: int, visit: Visit) -> dict[str, Any]:
    """One unit as the board shows it."""
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
        rows = [row for row in rows if standing(row.state, row.due_at, visit.now) in OWING]
    elif show is not Show.ALL:
        rows = [row for row in rows if standing(row.state, row.due_at, visit.now) is show]
    return sorted(rows, key=lambda row: _rank(row, visit))


OWING = (Show.LATE, Show.OPEN, Show.RETURNED)


def _rank(row: BoardRow, visit: Visit) -> tuple[Any, ...]:
    shown = standing(row.state, row.due_at, visit.now)
    due = row.due_at.timestamp() if row.due_at else 0
    return (ORDER.index(shown), due, sum((row.filled or {}).values()), row.name, row.report)


async def unreached(visit: Visit, units: Sequence[int]) -> set[int]:
    """The units of which no officer can be written to."""
    officers = await visit.tx.people_of(units, Role.OFFICER)
    found = await reachable(visit.tx, visit.books, officers, visit.now)
    return {*units} - {one.unit for one in found}


async def reachable(
    tx: Transaction, books: Books, persons: Sequence[Person], now: datetime
) -> list[Person]:
    """Those who can be reminded now: they came to the bot, have not shut it out, and were not
    silent for longer than their channel lets us write to them."""
    heard: dict[str, set[str]] = {}
    for name, can in books.channels.items():
        if can.free_hours and not can.templates:
            hours = max(can.free_hours, can.paid_hours)
            heard[name] = await tx.heard_since(name, now - timedelta(hours=hours))
    return [
        one
        for one in persons
        if is_reached(one) and one.conversation in heard.get(one.channel or "", {one.conversation})
    ]


def is_reached(person: Person) -> bool:
    """Whether the person came to the bot, and has not shut it out since."""
    return person.channel is not None and person.unreachable_since is None


def _still_owing(visit: Visit, rows: Sequence[BoardRow]) -> int:
    return sum(standing(row.state, row.due_at, visit.now) in OWING for row in rows)


def _buttons(
    found: Round, show: Show, at: tuple[int, int], here: Sequence[BoardRow], owing: int
) -> Buttons:
    """Few rows, short words: the keyboard must leave room for the board."""
    page, pages = at
    numbers = count(page * PAGE + 1)
    units = [number_button(row, next(numbers)) for row in here]
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


def number_button(row: BoardRow, number: int) -> Button:
    """Opens a unit's report. Where there are no buttons a typed number is an answer, never this."""
    look = Look(report=row.report)
    return Button(code="button.number", data={"n": number}, action=look, typed=False)


async def typed_board(visit: Visit, argument: str) -> None:
    await board(visit, Board())
