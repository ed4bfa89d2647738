"""One WebSocket of a browser, from the first message to the last."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.web import protocol
from bot.channels.web.channel import OpenPage, WebChannel
from bot.ports.channel import Inbox

log = structlog.get_logger(__name__)
TRANSCRIPT_LINES = 500
HELLO_SECONDS = 10  # until a page has said hello
RECHECK_SECONDS = 30  # after which a quiet page's right is asked again
TOLD_SECONDS = 1  # within which what is told to a page needs no new question; it comes later
BAD_MESSAGE, TROUBLE, TRY_LATER = 1008, 1011, 1013  # WebSocket close codes
NOT_SIGNED_IN = 4401  # known to the page


class WebSocketSession:
    """Takes what the browser says, in order, and writes what there is to tell it. `still` says
    whether its session holds: it is asked before each message of the browser is taken, before
    something is told to it, and now and then."""

    def __init__(
        self,
        socket: WebSocket,
        inbox: Inbox,
        web: WebChannel,
        page: OpenPage,
        still: Callable[[], Awaitable[bool]],
    ) -> None:
        self._socket = socket
        self._inbox = inbox
        self._web = web
        self._who = page.who
        self._page = page
        self._still = still
        self._greeted = asyncio.Event()
        self._is_owed = False  # something was told without asking
        self._asked_at = asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Serve an accepted socket until either side ends it."""
        parts = (self._write(), self._read(), self._await_hello())
        tasks = {asyncio.create_task(part) for part in parts}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await self._close(max(task.result() for task in done))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _close(self, code: int) -> None:
        """Say why it ends; 0: the browser has gone by itself."""
        if not code:
            return
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(code)

    async def _write(self) -> int:
        """Only this task writes messages. The code by which the socket is to be closed."""
        try:
            while not self._page.behind:
                message = await self._next()
                if not await self._may(TOLD_SECONDS if message else 0):
                    return NOT_SIGNED_IN
                if message:
                    await self._socket.send_text(message)
        except (WebSocketDisconnect, RuntimeError):
            return 0  # the browser is gone; it will fetch the transcript when it is back
        except Exception:
            log.exception("page not told")
            return TROUBLE
        return TRY_LATER

    async def _next(self) -> str:
        """What is to be told next; empty when the right to it is to be asked again."""
        try:
            async with asyncio.timeout(TOLD_SECONDS if self._is_owed else RECHECK_SECONDS):
                return await self._page.next()
        except TimeoutError:
            return ""

    async def _may(self, fresh: float) -> bool:
        """Whether the session holds, as it was seen no longer ago than so many seconds."""
        now = asyncio.get_running_loop().time()
        self._is_owed = now - self._asked_at < fresh
        if self._is_owed:
            return True
        holds = await self._still()
        self._asked_at = now
        return holds

    async def _await_hello(self) -> int:
        """A page that never says hello only takes room."""
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                await self._greeted.wait()
        except TimeoutError:
            return BAD_MESSAGE
        return await asyncio.Future()

    async def _read(self) -> int:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return 0
            try:
                if not await self._may(0):
                    return NOT_SIGNED_IN
                code = await self._take(message.get("text") or "")
            except protocol.ProtocolError:
                return BAD_MESSAGE
            except Exception:
                log.exception("web event not stored")
                return TROUBLE
            if code:
                return code

    async def _take(self, frame: str) -> int:
        """Do what one message says; the code by which the socket is to be closed, if it is."""
        try:
            message = protocol.parse_frame(frame)
        except protocol.ProtocolError as error:
            if not error.id:
                raise
            self._page.tell(protocol.refused_frame(error.id))
            return 0
        if not isinstance(message, protocol.HelloFrame):
            await self._do(message)
            return 0
        if self._greeted.is_set():
            return BAD_MESSAGE
        if not self._web.admits_hello(self._who):
            return TRY_LATER
        self._greeted.set()
        await self._greet()
        return 0

    async def _greet(self) -> None:
        """Tell the conversation so far; an empty one begins now, another may need its question
        once more."""
        self._web.join(self._page)
        lines = await self._inbox.transcript(protocol.CHANNEL, self._who, limit=TRANSCRIPT_LINES)
        self._page.begin(protocol.transcript_frame(lines))
        if not lines:
            self._web.push(protocol.typing_frame(), self._who)
            await self._inbox.receive([protocol.opened_event(self._who)])
        else:
            await self._inbox.receive([protocol.returned_event(self._who)])

    async def _do(self, context: protocol.ClientEvent) -> None:
        """Store the event, and only then say that it is stored."""
        self._web.push(protocol.typing_frame(), self._who)  # before: the answer may come at once
        await self._inbox.receive([protocol.frame_event(context, self._who)])
        self._page.tell(protocol.stored_frame(context.id))
        self._web.push(protocol.own_line(context), self._who, but=self._page)
