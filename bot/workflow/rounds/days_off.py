"""A due day on which offices are closed is asked about before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.workflow.context import RequestContext, RequestRejectedError
from conversations.calendar.dates import WEEKDAYS, leading_day, print_weekday
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Button
from conversations.speech.consent import read_consent
from conversations.text.normalize import fold_text, shorten_text
from conversations.workflow.many_requests import ActOnMany
from conversations.workflow.requests import DayInput, Decline, Extend, OpenRound

_Dated = OpenRound | Extend | ActOnMany
_LEAD = frozenset({"lay", "chon", "doi", "sang", "thi", "ngay", "la", "den", "em", "thoi"})
_KEEP = ("giu", "van", "cu de", "cu lay", "nguyen", "khong doi", "dung ngay")


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


def read_day_off(ctx: RequestContext, asked: DayInput, text: str) -> _Dated:
    """The request that an answer to the question comes to: `ừ`, `lấy thứ hai`, `giữ nguyên`,
    `25/12`. RequestRejectedError for any other text."""
    said = fold_text(text)
    ways = [one for one in (asked.sooner, asked.later) if one is not None]
    if any(map(str.isdigit, said)) and (day := _day_in(said, ctx)) is not None:
        return _moved(ctx, asked, day)
    named = [one for one in ways if any(_weekday(day) in said for day in _days_of(one).values())]
    if len(named) == 1:
        return _dated(named[0])
    if any(f" {word}" in f" {said}" for word in _KEEP):
        return _dated(asked.kept)
    if read_consent(text):
        return _dated(ways[0])
    if " sau" in f" {said}":
        return _dated(asked.later)
    if " truoc" in f" {said}" and asked.sooner is not None:
        return _dated(asked.sooner)
    day = _day_in(said, ctx)
    if day is None:
        raise RequestRejectedError("day_off.unclear", said=shorten_text(text))
    return _moved(ctx, asked, day)


def _day_in(said: str, ctx: RequestContext) -> date | None:
    words = said.split()
    while words and words[0] in _LEAD:
        words = words[1:]
    found = leading_day(" ".join(words), ctx.now)
    return found[0] if found is not None else None


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


def _weekday(day: date) -> str:
    return fold_text(WEEKDAYS[day.weekday()])


def _told(days: Mapping[str, date]) -> str:
    return "; ".join(dict.fromkeys(map(print_weekday, days.values())))
