"""How an event is posted to another system's address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What became of a post: the status of the answer where there was one, else why there was
    none, for the administrator to read."""

    status: int | None
    error: str = ""

    @property
    def taken(self) -> bool:
        """Whether the address has taken the event."""
        return self.status is not None and 200 <= self.status < 300


HookPost = Callable[[str, Headers, bytes], Awaitable[HookAnswer]]
