"""A doorkeeper that knows everybody, for tests of what comes after the inbox."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access.browser_sessions import SignedIn


@dataclass
class OpenHouse:
    """Every browser is that of the person at this machine, until it is `closed`."""

    secure: bool = False
    closed: bool = False
    asked: int = 0

    async def find(self, cookies: dict[str, str]) -> SignedIn | None:
        return None if self.closed else SignedIn(1, None, "")

    async def holds(self, one: SignedIn) -> bool:
        self.asked += 1
        return not self.closed

    async def begin_by_key(
        self, key: str, agent: str, before: SignedIn | None = None
    ) -> str | None:
        return None

    async def end(self, one: SignedIn) -> None:
        self.closed = True
