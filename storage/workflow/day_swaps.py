"""Exchanges of working days that people have entered; those that were taken back stay, ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from conversations.calendar.workdays import DaySwap
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.calendars import day_swap

SUBJECT = "calendar"


@dataclass(frozen=True, slots=True)
class EnteredSwap:
    """An exchange that holds; with neither day it says that the `year` has none."""

    id: int
    year: int
    swap: DaySwap


_MARK = select(func.count(), func.count(day_swap.c.ended_at)).select_from(day_swap)
_STANDING = (
    select(day_swap.c.id, day_swap.c.year, day_swap.c.off, day_swap.c.worked)
    .where(day_swap.c.ended_at.is_(None))
    .order_by(day_swap.c.id)
)


class DaySwapQueries(AuditedQueries):
    async def mark(self) -> tuple[int, int]:
        """It differs after every change: how many were entered, and how many taken back."""
        entered, ended = (await self._db.execute(_MARK)).one()
        return entered, ended

    async def hold(self) -> None:
        """Nobody else changes days until this transaction ends."""
        await self._hold("day swaps")

    async def list_standing(self) -> list[EnteredSwap]:
        """Those that hold, in the order in which they were entered."""
        found = await self._db.execute(_STANDING)
        return [EnteredSwap(row.id, row.year, _swap(row.off, row.worked)) for row in found]

    async def add(self, context: AuditContext, swaps: Sequence[DaySwap]) -> list[int]:
        """Enter exchanges; their ids."""
        numbers = [
            await self._new(day_swap, year=one.year, **_written(one), at=context.at)
            for one in swaps
        ]
        self._touch(day_swap, *((number,) for number in numbers))
        await self._record(context, SUBJECT, None, {"swaps": [_written(one) for one in swaps]})
        return numbers

    async def add_none(self, context: AuditContext, year: int) -> int:
        """Enter that nothing is exchanged in this year; its id."""
        number = await self._new(day_swap, year=year, at=context.at)
        self._touch(day_swap, (number,))
        await self._record(context, SUBJECT, None, {"none": year})
        return number

    async def end(self, context: AuditContext, numbers: Collection[int]) -> list[EnteredSwap]:
        """Take exchanges back; those that still held."""
        ended = [one for one in await self.list_standing() if one.id in numbers]
        if ended:
            ids = [one.id for one in ended]
            where = day_swap.c.id.in_(ids)
            await self._db.execute(update(day_swap).where(where).values(ended_at=context.at))
            self._touch(day_swap, *((number,) for number in ids))
            old = [_written(one.swap) | {"year": one.year} for one in ended]
            await self._record(context, SUBJECT, {"swaps": old}, {"taken_back": len(ended)})
        return ended


def _swap(off: str | None, worked: str | None) -> DaySwap:
    days = [date.fromisoformat(day) if day else None for day in (off, worked)]
    return DaySwap(off=days[0], worked=days[1])


def _written(one: DaySwap) -> dict[str, Any]:
    return {
        "off": one.off.isoformat() if one.off else None,
        "worked": one.worked.isoformat() if one.worked else None,
    }
