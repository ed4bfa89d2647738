"""What a channel's bot is called, as its platform told the running product."""

from __future__ import annotations

from sqlalchemy import select

from storage.core.queries import Queries
from storage.tables.core import office

_NAME = "telegram.bot"


class BotNameQueries(Queries):
    async def find(self) -> str:
        """Number and user name of the bot on Telegram, `123:phuluc_bot`; empty when it was never
        told."""
        return await self._db.scalar(select(office.c.text).where(office.c.name == _NAME)) or ""

    async def keep(self, number: int, name: str) -> None:
        """The bot of this number is called so."""
        text = f"{number}:{name}"
        await self._put(office, ["name"], name=_NAME, text=text)
