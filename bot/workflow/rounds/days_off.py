"""A due day on which offices are closed is asked about before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.calendar.dates import print_weekday
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.speech.day_off import DayOffWay, read_day_off
from conversations.text.normalize import shorten_text
from conversations.workflow.many_requests import ActOnMany
from conversations.workflow.own_requests import Decline
from conversations.workflow.pending_input import DayInput
from conversations.workflow.review_requests import Extend
from conversations.workflow.round_requests import OpenRound

_Dated = OpenRound | Extend | ActOnMany


async def ask_day_off(
    ctx: RequestContext, request: _Dated, days: Mapping[str, date], earliest: date
) -> bool:
    """Ask which day is meant, where one of the due days, by kind of unit, is a day off; whether
    that was asked. No day before the earliest is proposed."""
    calendars = ctx.catalogs.calendars
    off = {kind: day for kind, day in days.items() if not calendars.days.is_working(day)}
    if not off:
        return False
    before = {kind: calendars.days.last_working(day) for kind, day in off.items()}
    after = {kind: calendars.days.next_working(day) for kind, day in off.items()}
    sooner = None
    if all(day >= earliest for day in before.values()):
        sooner = _on(request, {**days, **before})
    later, kept = _on(request, {**days, **after}), _kept(request)
    rows: list[tuple[Button, ...]] = [
        (make_button("day_off.take", one, days=_told(found), sooner=found is before),)
        for one, found in ((sooner, before), (later, after))
        if one is not None
    ]
    rows.append(
        (make_button("day_off.keep", kept, days=_told(off)), make_button("not_yet", Decline()))
    )
    lines = [
        {
            "kind": calendars.kind_name(kind) if len(days) > 1 else "",
            "day": print_weekday(day),
            "holiday": day.weekday() not in calendars.days.weekend,
        }
        for kind, day in off.items()
    ]
    taken = _told(after if sooner is None else before)
    await ctx.expect_input(DayInput(sooner=sooner, later=later, kept=kept))
    ctx.say("day_off.ask", tuple(rows), days=lines, taken=taken)
    return True


def settle_day_off(ctx: RequestContext, asked: DayInput, text: str) -> _Dated:
    """The request that an answer to the question comes to: `ừ`, `lấy thứ hai`, `giữ nguyên`,
    `25/12`. RequestRejectedError for any other text."""
    sooner = () if asked.sooner is None else _days_of(asked.sooner).values()
    match read_day_off(text, ctx.now, [*sooner], [*_days_of(asked.later).values()]):
        case DayOffWay.SOONER:
            return _dated(asked.sooner)
        case DayOffWay.LATER:
            return _dated(asked.later)
        case DayOffWay.KEPT:
            return _dated(asked.kept)
        case date() as day:
            return _moved(ctx, asked, day)
    raise RequestRejectedError("day_off.unclear", said=shorten_text(text))


def _moved(ctx: RequestContext, asked: DayInput, day: date) -> _Dated:
    """The request with this day for all that were days off; the day may be one too."""
    kept = _dated(asked.kept)
    if day in _days_of(kept).values():
        return kept
    calendar = ctx.catalogs.calendars.days
    moved = {k: one if calendar.is_working(one) else day for k, one in _days_of(kept).items()}
    return _on(kept, moved).model_copy(update={"kept": False})


def _dated(request: object) -> _Dated:
    assert isinstance(request, OpenRound | Extend | ActOnMany)  # noqa: S101 - only these ask
    return request


def _days_of(request: object) -> Mapping[str, date]:
    match request:
        case OpenRound(due=due):
            return due
        case Extend(day=date() as day) | ActOnMany(until=date() as day):
            return {"": day}
    return {}


def _on(request: _Dated, days: Mapping[str, date]) -> _Dated:
    """The same request with these due days."""
    match request:
        case OpenRound():
            return request.model_copy(update={"due": {**days}})
        case Extend():
            return request.model_copy(update={"day": days[""]})
        case ActOnMany():
            return request.model_copy(update={"until": days[""]})


def _kept(request: _Dated) -> _Dated:
    return request.model_copy(update={"kept": True})


def _told(days: Mapping[str, date]) -> str:
    return "; ".join(dict.fromkeys(map(print_weekday, days.values())))
