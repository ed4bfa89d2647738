"""The web chat's HTTP side: the page, the socket, downloads, sign-in, health."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.channel import Door
from bot.joining import visit_of
from bot.tracing import RequestIds
from bot.web import protocol
from bot.web.access import Access
from bot.web.channel import WebChannel
from bot.web.files import attachment
from bot.web.guard import Guard
from bot.web.uploading import upload
from bot.web.visit import Visit
from storage.limits import MOST_ROWS

STATIC = Path(__file__).parent / "static"
KEY_LIMIT = 200  # bytes of a sign-in request
COOKIE_LIFE = 180 * 24 * 3600  # seconds
NOT_SIGNED_IN = 4401  # WebSocket close code, known to the page


async def nobody(cookie: str) -> int | None:
    """Whose report a cookie opens, where nobody comes in by links."""
    return None


def create_app(
    desk: Door,
    web: WebChannel,
    access: Access,
    *,
    hooks: Mapping[str, ASGIApp] | None = None,
    routes: Sequence[BaseRoute] = (),
    visitor: Callable[[str], Awaitable[int | None]] = nobody,
) -> ASGIApp:
    """The web application. `hooks` are other people's (webhooks), by path: they come first.
    `routes` are other people's pages. Both look after their own authority. `visitor` tells the
    member whose cookie it is. The page of the chat itself is no secret; what it shows is."""
    pages = _Pages(desk, web, access, visitor)
    own: list[BaseRoute] = [
        Route("/", _page),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/sign-in", pages.sign_in, methods=["POST"]),
        Route("/files/{message:int}", pages.file),
        Route("/upload", pages.upload, methods=["POST"]),
        Route("/who", pages.who),
        WebSocketRoute("/ws", pages.socket),
    ]
    chat = Guard(Starlette(routes=own), access)  # around the 404s too
    app = Starlette(routes=[*routes, Route("/healthz", _healthy), Mount("/", chat)])
    named = RequestIds(app)
    return Hooks(hooks, named) if hooks else named


class Hooks:
    """ASGI middleware: what asks for a hook's path goes straight to it."""

    def __init__(self, hooks: Mapping[str, ASGIApp], app: ASGIApp) -> None:
        self._hooks = hooks
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hook = self._hooks.get(scope["path"]) if scope["type"] == "http" else None
        await (hook or self._app)(scope, receive, send)


async def _page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


class _Pages:
    """The endpoints that need the desk or the rules of access."""

    def __init__(
        self,
        desk: Door,
        web: WebChannel,
        access: Access,
        visitor: Callable[[str], Awaitable[int | None]],
    ) -> None:
        self._desk = desk
        self._web = web
        self._access = access
        self._visitor = visitor

    async def _who(self, asked: HTTPConnection) -> str | None:
        """Whose conversation this browser has: of the member who came in by a link, or else of
        the person at this machine; None for anybody else."""
        cookie = asked.cookies.get(protocol.COOKIE)
        member = await self._visitor(cookie) if cookie else None
        if member is not None:
            return visit_of(member)
        return protocol.LOCAL if self._access.signed_in(asked.cookies) else None

    async def _speaker(self, asked: HTTPConnection) -> str | None:
        """The same, if the page that asks shows that person's conversation still: another one
        may have come in meanwhile in the same browser."""
        who = await self._who(asked)
        return who if who == asked.query_params.get("as", protocol.LOCAL) else None

    async def who(self, request: Request) -> Response:
        """The name of this browser's conversation, which its page must give."""
        who = await self._who(request)
        return PlainTextResponse(who or "", 200 if who else 403)

    async def socket(self, socket: WebSocket) -> None:
        """The conversation. A foreign page is refused the handshake; our own page without a
        cookie is told why."""
        if not self._is_own_page(socket):
            await socket.close(1008)
            return
        await socket.accept()
        who = await self._speaker(socket)
        if who is None:
            await socket.close(NOT_SIGNED_IN)
            return
        await Visit(socket, self._desk, self._web, who).run()

    async def file(self, request: Request) -> Response:
        """The document that a message of the bot carries."""
        who = await self._who(request)
        if who is None:
            return PlainTextResponse("Sign in first.\n", 403)
        message = request.path_params["message"]
        found = None
        if message <= MOST_ROWS:
            found = await self._desk.file(protocol.CHANNEL, who, message)
        return attachment(found) if found else PlainTextResponse("No such file.\n", 404)

    async def upload(self, request: Request) -> Response:
        """A file that the officer sends."""
        who = await self._speaker(request) if self._is_own_page(request) else None
        if who is None:
            return PlainTextResponse("Sign in first.\n", 403)
        return await upload(request, self._desk, self._web, who)

    async def sign_in(self, request: Request) -> Response:
        """Exchange the key of the sign-in link for a cookie that no script can read."""
        cookie = self._access.sign_in(await _body(request)) if self._is_own_page(request) else None
        if cookie is None:
            return PlainTextResponse("This link is not valid.\n", 403)
        response = Response(status_code=204)
        response.set_cookie(
            self._access.cookie_name,
            cookie,
            max_age=COOKIE_LIFE,
            httponly=True,
            samesite="strict",
            secure=self._access.secure,
        )
        return response

    def _is_own_page(self, asked: HTTPConnection) -> bool:
        headers = asked.headers
        return self._access.allows_origin(headers.get("origin", ""), headers.get("host", ""))


async def _body(request: Request) -> str:
    """The request's body as text; empty when it is longer than a key can be."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > KEY_LIMIT:
            return ""
    return body.decode("ascii", "replace")
