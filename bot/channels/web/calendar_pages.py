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
from bot.channels.web.files import is_known
from bot.delivery.rate_limit import RateBuckets
from bot.ports.clock import Clock
from bot.runtime.shield import shielded
from bot.workflow.calendar.due_events import list_due_events
from bot.workflow.catalogs import Catalogs
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
    _buckets: RateBuckets[int] = field(
        default_factory=lambda: RateBuckets(EVERY, AT_ONCE, REMEMBERED)
    )

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
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        return Response(found, media_type=MEDIA_TYPE, headers=headers)

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
            wait = self._buckets.admit(member)
            if wait > 0:
                return wait
            await self.catalogs.renew(tx)
            events = await list_due_events(tx, self.catalogs, grants, url, self.clock())
        return await asyncio.to_thread(write_calendar, NAME, events)


def _too_many(seconds: int) -> Response:
    return PlainTextResponse("Too many requests.\n", 429, {"Retry-After": str(seconds)})
