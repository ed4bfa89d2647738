"""Opening rounds, moving due dates, closing and opening reports."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

from bot.office.finding import find_report
from bot.office.home import board_button
from bot.office.opening import Opening, open_round, owing, read_opening
from bot.office.seeing import find_round
from bot.office.visit import DeniedError, UnclearError, Visit, later, people
from conversations.buttons import button
from conversations.dates import print_day, read_day
from conversations.office.requests import Errand, Extend, Extending, Lock, OpenRound
from conversations.periods import Period
from conversations.report import Report
from conversations.rights import Deed as Right
from conversations.rights import Role
from storage.records import Unit

SHORTEST_REASON = 5
LONGEST_REASON = 500
_TO = re.compile(r"^(?:(?:đến|den|tới|toi|sang)\s+)?(?:(?:ngày|ngay|hết|het)\s+)*", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?::|,|;|\s-\s|\bvì\b|\bdo\b|\n)\s*")


async def typed_open(visit: Visit, argument: str) -> None:
    """`mở đợt quý I/2026 [hạn 20/3] [cho xã, phường]`: shows what would be opened."""
    roots = visit.units_of(Role.COORDINATOR)
    if not roots:
        raise DeniedError
    found = read_opening(visit.books, argument, visit.now)
    if isinstance(found, str):
        raise UnclearError(f"round.{found}", said=argument[:80])
    await opening(visit, _request(roots[0], found))


def _request(root: int, found: Opening) -> OpenRound:
    return OpenRound(
        unit=root,
        form=found.form.key,
        name=found.period.name,
        start=found.period.start,
        end=found.period.end,
        due=found.due,
        kind=found.kind,
    )


async def opening(visit: Visit, request: OpenRound) -> None:
    """Show what would be opened; open it once the member is sure."""
    await visit.check(Right.OPEN_ROUND, request.unit)
    form = visit.books.catalog.forms.get(request.form)
    if form is None:
        raise UnclearError("round.form", said=request.form)
    period = Period(name=request.name, start=request.start, end=request.end)
    units = await owing(visit.tx, request.unit, request.kind)
    taken = await visit.tx.round_for(form.key, period, request.unit)
    if taken is not None:
        raise UnclearError("round.exists", ((board_button(taken),),), period=period.name)
    if not units:
        raise UnclearError("round.no_units")
    kinds = Counter(visit.books.calendars.kind_name(unit.kind) for unit in units)
    data = {
        "form": form.title,
        "period": period.name,
        "start": print_day(period.start),
        "end": print_day(period.end),
        "units": len(units),
        "kinds": dict(kinds),
        "due": {
            visit.books.calendars.kind_name(kind): print_day(day)
            for kind, day in request.due.items()
        },
    }
    if not request.sure:
        sure = request.model_copy(update={"sure": True})
        visit.say("round.ask", ((button("round.open", sure),),), **data)
        return
    unit = await visit.tx.unit(request.unit)
    opened = Opening(form, period, request.due, request.kind)
    round_id, reports = await open_round(visit.tx, visit.deed(), unit, opened, units)
    at = later(visit.now)
    visit.say("round.opened", ((board_button(round_id),),), **data, at=at)
    await tell_opened(visit, reports)


async def tell_opened(visit: Visit, reports: dict[int, int]) -> None:
    """Every officer hears of his new report, by unit."""
    officers = await visit.tx.people_of([*reports], Role.OFFICER)
    whom = [(one.id, reports[one.unit]) for one in officers]
    await visit.tx.announce("notice.round", whom, visit.now)
    await visit.look_again([one.id for one in officers])


async def extend(visit: Visit, request: Extend) -> None:
    """Give a later due date, with its reason; ask for what is missing."""
    unit, report, _ = await visit.report(Right.EXTEND, request.report)
    if report.filed:
        raise UnclearError("extend.filed", unit=unit.short_name)
    if request.day is None or len(request.reason) < SHORTEST_REASON:
        errand = Errand(what=Extending(report=request.report))
        await visit.tx.set_errand(visit.member, errand.model_dump(mode="json"))
        due = print_day(report.due) if report.due else ""
        visit.say("extend.how", unit=unit.short_name, due=due)
        return
    await _extend(visit, request.report, unit, report, request.day, request.reason)


async def _extend(
    visit: Visit, number: int, unit: Unit, report: Report, day: date, reason: str
) -> None:
    reason = reason[:LONGEST_REASON]
    await visit.tx.extend(visit.deed(number), number, day, reason)
    await visit.tx.set_errand(visit.member, None)
    data: dict[str, Any] = {"unit": unit.short_name, "period": report.period.name}
    data |= {"due": print_day(day), "reason": reason}
    visit.say("extend.done", **data)
    persons = await people(visit.tx, unit.id, Role.OFFICER, Role.REVIEWER)
    for person in persons:
        visit.tell(person.id, "notice.extended", **data)
    await visit.look_again([one.id for one in persons])


async def take_day(visit: Visit, errand: Extending, text: str) -> None:
    """`25/3: mất điện` as it was typed."""
    day, reason = read_extension(text, visit)
    if day is None:
        raise UnclearError("extend.unclear", said=text[:80])
    if len(reason) < SHORTEST_REASON:
        raise UnclearError("extend.reason", day=print_day(day))
    await extend(visit, Extend(report=errand.report, day=day, reason=reason))


def read_extension(text: str, visit: Visit) -> tuple[date | None, str]:
    """The day and the reason behind it."""
    head, *rest = _SPLIT.split(_TO.sub("", text.strip()), maxsplit=1)
    return read_day(head, visit.now), rest[0].strip() if rest else ""


async def typed_extend(visit: Visit, argument: str) -> None:
    """`gia hạn STC`, or `gia hạn STC đến 25/3: mất điện`."""
    words, found, rest = argument, re.search(r"\s(?:đến|den|tới|toi)\s", argument), ""
    if found:
        words, rest = argument[: found.start()], argument[found.end() :]
    number = await find_report(visit, Right.EXTEND, words)
    if rest.strip():
        await visit.report(Right.EXTEND, number)
        await take_day(visit, Extending(report=number), rest)
    else:
        await extend(visit, Extend(report=number))


async def lock(visit: Visit, request: Lock) -> None:
    """Close a report, or a whole round, to changes; or open it again."""
    if request.report is not None:
        unit, report, _ = await visit.report(Right.LOCK, request.report)
        if report.closed != request.locked:
            await visit.tx.lock(visit.deed(request.report), request.report, locked=request.locked)
        data: dict[str, Any] = {"unit": unit.short_name, "period": report.period.name}
        persons = await people(visit.tx, unit.id, Role.OFFICER)
    elif request.round is not None:
        found, _ = await find_round(visit, Right.LOCK, request.round)
        if found.unit is None:
            raise DeniedError
        await visit.check(Right.LOCK, found.unit)
        if found.locked != request.locked:
            await visit.tx.lock_round(visit.deed(), request.round, locked=request.locked)
        data = {"unit": "", "period": found.period.name}
        units = [one.unit for one in await visit.tx.board(request.round, found.unit)]
        persons = await visit.tx.people_of(units, Role.OFFICER)
    else:
        raise DeniedError
    visit.say("lock.done", **data, locked=request.locked)
    if request.report is not None:
        for person in persons:
            visit.tell(person.id, "notice.locked", **data, locked=request.locked)
    await visit.look_again([one.id for one in persons])


async def typed_lock(visit: Visit, argument: str, *, locked: bool) -> None:
    """`khóa sổ STC`: the report of one unit."""
    if not argument.strip():
        raise UnclearError("lock.how")
    number = await find_report(visit, Right.LOCK, argument)
    await lock(visit, Lock(report=number, locked=locked))
