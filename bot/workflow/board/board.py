"""The coordinator's board: one message, edited in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.delivery.quota import channel_quota
from bot.workflow.board.filters import narrow_rows, read_filters
from bot.workflow.context import (
    Buttons,
    Catalogs,
    DeniedError,
    RequestContext,
    RequestRejectedError,
)
from bot.workflow.home import meters_of
from bot.workflow.round_lookup import find_round, named_round, top_units
from conversations.calendar.dates import local_day, print_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.protocol.messages import Button
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import ORDER, is_late, report_status, section_progress
from conversations.workflow.requests import (
    BoardFilter,
    CallFirst,
    GetBoardFile,
    ListRounds,
    Lock,
    LookInto,
    Nudge,
    ShowBoard,
    ShowTotal,
)
from storage.core.records import BoardRow, Person, Round
from storage.transaction import Transaction

PAGE = 10
ROUNDS = 8  # that are listed at once
_SHOWN = (
    *(BoardFilter.ALL, BoardFilter.LATE, BoardFilter.OPEN, BoardFilter.REVIEW),
    *(BoardFilter.RETURNED, BoardFilter.CORRECTING, BoardFilter.APPROVED, BoardFilter.AWAY),
)


async def show_board(visit: RequestContext, request: ShowBoard) -> None:
    """The units of the round by state, the late ones first, some at a time."""
    found, root = await find_round(visit, Right.BOARD, request.round, request.unit)
    form = visit.books.catalog.get(found.form_key, found.form_version)
    everyone = await visit.tx.rounds.board(found.id, root)
    rows = narrow_rows(form, everyone, request.only, None)
    shown = await filter_rows(visit, narrow_rows(form, rows, None, request.section), request.show)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(request.page, 0), pages - 1)
    counts = Counter(report_status(row.state, row.due_at, visit.now) for row in rows)
    here = shown[page * PAGE :][:PAGE]
    lines = [board_line(form, row, n, visit) for n, row in enumerate(here, page * PAGE + 1)]
    at = request.model_copy(update={"round": found.id, "unit": root, "page": page})
    visit.replaces = True
    visit.say(
        "board",
        await _buttons(visit, found, at, pages, shown, _kinds(everyone)),
        form=form.title,
        unit=(await visit.tx.units.find(root)).short_name
        if len(await top_units(visit)) > 1
        else "",
        period=found.period.name,
        due=_due(visit, found),
        units=len(rows),
        counts={show.value: counts[show] for show in ORDER},
        show=request.show.value,
        only=visit.books.calendars.kind_name(request.only),
        section=form.row(request.section).stt if request.section in form.by_key else "",
        shown=len(shown),
        lines=lines,
        page=page + 1,
        pages=pages,
        locked=found.locked,
        now=local_day(visit.now).strftime("%d/%m/%Y"),
        meters=await meters_of(visit),
    )


def _kinds(rows: Sequence[BoardRow]) -> list[str]:
    """The kinds of unit among which one can be chosen."""
    kinds = sorted({row.kind for row in rows if row.kind is not None})
    return kinds if len(kinds) > 1 else []


def _due(visit: RequestContext, found: Round) -> list[dict[str, Any]]:
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


def board_line(form: Form, row: BoardRow, number: int, visit: RequestContext) -> dict[str, Any]:
    """One unit as the board shows it."""
    filled = row.filled or {}
    late = is_late(row.state, row.due_at, visit.now)
    days = visit.books.calendars.days
    due = local_day(row.due_at) if row.due_at else None
    return {
        "n": number,
        "unit": row.short_name,
        "show": report_status(row.state, row.due_at, visit.now).value,
        "filled": sum(filled.values()),
        "total": len(form.order),
        "fills": [one.value for one in section_progress(form, filled)],
        "days": days.between(due, local_day(visit.now)) if late and due else 0,
        "was_late": row.late,
        "locked": row.locked_at is not None,
    }


async def filter_rows(
    visit: RequestContext, rows: Sequence[BoardRow], show: BoardFilter
) -> list[BoardRow]:
    """Those of the rows that are asked for: the worst first."""
    if show is BoardFilter.AWAY:
        away = await find_unreached(visit, [row.unit for row in rows])
        rows = [row for row in rows if row.unit in away]
    elif show is BoardFilter.OPEN:
        rows = [row for row in rows if report_status(row.state, row.due_at, visit.now) in OWING]
    elif show is not BoardFilter.ALL:
        rows = [row for row in rows if report_status(row.state, row.due_at, visit.now) is show]
    return sorted(rows, key=lambda row: _rank(row, visit))


OWING = (BoardFilter.LATE, BoardFilter.OPEN, BoardFilter.RETURNED)


def _rank(row: BoardRow, visit: RequestContext) -> tuple[Any, ...]:
    shown = report_status(row.state, row.due_at, visit.now)
    due = row.due_at.timestamp() if row.due_at else 0
    return (ORDER.index(shown), due, sum((row.filled or {}).values()), row.name, row.report)


async def find_unreached(visit: RequestContext, units: Sequence[int]) -> set[int]:
    """The units of which no officer can be written to."""
    officers = await visit.tx.roles.people_of(units, Role.OFFICER)
    found = await filter_reachable(visit.tx, visit.books, officers, visit.now)
    return {*units} - {one.unit for one in found}


async def filter_reachable(
    tx: Transaction,
    books: Catalogs,
    persons: Sequence[Person],
    now: datetime,
    *,
    brief: bool = True,
) -> list[Person]:
    """Those who can be told something now: they came to the bot, have not shut it out, were not
    silent for longer than their channel lets us write to them, and its month is not kept for
    answers. `brief`: it is a reminder, which can be said in the channel's fixed text."""
    heard: dict[str, set[str]] = {}
    for name, can in books.channels.items():
        if can.budget and (await channel_quota(tx, name, can, now)).saves:
            heard[name] = set()
        elif can.free_hours and not (can.templates and brief):
            hours = max(can.free_hours, can.paid_hours)
            heard[name] = await tx.quota.heard_since(name, now - timedelta(hours=hours))
    return [
        one
        for one in persons
        if not books.channels or one.channel in books.channels
        if is_reached(one) and one.conversation in heard.get(one.channel or "", {one.conversation})
    ]


def is_reached(person: Person) -> bool:
    """Whether the person came to the bot, and has not shut it out since."""
    return person.channel is not None and person.unreachable_since is None


def _still_owing(visit: RequestContext, rows: Sequence[BoardRow]) -> int:
    return sum(report_status(row.state, row.due_at, visit.now) in OWING for row in rows)


async def _buttons(
    visit: RequestContext,
    found: Round,
    at: ShowBoard,
    pages: int,
    shown: Sequence[BoardRow],
    kinds: Sequence[str],
) -> Buttons:
    """Few rows, short words: the keyboard must leave room for the board. Nothing is offered
    that the member may not do."""
    assert at.unit is not None  # noqa: S101 - the board is that of a unit
    numbers = count(at.page * PAGE + 1)
    units = [number_button(row, next(numbers)) for row in shown[at.page * PAGE :][:PAGE]]
    filters = [
        make_button(f"show.{one.value}", at.model_copy(update={"show": one, "page": 0}))
        for one in _SHOWN
        if one is not at.show
    ]
    filters += [
        make_button("show.kind", at.model_copy(update={"only": kind, "page": 0}), kind=name)
        for kind in (*kinds, *([None] if at.only else []))
        if kind != at.only
        for name in [visit.books.calendars.kind_name(kind)]
    ]
    turn: list[Button] = []
    if at.page > 0:
        turn.append(make_button("newer", at.model_copy(update={"page": at.page - 1})))
    turn.append(make_button("board.again", at))
    if at.page + 1 < pages:
        turn.append(make_button("older", at.model_copy(update={"page": at.page + 1})))
    owing = _still_owing(visit, shown)
    if owing and not found.locked and await visit.may(Right.REMIND, at.unit):
        here = {"unit": at.unit, "show": at.show, "only": at.only, "section": at.section}
        turn.append(make_button("nudge", Nudge(round=found.id, **here), count=owing))
    rows = (
        units[:5],
        units[5:],
        filters[:4],
        filters[4:8],
        filters[8:],
        turn,
        *await _more(visit, found, at),
    )
    return tuple(tuple(row) for row in rows if row)


async def _more(visit: RequestContext, found: Round, at: ShowBoard) -> Sequence[Sequence[Button]]:
    """Beside the board: files, the total, the lock, other rounds and other parts of this one."""
    assert at.unit is not None  # noqa: S101 - the board is that of a unit
    here = {"round": found.id, "unit": at.unit}
    narrow = {"show": at.show, "only": at.only, "section": at.section}
    ways = [make_button("call_first", CallFirst(**here))]
    if await visit.may(Right.ROLL_UP, at.unit):
        ways.append(make_button("total", ShowTotal(**here)))
    files = [
        make_button("board.picture", GetBoardFile(**here, kind="picture", **narrow)),
        make_button("board.workbook", GetBoardFile(**here, kind="workbook", **narrow)),
    ]
    if found.unit is not None and await visit.may(Right.LOCK, found.unit):
        lock = "unlock" if found.locked else "lock"
        files.append(make_button(f"{lock}.round", Lock(round=found.id, locked=not found.locked)))
    others = []
    rounds_seen = 0
    for top in await top_units(visit):
        rounds = {one.id for one in await visit.tx.rounds.list_under(top)}
        rounds_seen = max(rounds_seen, len(rounds))
        if top != at.unit and found.id in rounds:
            name = (await visit.tx.units.find(top)).short_name
            others.append(make_button("board.part", ShowBoard(round=found.id, unit=top), unit=name))
    if rounds_seen > 1:
        ways.append(make_button("rounds", ListRounds()))
    return ways, files, others


def number_button(row: BoardRow, number: int) -> Button:
    """Opens a unit's report. Where there are no buttons a typed number is an answer, never this."""
    look = LookInto(report=row.report)
    return Button(code="button.number", data={"n": number}, action=look, typed=False)


async def typed_board(visit: RequestContext, argument: str) -> None:
    """`bảng`, `bảng quý I/2026`, `bảng quý I/2026 TX 1`, `bảng xã phần II trang 3`."""
    form = next(iter(visit.books.catalog.forms.values()), None)
    asked = read_filters(visit.books, form, argument)
    found, top, _ = await named_round(visit, Right.BOARD, asked.rest, unit_only=True)
    narrow = {"only": asked.only, "section": asked.section, "page": asked.page}
    await show_board(visit, ShowBoard(round=found.id, unit=top, **narrow))


async def show_rounds(visit: RequestContext, request: ListRounds) -> None:
    """The rounds that the member watches over, the newest first, each leading to its board."""
    seen: dict[int, tuple[Round, int]] = {}
    parts = await top_units(visit)
    if not parts:
        raise DeniedError
    for top in parts:
        for one in await visit.tx.rounds.list_under(top):
            seen.setdefault(one.id, (one, top))
    if not seen:
        raise RequestRejectedError("board.none")
    newest = sorted(seen.values(), key=lambda pair: -pair[0].id)
    pages = -(-len(newest) // ROUNDS)
    page = min(max(request.page, 0), pages - 1)
    shown = newest[page * ROUNDS :][:ROUNDS]
    several = len({one.form_key for one, _ in newest}) > 1
    lines = [await _round_line(visit, one, top, several=several) for one, top in shown]
    rows = [
        (make_button("round", ShowBoard(round=one.id, unit=top), period=one.period.name),)
        for one, top in shown
    ]
    turn = [
        make_button(code, ListRounds(page=to))
        for code, to in (("newer", page - 1), ("older", page + 1))
        if 0 <= to < pages
    ]
    visit.say(
        "rounds",
        (*rows, tuple(turn)) if turn else (*rows,),
        lines=lines,
        page=page + 1,
        pages=pages,
    )


async def _round_line(
    visit: RequestContext, one: Round, top: int, *, several: bool
) -> dict[str, Any]:
    reported = await visit.tx.rollups.count_reported(one.id, top)
    form = visit.books.catalog.get(one.form_key, one.form_version)
    return {
        "period": one.period.name,
        "form": form.title if several else "",
        "units": reported.expected,
        "approved": reported.approved,
        "locked": one.locked,
    }


async def typed_rounds(visit: RequestContext, argument: str) -> None:
    await show_rounds(visit, ListRounds())
