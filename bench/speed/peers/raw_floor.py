"""The floor: what receiving, storing and replying cost when nothing else is done.

uvloop, JSON, answers that came in together in one commit, one call out for each. The 200 and
the reply follow the commit. It knows no users, no history, no checks.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from decimal import Decimal
from typing import Any

import uvloop

from bench.speed.peers import form
from bench.speed.wire import Pool, Serving, ok

SETTINGS = form.settings()
SECRET = SETTINGS.secret.encode()
HOST, _, PORT = SETTINGS.api.removeprefix("http://").partition(":")
CALL = (
    f"POST /bot{SETTINGS.token}/%s HTTP/1.1\r\nHost: {HOST}\r\n"
    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
)
CONNECTIONS = 256
Waiting = tuple["Line", int, int, Decimal | None]


def call(method: str, body: dict[str, Any]) -> bytes:
    content = json.dumps(body).encode()
    return (CALL % (method, len(content))).encode() + content


class Floor:
    def __init__(self) -> None:
        self._database = form.open_database(SETTINGS.database)
        self._places: dict[int, int] = {}
        self._waiting: list[Waiting] = []
        self.out = Pool(HOST, int(PORT), CONNECTIONS)

    def take(self, line: Line, body: bytes) -> None:
        message = json.loads(body)["message"]
        chat, text = message["chat"]["id"], message["text"]
        if text == "/start":
            self._places[chat] = -1
            number = None
        else:
            number = form.read_number(text)
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._commit)
        self._places[chat] = place = self._places[chat] + 1
        self._waiting.append((line, chat, place, number))

    def _commit(self) -> None:
        """Everything that came in since the last turn of the loop, in one transaction."""
        waiting, self._waiting = self._waiting, []
        rows = [
            (c, place - 1, str(number)) for _, c, place, number in waiting if number is not None
        ]
        if rows:
            self._database.executemany(form.SAVE, rows)
            self._database.commit()
        for line, chat, place, number in waiting:
            line.reply(ok(b""))
            self._say(chat, place, "" if number is None else str(number))

    def _say(self, chat: int, place: int, said: str) -> None:
        over = place == len(SETTINGS.questions)
        text = form.THANKS if over else form.prompt(SETTINGS.questions, place, said)
        self.out.ask(call("sendMessage", {"chat_id": chat, "text": text}), lambda _: None)


class Line(Serving):
    def __init__(self, floor: Floor) -> None:
        super().__init__()
        self._floor = floor
        self._shown = b""

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"x-telegram-bot-api-secret-token":
            self._shown = value

    def answered(self, url: bytes, body: bytes) -> None:
        if hmac.compare_digest(self._shown, SECRET):
            self._floor.take(self, body)
        else:
            self.reply(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        self._shown = b""


async def main() -> None:
    floor = Floor()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Line(floor), "127.0.0.1", SETTINGS.port, backlog=1_000
    )
    floor.out.ask(call("setWebhook", {"url": "http://127.0.0.1/"}), lambda _: None)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
