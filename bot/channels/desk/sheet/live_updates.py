"""What others write into a report, told to the pages that show its sheet.

A page holds one socket. One look at the database tells of all reports that are watched here
whether they have changed, in whichever process that was.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.desk.sheet.patches import changed_rows, counts_patch, has_other_rows, row_patch
from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.sign_in import is_own_page
from bot.channels.web.socket import BAD_MESSAGE, NOT_SIGNED_IN, TROUBLE, TRY_LATER
from bot.runtime.shield import finish_work
from bot.workflow.context import DeniedError
from storage.store import Store
from storage.tables.types import MOST_ROWS

log = structlog.get_logger(__name__)
LOOK_SECONDS = 0.4  # between two looks at the watched reports
RECHECK_SECONDS = 30.0  # after which a quiet page's right is asked again
HELLO_SECONDS = 10.0
MOST_PAGES = 1_000  # that watch at a time, in one process
MOST_PAGES_EACH = 20  # of one person
GONE = 4404  # a close code that the page knows: the report is not theirs any more


@dataclass(eq=False)
class SheetWatch:
    """One page that watches a report; `head` is how the report stood when it was last told of it,
    `changed` is set when there is something to tell."""

    report: int
    member: int
    head: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class LiveReports:
    """The reports that are watched in this process, and how each stood last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._watches: set[SheetWatch] = set()
        self._looking: asyncio.Task[None] | None = None

    def has_room(self, member: int) -> bool:
        """Whether one more page of this person may watch."""
        own = sum(one.member == member for one in self._watches)
        return len(self._watches) < MOST_PAGES and own < MOST_PAGES_EACH

    @contextmanager
    def watch(self, report: int, member: int) -> Iterator[SheetWatch]:
        """Within this, changes of the report are noticed."""
        one = SheetWatch(report, member)
        self._watches.add(one)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            yield one
        finally:
            self._watches.discard(one)
            if not self._watches and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    def wake(self, report: int) -> None:
        """The report was changed in this process just now."""
        for one in self._watches:
            if one.report == report:
                one.changed.set()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await finish_work(self._look_once())
            except Exception:
                log.exception("watched reports not looked at")

    async def _look_once(self) -> None:
        reports = sorted({one.report for one in self._watches})
        async with self._store.reading() as tx:
            heads = await tx.reports.heads_of(reports)
        for one in self._watches:
            if heads.get(one.report, one.head) != one.head:
                one.changed.set()


class SheetSocket:
    """One page's socket, from its first word to its end."""

    def __init__(self, desk: Desk, live: LiveReports) -> None:
        self._desk = desk
        self._live = live

    async def serve(self, socket: WebSocket) -> None:
        """Tell the page of changes for as long as the person may see the report. The page says
        first as what it shows the report."""
        if not is_own_page(self._desk.access, socket):
            await socket.close(1008)
            return
        person = await finish_work(self._desk.find_person(socket))
        await socket.accept()
        code = await self._serve(socket, person) if person is not None else NOT_SIGNED_IN
        if code:
            with suppress(WebSocketDisconnect, RuntimeError):
                await socket.close(code)

    async def _serve(self, socket: WebSocket, person: DeskPerson) -> int:
        """The code by which the socket is to be closed; 0 when the page has gone."""
        asked = socket.query_params.get("report", "")
        if not (asked.isascii() and asked.isdecimal() and int(asked[:12]) <= MOST_ROWS):
            return BAD_MESSAGE
        if not self._live.has_room(person.member):
            return TRY_LATER
        with self._live.watch(int(asked), person.member) as watch:
            reading = asyncio.create_task(_gone(socket))
            try:
                return await self._tell(socket, person, watch, reading)
            except (WebSocketDisconnect, RuntimeError):
                return 0
            except (DeniedError, LookupError):
                return GONE
            except Exception:
                log.exception("sheet not told")
                return TROUBLE
            finally:
                reading.cancel()

    async def _tell(
        self,
        socket: WebSocket,
        person: DeskPerson,
        watch: SheetWatch,
        reading: asyncio.Task[None],
    ) -> int:
        known: SheetView | None = None
        shown = socket.query_params.get("head", "")
        while not reading.done():
            if not await self._desk.sessions.holds(person.signed):
                return NOT_SIGNED_IN
            watch.changed.clear()
            now = await finish_work(self._read(person, watch.report))
            told = _news(known, now, shown)
            known, watch.head = now, now.head
            if told is not None:
                await socket.send_text(json.dumps(told))
            await _wait(watch.changed, reading)
        return 0

    async def _read(self, person: DeskPerson, report: int) -> SheetView:
        async with self._desk.reading(person) as ctx:
            return await read_view(ctx, report)


def _news(known: SheetView | None, now: SheetView, shown: str) -> dict[str, object] | None:
    """What the page is told: at first all rows where it shows another state of the report, then
    what has changed; None where there is nothing."""
    told: dict[str, object] = {"head": now.head}
    if known is None:
        if now.head == shown:
            return {"head": now.head, "rows": []}
        rows = [row_patch(row) for row in now.sheet.rows]
        return told | {"rows": rows, "counts": counts_patch(now.sheet.counts), "whole": True}
    if known.head == now.head:
        return None
    if has_other_rows(known.rows, now.rows) or _stands_otherwise(known, now):
        return told | {"reload": True}
    patches = [row_patch(row) for row in changed_rows(known.rows, now.rows)]
    return told | {"rows": patches, "counts": counts_patch(now.sheet.counts)}


def _stands_otherwise(known: SheetView, now: SheetView) -> bool:
    """Whether the report is in another state, so that other things can be done with it."""
    one, other = known.at.report, now.at.report
    return (one.state, one.closed, one.due) != (other.state, other.closed, other.due)


async def _wait(changed: asyncio.Event, reading: asyncio.Task[None]) -> None:
    """Until there may be something to tell, or the page has gone, or for a while."""
    waiting = asyncio.create_task(changed.wait())
    try:
        parts = {waiting, reading}
        await asyncio.wait(parts, timeout=RECHECK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


async def _gone(socket: WebSocket) -> None:
    """Wait until the page has gone; what it says is of no interest."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
