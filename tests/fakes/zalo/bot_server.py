"""The Zalo Bot Platform, as far as its documents go: one bot, private chats, polling without an
acknowledgement or a webhook with a secret, and a quota."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.fakes.world import Changes, Faults, Listening, cut, units
from tests.fakes.zalo.shapes import Shapes, of_shape
from tests.support.patience import PATIENCE

BOT_TOKEN = "1459232241454765289:zFakeFakeFakeFakeFakeFakeFakeFakeFakeFakeFake"
TEXT_LIMIT, STYLES = 2_000, ("b",)
DESCRIPTIONS = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Internal server error",
    404: "Not found",
    408: "Request timeout",
    429: "Quota exceeded",
}


class RefusalError(Exception):
    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.description = description or DESCRIPTIONS.get(code, "")


@dataclass
class Quirks:
    """What is reported from the field and may be switched on: refusals at HTTP 200, flat
    webhooks, no display names, photo_url for photo, styled texts refused, events told twice or
    late or not at all, webhooks repeated until they are taken."""

    errors_at_200: bool = False
    flat: bool = False
    nameless: bool = False
    photo_url: bool = False
    no_styles: bool = False
    twice: bool = False
    late: float = 0.0
    lost: bool = False
    repeats: bool = False
    quota: int | None = None  # messages left


@dataclass(frozen=True)
class BotMessage:
    id: str
    text: str
    styles: tuple[tuple[int, int], ...] = ()


@dataclass
class BotPerson:
    """Somebody's phone: what tests drive."""

    server: FakeZaloBot
    id: str
    name: str
    messages: list[BotMessage] = field(default_factory=list)

    async def say(self, text: str) -> str:
        if self.server.quirks.flat:
            return await self._tell("bot.event.text.flat", "", text)
        if self.server.quirks.nameless:
            return await self._tell("bot.event.text.nameless", "result__", text)
        return await self._tell("bot.event.text", "result__", text)

    async def send(self, kind: str) -> str:
        """Send a photo, sticker, voice message or a file (which comes as unsupported)."""
        if kind == "image" and self.server.quirks.photo_url:
            return await self._tell("bot.event.image.photo_url", "result__")
        return await self._tell(f"bot.event.{kind}", "result__")

    async def _tell(self, shape: str, inside: str, text: str | None = None) -> str:
        number = self.server.new_id("u")
        values: dict[str, Any] = {
            f"{inside}message__from__id": self.id,
            f"{inside}message__chat__id": self.id,
            f"{inside}message__message_id": number,
        }
        if not self.server.quirks.nameless:
            values[f"{inside}message__from__display_name"] = self.name
        if text is not None:
            values[f"{inside}message__text"] = text
        await self.server.deliver(self.server.shapes.make(shape, **values))
        return number

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    async def wait_for(self, done: Callable[[], bool], seconds: float = PATIENCE) -> None:
        assert await self.server.changes.until(done, seconds), self.texts[-1:]


class FakeZaloBot:
    """`async with FakeZaloBot() as server:` listens on 127.0.0.1; `server.url` is its base."""

    def __init__(self, token: str = BOT_TOKEN, assumed: frozenset[str] = frozenset()) -> None:
        self.token = token
        self.shapes = Shapes(assumed)
        self.quirks = Quirks()
        self.faults = Faults()
        self.changes = Changes()
        self.people: dict[str, BotPerson] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.webhook: tuple[str, str] | None = None
        self.waiting: list[dict[str, Any]] = []
        self.delivered: list[int] = []  # the statuses that webhooks were answered with
        self._numbers = count(1)
        self._listening = Listening(self)
        self._jobs: set[asyncio.Task[None]] = set()
        self._lane = asyncio.Lock()
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendChatAction": self._send_action,
        }

    @property
    def url(self) -> str:
        return self._listening.url

    async def __aenter__(self) -> FakeZaloBot:
        await self._listening.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        await self._listening.stop()

    def person(self, who: str = "6ede9afa66b88fe6d6a9", name: str = "Lan") -> BotPerson:
        if who not in self.people:
            self.people[who] = BotPerson(self, who, name)
        return self.people[who]

    def new_id(self, kind: str) -> str:
        return f"{kind}{next(self._numbers):019x}"

    async def deliver(self, event: dict[str, Any]) -> None:
        """Tell the bot of an event, over its webhook or when it polls."""
        if self.quirks.lost:
            return
        for _ in range(2 if self.quirks.twice else 1):
            if self.webhook is None:
                self.waiting.append(event)
            else:
                job = asyncio.create_task(self._post(event, self.quirks.late))
                self._jobs.add(job)
                job.add_done_callback(self._jobs.discard)
        self.changes.touch()

    async def _post(self, event: dict[str, Any], late: float) -> None:
        await asyncio.sleep(late)
        async with self._lane, httpx.AsyncClient(timeout=PATIENCE, verify=False) as client:
            while self.webhook is not None:
                url, secret = self.webhook
                try:
                    headers = {"X-Bot-Api-Secret-Token": secret}
                    status = (await client.post(url, json=event, headers=headers)).status_code
                except httpx.HTTPError:
                    status = 0
                self.delivered.append(status)
                self.changes.touch()
                if status == 200 or not self.quirks.repeats:
                    return
                await asyncio.sleep(0.05)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        method = scope["path"].rpartition("/")[2]
        fault = self.faults.strike(scope["path"])
        if fault is not None and fault.trouble == "reset":
            cut(receive)
            return
        if fault is not None and fault.trouble == "error" and fault.foreign:
            await PlainTextResponse("<html>", fault.code or 502)(scope, receive, send)
            return
        try:
            if fault is not None and fault.trouble == "error":
                raise RefusalError(fault.code or 403)
            if fault is not None and fault.trouble == "slow":
                await asyncio.sleep(fault.seconds)
            body, status = await self._answer(request, method), 200
        except RefusalError as refusal:
            body = self.shapes.make(
                "bot.error", error_code=refusal.code, description=refusal.description
            )
            status = 200 if self.quirks.errors_at_200 else refusal.code
        if fault is not None and fault.trouble == "lost":
            cut(receive)
        else:
            await JSONResponse(body, status)(scope, receive, send)

    async def _answer(self, request: Request, method: str) -> dict[str, Any]:
        if request.url.path != f"/bot{self.token}/{method}":
            raise RefusalError(401)
        if method not in self._methods:
            raise RefusalError(404)
        raw = await request.body()
        try:
            params = json.loads(raw) if raw else {}
        except ValueError:
            raise RefusalError(400) from None
        self.calls.append((method, params))
        self.changes.touch()
        return await self._methods[method](params)

    async def _get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        return self.shapes.make("bot.getMe")

    async def _get_updates(self, params: dict[str, Any]) -> dict[str, Any]:
        if self.webhook is not None:
            return self.shapes.make("bot.poll.webhook_active")
        seconds = min(float(params.get("timeout", 30)), 60)
        if not await self.changes.until(lambda: bool(self.waiting), seconds):
            raise RefusalError(408)
        event = self.waiting.pop(0)  # handed out once, with nothing to acknowledge it by
        self.changes.touch()
        return event if "result" in event else {"ok": True, "result": event}

    async def _set_webhook(self, params: dict[str, Any]) -> dict[str, Any]:
        if not of_shape("bot.setWebhook.request", params) or not len(params["secret_token"]) >= 8:
            raise RefusalError(400)
        self.webhook = (params["url"], params["secret_token"])
        self.changes.touch()
        return self.shapes.make("bot.setWebhook", result__url=params["url"])

    async def _delete_webhook(self, _: dict[str, Any]) -> dict[str, Any]:
        self.webhook = None
        return self.shapes.make("bot.deleteWebhook")

    async def _webhook_info(self, _: dict[str, Any]) -> dict[str, Any]:
        return self.shapes.make(
            "bot.getWebhookInfo", result__url=self.webhook[0] if self.webhook else ""
        )

    async def _send_action(self, _: dict[str, Any]) -> dict[str, Any]:
        return self.shapes.make("bot.sendChatAction")

    async def _send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        styled = of_shape("bot.sendMessage.request.styled", params)
        if not styled and not of_shape("bot.sendMessage.request", params):
            raise RefusalError(400, "Bad request: parameters")
        text = params["text"]
        if not text.strip() or units(text) > TEXT_LIMIT:
            raise RefusalError(400, "Bad request: text")
        if styled and (self.quirks.no_styles or not _styles_fit(params["text_styles"], text)):
            raise RefusalError(400, "Bad request: text_styles")
        person = self.people.get(params["chat_id"])
        if person is None:
            raise RefusalError(404)
        if self.quirks.quota is not None:
            if not self.quirks.quota:
                raise RefusalError(429)
            self.quirks.quota -= 1
        styles = tuple((one["start"], one["len"]) for one in params.get("text_styles", ()))
        person.messages.append(BotMessage(self.new_id("b"), text, styles))
        self.changes.touch()
        return self.shapes.make("bot.sendMessage", result__message_id=person.messages[-1].id)


def _styles_fit(styles: list[dict[str, Any]], text: str) -> bool:
    whole = units(text)
    return all(
        one["start"] >= 0
        and one["len"] > 0
        and one["start"] + one["len"] <= whole
        and set(one["st"]) <= {*STYLES}
        for one in styles
    )
