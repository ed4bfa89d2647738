"""A lean stand-in for the Bot API: takes every call, tells the driver who was written to.

It reads of a body only the chat's number, whichever of the three ways the body is written in,
and answers with results that the libraries can read. The tests have a strict one.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable

from bench.speed.wire import Serving, ok

_CHAT = re.compile(rb'chat_id(?:=|":\s*"?|"\r\n(?:[^\r\n]+\r\n)*\r\n)(\d+)')
_SPEAKING = frozenset({b"sendMessage", b"editMessageText", b"sendDocument"})
_ME = {"id": 7, "is_bot": True, "first_name": "Phụ lục", "username": "phuluc_bot"}
_TRUE = ok(b'{"ok":true,"result":true}')
_GET_ME = ok(json.dumps({"ok": True, "result": _ME}).encode())
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"from":{"id":7,"is_bot":true,'
    b'"first_name":"Ph\\u1ee5 l\\u1ee5c","username":"phuluc_bot"},"chat":{"id":%d,'
    b'"first_name":"An","type":"private"},"date":1770000000,"text":"C\\u00e2u ti\\u1ebfp theo"}}'
)


class BotApi:
    """`heard` is called with the chat of each message the moment its call has come in; the
    call itself is answered `latency` seconds later."""

    def __init__(self, heard: Callable[[int], None]) -> None:
        self.latency = 0.0
        self.calls: Counter[bytes] = Counter()
        self.registered = asyncio.Event()  # a webhook was set
        self._heard = heard
        self._message = 0
        self._server: asyncio.Server | None = None

    async def listen(self) -> int:
        """Serve on a free port; the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Line(self), "127.0.0.1", 0, backlog=1_000)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def call(self, line: _Line, method: bytes, body: bytes) -> None:
        self.calls[method] += 1
        response = _TRUE
        if method in _SPEAKING:
            found = _CHAT.search(body)
            assert found is not None, body[:500]
            chat = int(found[1])
            self._message += 1
            response = ok(_MESSAGE % (self._message, chat))
            self._heard(chat)
        elif method == b"getMe":
            response = _GET_ME
        elif method == b"setWebhook":
            self.registered.set()
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, line.reply, response)
        else:
            line.reply(response)


class _Line(Serving):
    def __init__(self, api: BotApi) -> None:
        super().__init__()
        self._api = api

    def answered(self, url: bytes, body: bytes) -> None:
        method = url.partition(b"?")[0].rpartition(b"/")[2]
        self._api.call(self, method, body)
