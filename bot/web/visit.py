"""One browser's visit: its WebSocket from the first message to the last."""

from __future__ import annotations

import asyncio

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channel import Door
from bot.web import protocol
from bot.web.channel import Page, WebChannel

log = structlog.get_logger(__name__)
TRANSCRIPT_LINES = 500
BAD_MESSAGE, TROUBLE, TRY_LATER = 1008, 1011, 1013  # WebSocket close codes


class Visit:
    """Takes what the browser says, in order, and writes what there is to tell it."""

    def __init__(self, socket: WebSocket, desk: Door, web: WebChannel, who: str) -> None:
        self._socket = socket
        self._desk = desk
        self._web = web
        self._who = who
        self._page = Page(who)

    async def run(self) -> None:
        """Serve an accepted socket until either side ends it."""
        if not self._web.has_room(self._who):
            await self._socket.close(TRY_LATER)
            return
        writing = asyncio.create_task(self._write())
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait({writing, reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._web.leave(self._page)
            for task in (writing, reading):
                task.cancel()
            await asyncio.gather(writing, reading, return_exceptions=True)

    async def _write(self) -> None:
        """Only this task writes messages."""
        try:
            while not self._page.behind:
                await self._socket.send_text(await self._page.next())
            await self._socket.close(TRY_LATER)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the browser is gone; it will fetch the transcript when it is back

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                await self._take(message.get("text") or "")
            except protocol.ProtocolError:
                await self._socket.close(BAD_MESSAGE)
                return
            except Exception:
                log.exception("web event not stored")
                await self._socket.close(TROUBLE)
                return

    async def _take(self, frame: str) -> None:
        try:
            message = protocol.parse(frame)
        except protocol.ProtocolError as error:
            if not error.id:
                raise
            self._page.tell(protocol.refused(error.id))
            return
        if isinstance(message, protocol.Hello):
            await self._greet()
        else:
            await self._do(message)

    async def _greet(self) -> None:
        """Tell the conversation so far; an empty one begins now, another may need its question
        once more."""
        self._web.join(self._page)
        lines = await self._desk.transcript(protocol.CHANNEL, self._who, limit=TRANSCRIPT_LINES)
        self._page.begin(protocol.transcript(lines))
        if not lines:
            self._web.push(protocol.typing(), self._who)
            await self._desk.receive([protocol.opened(self._who)])
        else:
            await self._desk.receive([protocol.returned(self._who)])

    async def _do(self, deed: protocol.Deed) -> None:
        """Store the event, and only then say that it is stored."""
        self._web.push(protocol.typing(), self._who)  # before: the answer may come at once
        await self._desk.receive([protocol.incoming(deed, self._who)])
        self._page.tell(protocol.stored(deed.id))
        self._web.push(protocol.own_line(deed), self._who, but=self._page)
