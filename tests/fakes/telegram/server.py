"""The HTTP side of the fake: tokens, methods, faults, and a real socket on a free port."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.fakes.telegram.admin import administer
from tests.fakes.telegram.bodies import read_params
from tests.fakes.telegram.delivery import Replicas
from tests.fakes.telegram.methods import Method, Methods
from tests.fakes.telegram.officer import Officer
from tests.fakes.telegram.polling import Inbound
from tests.fakes.telegram.refusal import RefusalError
from tests.fakes.telegram.world import World
from tests.fakes.world import Fault, Faults, Listening, cut

TOKEN = "123456789:AAfake-Fake_fake0fake1fake2fake3fak"


class FakeTelegram:
    """`async with FakeTelegram() as server:` listens on 127.0.0.1; `server.url` is its base."""

    def __init__(self, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.faults = Faults()
        self.world = World(int(token.partition(":")[0]))
        self.replicas = Replicas()
        self._inbound = Inbound(self.world, self.replicas)
        self._methods: dict[str, Method] = Methods(self.world).table() | {
            "getupdates": self._inbound.get_updates,
            "setwebhook": self._inbound.set_webhook,
            "deletewebhook": self._inbound.delete_webhook,
            "getwebhookinfo": self._inbound.get_webhook_info,
        }
        self._listening = Listening(self, port)
        self.port, self.url = self._listening.port, self._listening.url

    async def __aenter__(self) -> FakeTelegram:
        await self._listening.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._inbound.close()
        await self._listening.stop()

    def chat(self, chat_id: int, first_name: str = "Lan", *, started: bool = False) -> Officer:
        """The officer of this private chat; `started` lets the bot write first."""
        chat = self.world.chat(chat_id, first_name)
        chat.started = chat.started or started
        return Officer(self.world, chat)

    def group(self, chat_id: int, title: str = "Nhóm") -> Officer:
        """Somebody writing in a group that the bot was added to."""
        return Officer(self.world, self.world.chat(chat_id, title, "group"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if scope["path"].startswith("/admin/"):
            await (await self._admin(request))(scope, receive, send)
            return
        if scope["path"].startswith("/file/"):
            await self._download(scope["path"])(scope, receive, send)
            return
        method = scope["path"].rpartition("/")[2].lower()
        body = (await request.body()).decode("utf-8", "replace") if self.faults.reads else ""
        fault = self.faults.strike(method, body)
        trouble = fault.trouble if fault is not None else None
        response = None if trouble == "reset" else await self._answer(request, method, fault)
        if response is None or trouble == "lost":
            cut(receive)
        else:
            await response(scope, receive, send)

    async def _answer(self, request: Request, method: str, fault: Fault | None) -> JSONResponse:
        try:
            self._check_token(request.url.path)
            if method not in self._methods:
                raise RefusalError(404, "Not Found")
            params = await read_params(request)
            await _suffer(fault)
            self.world.calls.append((method, params.values))
            self.world.touch()
            result = await self._methods[method](params)
        except RefusalError as refusal:
            answer: dict[str, Any] = {
                "ok": False,
                "error_code": refusal.code,
                "description": refusal.description,
            }
            if refusal.parameters:
                answer["parameters"] = refusal.parameters
            return JSONResponse(answer, status_code=refusal.code)
        return JSONResponse({"ok": True, "result": result})

    def _download(self, path: str) -> Response:
        """A file that getFile has told the path of."""
        file_id = path.rpartition("/")[2]
        known = path == f"/file/bot{self.token}/documents/{file_id}" and file_id in self.world.files
        return Response(self.world.files[file_id][1]) if known else Response(status_code=404)

    def _check_token(self, path: str) -> None:
        """Something that is no token at all is Not Found, a wrong one Unauthorized."""
        match = re.fullmatch(r"/bot(\d+:[A-Za-z0-9_-]+)/[A-Za-z]+", path)
        if match is None:
            raise RefusalError(404, "Not Found")
        if match[1] != self.token:
            raise RefusalError(401, "Unauthorized")

    async def _admin(self, request: Request) -> JSONResponse:
        path = request.url.path.removeprefix("/admin/").split("/")
        body = await request.body()
        try:
            result = await administer(self, path, json.loads(body) if body else {})
        except (RefusalError, AssertionError, KeyError, ValueError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, status_code=400)
        return JSONResponse(result)


async def _suffer(fault: Fault | None) -> None:
    if fault is None:
        return
    if fault.trouble == "flood":
        wait = fault.retry_after
        raise RefusalError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    if fault.trouble == "error":
        raise RefusalError(fault.code or 500, "Internal Server Error")
    if fault.trouble == "slow":
        await asyncio.sleep(fault.seconds)
