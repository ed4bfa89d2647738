"""A Zalo Official Account, as far as its documents go: rotating tokens, text, buttons, files,
templates, windows, and signed webhooks."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from tests.fakes.world import Changes, Faults, Listening, cut, units
from tests.fakes.zalo.shapes import Shapes, of_shape
from tests.support.patience import PATIENCE

APP_ID, APP_SECRET = "360846524940903967", "app-secret-Fake-0123456789"
OA_ID, OA_SECRET = "388613280878808645", "oa-secret-Fake-9876543210"
TEXT_LIMIT, TITLE_LIMIT, PAYLOAD_LIMIT, MOST_BUTTONS = 2_000, 100, 1_000, 5
FILE_LIMIT, FILE_KINDS = 5 * 1_048_576, (".pdf", ".doc", ".docx")
HOUR = 3_600.0
MESSAGES = {
    -32: "Rate limit",
    -100: "Attachment expired",
    -201: "Parameters are invalid",
    -211: "Out of quota",
    -213: "User has not followed the official account",
    -216: "Access token is invalid",
    -218: "Out of quota for the receiver",
    -223: "Not authorised",
    -224: "Package",
    -227: "User is inactive",
    -230: "User has not interacted in the past 7 days",
    -232: "Out of the window",
}


class RefusalError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Quirks:
    """What the sources do not agree on, and may be switched on."""

    mac_prefix: bool = True
    header_timestamp: bool = False  # signed with the header's, not with the body's
    signed_with: str = OA_SECRET
    signed_for: str = APP_ID
    attachment_id: bool = False
    errors_as_401: bool = False
    twice: bool = False
    repeats: bool = True
    patience: float = PATIENCE  # seconds an event may take; Zalo itself waits two


@dataclass(frozen=True)
class OaButton:
    label: str
    payload: str


@dataclass(frozen=True)
class OaMessage:
    id: str
    text: str = ""
    buttons: tuple[OaButton, ...] = ()
    file: tuple[str, bytes] | None = None
    template: dict[str, str] | None = None
    asks_contact: bool = False


@dataclass
class OaPerson:
    """Somebody's phone: what tests drive."""

    server: FakeZaloOa
    id: str
    follows: bool = True
    last: float | None = None  # when they last did something, in the fake's time
    messages: list[OaMessage] = field(default_factory=list)

    async def say(self, text: str) -> str:
        return await self._tell("oa.event.text", message__text=text)

    async def reply(self, message: str, text: str) -> str:
        """Answer the message of this id, with it quoted."""
        values = {"message__quote_msg_id": message, "message__text": text}
        return await self._tell("oa.event.text.reply", **values)

    async def tap(self, label: str) -> str:
        """Tap a button: its payload arrives as a text."""
        for message in reversed(self.messages):
            for button in message.buttons:
                if button.label.startswith(label):
                    return await self.say(button.payload)
        raise AssertionError(f"no button {label!r}")

    async def send_file(self, name: str, content: bytes) -> str:
        number = self.server.new_id("f")
        self.server.files[number] = (name, content)
        payload = "message__attachments__0__payload__"
        return await self._tell(
            "oa.event.file",
            **{
                f"{payload}size": str(len(content)),
                f"{payload}name": name,
                f"{payload}checksum": hashlib.md5(content).hexdigest(),
                f"{payload}type": name.rpartition(".")[2],
                f"{payload}url": f"{self.server.url}/files/{number}",
            },
        )

    async def send(self, kind: str) -> str:
        return await self._tell(f"oa.event.{kind}")

    async def follow(self) -> None:
        self.follows, self.last = True, self.server.now()
        await self.server.deliver("oa.event.follow", follower__id=self.id)

    async def unfollow(self) -> None:
        self.follows = False
        await self.server.deliver("oa.event.unfollow", follower__id=self.id)

    async def share(self, name: str, phone: str) -> None:
        self.last = self.server.now()
        await self.server.deliver(
            "oa.event.contact", sender__id=self.id, info__name=name, info__phone=phone
        )

    async def _tell(self, shape: str, **values: Any) -> str:
        self.last = self.server.now()
        number = self.server.new_id("u")
        await self.server.deliver(shape, sender__id=self.id, message__msg_id=number, **values)
        return number

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    async def wait_for(self, done: Callable[[], bool], seconds: float = PATIENCE) -> None:
        assert await self.server.changes.until(done, seconds), self.texts[-1:]


class FakeZaloOa:
    """`async with FakeZaloOa() as server:` listens on 127.0.0.1; `server.url` is the base of all
    its addresses."""

    def __init__(self, assumed: frozenset[str] = frozenset()) -> None:
        self.shapes = Shapes(assumed)
        self.quirks = Quirks()
        self.faults = Faults()
        self.changes = Changes()
        self.people: dict[str, OaPerson] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.uploads: dict[str, tuple[str, bytes]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.webhook = ""
        self.delivered: list[int] = []
        self.ahead = 0.0  # seconds that the fake's time is ahead
        self.access, self.refresh = "access-0", "refresh-0"
        self.expired = False
        self.refreshes = 0
        self._numbers = count(1)
        self._listening = Listening(self)
        self._jobs: set[asyncio.Task[None]] = set()
        self._lane = asyncio.Lock()

    @property
    def url(self) -> str:
        return self._listening.url

    async def __aenter__(self) -> FakeZaloOa:
        await self._listening.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        await self._listening.stop()

    def now(self) -> float:
        return time.time() + self.ahead

    def person(self, who: str = "246845883529197922") -> OaPerson:
        if who not in self.people:
            self.people[who] = OaPerson(self, who)
        return self.people[who]

    def new_id(self, kind: str) -> str:
        return f"{kind}{next(self._numbers):019x}"

    async def deliver(self, shape: str, **values: Any) -> None:
        """Post an event to the webhook, signed; repeated while it is not taken."""
        values |= {"timestamp": str(int(self.now() * 1000))}
        event = self.shapes.make(shape, **values)
        for _ in range(2 if self.quirks.twice else 1):
            job = asyncio.create_task(self._post(event))
            self._jobs.add(job)
            job.add_done_callback(self._jobs.discard)

    async def probe(self) -> int:
        """What a new address is asked, unsigned."""
        async with httpx.AsyncClient(timeout=PATIENCE, verify=False) as client:
            answer = await client.post(self.webhook, json=self.shapes.make("oa.event.probe"))
        return answer.status_code

    def signed(self, body: bytes, stamp: str) -> dict[str, str]:
        """The headers of a genuine event."""
        said = self.quirks.signed_for.encode() + body + stamp.encode()
        mac = hashlib.sha256(said + self.quirks.signed_with.encode()).hexdigest()
        prefix = "mac=" if self.quirks.mac_prefix else ""
        headers = {"Content-Type": "application/json", "X-ZEvent-Signature": prefix + mac}
        return headers | {"X-ZEvent-Timestamp": stamp}

    async def _post(self, event: dict[str, Any]) -> None:
        # Spaces and escapes as they come: only the raw bytes give the signature.
        body = json.dumps(event, ensure_ascii=False, separators=(", ", ":")).encode()
        stamp = "1999999999999" if self.quirks.header_timestamp else str(event["timestamp"])
        async with self._lane, httpx.AsyncClient(verify=False) as client:
            while self.webhook:
                try:
                    headers = self.signed(body, stamp)
                    sent = {"content": body, "headers": headers, "timeout": self.quirks.patience}
                    status = (await client.post(self.webhook, **sent)).status_code
                except httpx.HTTPError:
                    status = 0
                self.delivered.append(status)
                self.changes.touch()
                if status == 200 or not self.quirks.repeats:
                    return
                await asyncio.sleep(0.05)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request, path = Request(scope, receive), scope["path"]
        fault = self.faults.strike(path)
        if fault is not None and fault.trouble == "reset":
            cut(receive)
            return
        if fault is not None and fault.trouble == "error" and fault.foreign:
            await PlainTextResponse("<html>", fault.code or 502)(scope, receive, send)
            return
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        try:
            if fault is not None and fault.trouble == "error":
                raise RefusalError(fault.code or 403)
            response = await self._answer(request, path)
        except RefusalError as refusal:
            response = JSONResponse(self._error(refusal.code))  # at HTTP 200
        if fault is not None and fault.trouble == "lost":
            cut(receive)
        else:
            await response(scope, receive, send)

    def _error(self, code: int) -> dict[str, Any]:
        if code == -216 and self.quirks.errors_as_401:
            return self.shapes.make("oa.error.401")
        return self.shapes.make("oa.error", error=code, message=MESSAGES.get(code, "Error"))

    async def _answer(self, request: Request, path: str) -> Response:
        if path.startswith("/files/"):
            found = self.files.get(path.rpartition("/")[2])
            return Response(found[1]) if found else PlainTextResponse("gone", 404)
        if path == "/v4/oa/access_token":
            return JSONResponse(await self._token(request))
        if self.expired or request.headers.get("access_token") != self.access:
            raise RefusalError(-216)
        if path == "/v2.0/oa/upload/file":
            return JSONResponse(await self._upload(request))
        body = json.loads(await request.body())
        self.calls.append((path, body))
        if path == "/v3.0/oa/message/cs":
            return JSONResponse(self._message(body))
        if path == "/v3.0/oa/message/template":
            return JSONResponse(self._template(body))
        return PlainTextResponse("not found", 404)

    async def _token(self, request: Request) -> dict[str, Any]:
        """A new pair for one that was not used; the old access token dies at once."""
        form = {key: str(value) for key, value in (await request.form()).items()}
        self.calls.append(("/v4/oa/access_token", form))
        genuine = request.headers.get("secret_key") == APP_SECRET and form.get("app_id") == APP_ID
        if not genuine or not of_shape("oa.token.request", form):
            return self.shapes.make("oa.token.used", error=-14002)
        if form["refresh_token"] != self.refresh:
            return self.shapes.make("oa.token.used")
        self.refreshes += 1
        self.access, self.refresh = f"access-{self.refreshes}", f"refresh-{self.refreshes}"
        self.expired = False
        self.changes.touch()
        return self.shapes.make("oa.token", access_token=self.access, refresh_token=self.refresh)

    async def _upload(self, request: Request) -> dict[str, Any]:
        async with request.form(max_part_size=50 * 1_048_576) as form:
            file: Any = form.get("file")
            name, content = file.filename, await file.read()
        self.calls.append(("/v2.0/oa/upload/file", {"name": name}))
        if not name.lower().endswith(FILE_KINDS) or not 0 < len(content) <= FILE_LIMIT:
            raise RefusalError(-201)
        token = self.new_id("t")
        self.uploads[token] = (name, content)
        if self.quirks.attachment_id:
            return self.shapes.make("oa.upload.attachment_id", data__attachment_id=token)
        return self.shapes.make("oa.upload", data__token=token)

    def _message(self, body: dict[str, Any]) -> dict[str, Any]:
        message = self._read(body)
        person = self.people.get(body["recipient"]["user_id"])
        if person is None or not person.follows:
            raise RefusalError(-213)
        if person.last is None or self.now() - person.last > 7 * 24 * HOUR:
            raise RefusalError(-230)
        person.messages.append(message)
        self.changes.touch()
        return self.shapes.make("oa.send", data__message_id=message.id, data__user_id=person.id)

    def _read(self, body: dict[str, Any]) -> OaMessage:
        number = self.new_id("b")
        content = body.get("message", {})
        if of_shape("oa.send.text.request", body):
            return OaMessage(number, self._text(content))
        if of_shape("oa.send.buttons.request", body):
            buttons = content["attachment"]["payload"]["buttons"]
            if not 0 < len(buttons) <= MOST_BUTTONS:
                raise RefusalError(-201)
            for one in buttons:
                fits = 0 < units(one["title"]) <= TITLE_LIMIT
                if not fits or units(one["payload"]) > PAYLOAD_LIMIT:
                    raise RefusalError(-201)
            shown = tuple(OaButton(one["title"], one["payload"]) for one in buttons)
            return OaMessage(number, self._text(content), shown)
        if of_shape("oa.send.file.request", body):
            file = self.uploads.get(content["attachment"]["payload"]["token"])
            if file is None:
                raise RefusalError(-100)
            return OaMessage(number, file=file)
        if of_shape("oa.send.contact.request", body):
            return OaMessage(number, asks_contact=True)
        raise RefusalError(-201)

    def _text(self, content: dict[str, Any]) -> str:
        text = str(content["text"])
        if not text.strip() or units(text) > TEXT_LIMIT:
            raise RefusalError(-201)
        return text

    def _template(self, body: dict[str, Any]) -> dict[str, Any]:
        if not of_shape("oa.template.request", body):
            raise RefusalError(-201)
        person = self.people.get(body["user_id"])
        if person is None:
            raise RefusalError(-213)
        number = self.new_id("z")
        person.messages.append(OaMessage(number, template=body["template_data"]))
        self.changes.touch()
        return self.shapes.make("oa.template", data__msg_id=number)
