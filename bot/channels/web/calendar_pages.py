"""The calendar of a person's due days, as calendar programs fetch it by its secret address."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.access.calendar_feeds import CALENDAR_PATH, find_calendar_owner
from bot.channels.desk.entry.knocks import Knocks
from bot.delivery.rate_limit import RateBucket
from bot.ports.clock import Clock
from bot.runtime.shield import shielded
from bot.workflow.calendar.due_events import list_due_events
from bot.workflow.context import Catalogs
from storage.store import Store
from templates.documents.calendar_file import MEDIA_TYPE, write_calendar

NAME = "Hạn nộp báo cáo"
EVERY, AT_ONCE = 60.0, 20  # seconds between two looks at one calendar, and how many at once
REMEMBERED = 5_000  # calendars, before the quiet ones are dropped
KNOCK_SECONDS = 5  # after which an address that asked for many wrong ones may try again
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="han-nop.ics"',
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


@dataclass
class CalendarPages:
    """Serves them. Each may be looked at `AT_ONCE` times and then every `EVERY` seconds, in
    each process that serves."""

    store: Store
    catalogs: Catalogs
    clock: Clock
    knocks: Knocks = field(default_factory=Knocks)
    _buckets: dict[int, RateBucket] = field(default_factory=dict)

    def routes(self) -> list[BaseRoute]:
        """One address a person; HEAD comes with GET."""
        return [Route(CALENDAR_PATH + "/{token}.ics", self._serve, methods=["GET"])]

    async def _serve(self, request: Request) -> Response:
        found = await self._calendar(request.path_params["token"])
        if isinstance(found, float):
            return _too_many(math.ceil(found))
        if found is None:
            address = request.client.host if request.client is not None else ""
            if not self.knocks.admit(address):
                return _too_many(KNOCK_SECONDS)
            return PlainTextResponse("No such calendar.\n", 404)
        tag = f'"{sha256(found).hexdigest()[:32]}"'
        headers = {**_HEADERS, "ETag": tag}
        known = request.headers.get("if-none-match", "")
        if tag in [one.strip().removeprefix("W/") for one in known.split(",")]:
            return Response(status_code=304, headers=headers)
        return Response(found, media_type=MEDIA_TYPE, headers=headers)

    def _wait(self, member: int) -> float:
        """The seconds until the calendar may be looked at again; none when it may now."""
        now = asyncio.get_running_loop().time()
        if member not in self._buckets and len(self._buckets) >= REMEMBERED:
            self._buckets = {name: one for name, one in self._buckets.items() if one.due > now}
        bucket = self._buckets.setdefault(member, RateBucket(EVERY, AT_ONCE))
        wait = bucket.wait(now)
        if wait <= 0:
            bucket.take(now)
        return wait

    @shielded
    async def _calendar(self, token: str) -> bytes | float | None:
        """The file, or the seconds until it may be looked at again; None where there is none, also
        of somebody without any role."""
        url = self.catalogs.links.public_url if self.catalogs.links is not None else ""
        async with self.store.reading() as tx:
            member = await find_calendar_owner(tx, token)
            grants = await tx.roles.of_member(member) if member is not None else []
            if member is None or not grants:
                return None
            wait = self._wait(member)
            if wait > 0:
                return wait
            await self.catalogs.renew(tx)
            events = await list_due_events(tx, self.catalogs, grants, url, self.clock())
        return await asyncio.to_thread(write_calendar, NAME, events)


def _too_many(seconds: int) -> Response:
    return PlainTextResponse("Too many requests.\n", 429, {"Retry-After": str(seconds)})
