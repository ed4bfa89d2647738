"""Tokens of a channel that gives a new pair for each one used up: renewed by one process at a
time, and never used before they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from storage.core.queries import Queries
from storage.tables.operations import channel_token


@dataclass(frozen=True, slots=True)
class ChannelToken:
    """A pair of tokens in use. `lost` says why it cannot be renewed any more."""

    name: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_until: datetime
    generation: int
    lost: str | None


_COLUMNS = tuple(channel_token.c[name] for name in ChannelToken.__dataclass_fields__)

_FREE: dict[str, Any] = {"leased_until": None, "leased_by": None}


class OauthTokenQueries(Queries):
    async def find(self, name: str) -> ChannelToken | None:
        """The pair that is in use."""
        found = await self._db.execute(select(*_COLUMNS).where(channel_token.c.name == name))
        row = found.first()
        return ChannelToken(*row) if row else None

    async def enter(
        self, name: str, access: str, refresh: str, until: datetime, now: datetime
    ) -> None:
        """An administrator has brought a new pair: whatever was known before is forgotten."""
        known = await self.find(name)
        values = {
            "name": name,
            "access": access,
            "refresh": refresh,
            "access_until": until,
            "generation": known.generation + 1 if known else 1,
            "leased_until": None,
            "leased_by": None,
            "lost": None,
            "at": now,
        }
        await self._put(channel_token, ["name"], **values)

    async def lease(
        self, name: str, generation: int, by: str, now: datetime, seconds: float
    ) -> bool:
        """Whether this process, and no other, may renew the pair of this generation now."""
        free = or_(channel_token.c.leased_until.is_(None), channel_token.c.leased_until <= now)
        lease = {"leased_until": now + timedelta(seconds=seconds), "leased_by": by}
        return await self._change_token(name, generation, free, lease)

    async def renew(
        self,
        name: str,
        generation: int,
        by: str,
        access: str,
        refresh: str,
        until: datetime,
        now: datetime,
    ) -> bool:
        """Keep the new pair in the place of the old one; False when another pair is there."""
        renewed = {
            "access": access,
            "refresh": refresh,
            "access_until": until,
            "generation": generation + 1,
            "lost": None,
            "at": now,
        }
        mine = channel_token.c.leased_by == by
        return await self._change_token(name, generation, mine, renewed | _FREE)

    async def mark_lost(self, name: str, generation: int, by: str, why: str) -> bool:
        """The pair cannot be renewed any more; an administrator must bring another."""
        mine = channel_token.c.leased_by == by
        return await self._change_token(name, generation, mine, {"lost": why} | _FREE)

    async def release(self, name: str, generation: int, by: str) -> bool:
        """It was not renewed this time; whoever needs it may try."""
        mine = channel_token.c.leased_by == by
        return await self._change_token(name, generation, mine, _FREE)

    async def _change_token(
        self, name: str, generation: int, when: ColumnElement[bool], values: Mapping[str, Any]
    ) -> bool:
        changed = await self._db.execute(
            update(channel_token)
            .where(channel_token.c.name == name, channel_token.c.generation == generation, when)
            .values(dict(values))
            .returning(channel_token.c.name)
        )
        return changed.first() is not None
