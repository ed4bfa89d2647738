"""The web chat's HTTP side: the page, the socket, downloads, sign-in, health."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.access.browser_sessions import SignedIn
from bot.channels.web import protocol
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.files import attach_file, take_upload
from bot.channels.web.security import BESIDE_SHEET, Direct, SecurityHeaders
from bot.channels.web.sign_in import Doorkeeper, SignInPages, conversation_of, is_own_page
from bot.channels.web.socket import NOT_SIGNED_IN, TRY_LATER, WebSocketSession
from bot.ports.channel import Inbox
from bot.runtime.request_ids import RequestIds
from storage.tables.types import MOST_ROWS

STATIC = Path(__file__).parent / "static"
BESIDE = "canh"  # in the query of the chat's address where a sheet holds it


def create_app(
    inbox: Inbox,
    web: WebChannel,
    access: WebAuth,
    sessions: Doorkeeper,
    *,
    hooks: Mapping[str, ASGIApp] | None = None,
    routes: Sequence[BaseRoute] = (),
    health: Sequence[BaseRoute] = (),
    desk: Sequence[BaseRoute] = (),
    landing: str = "",
    trial: bool = False,
    api: Mapping[str, ASGIApp] = {},
) -> ASGIApp:
    """The web application. `hooks` are other people's (webhooks), by path: they come first.
    `routes` are other people's pages. Both look after their own authority, and so does `health`.
    `api` are other applications, by the path below which they stand, each with its own authority.
    `desk` are the pages of the desk, behind the same checks as the chat; `landing` is where who
    comes by the key begins on a wide screen.
    The page of the chat itself is no secret; what it shows is. That of a `trial` says so."""
    pages = _Pages(inbox, web, access, sessions)
    entry = SignInPages(access, sessions, web, landing)
    own: list[BaseRoute] = [
        Route("/", _trial_page if trial else _page),
        Mount("/static", StaticFiles(directory=STATIC)),
        Route("/sign-in", entry.sign_in, methods=["POST"]),
        Route("/sign-out", entry.sign_out, methods=["POST"]),
        Route("/files/{message:int}", pages.file),
        Route("/upload", pages.upload, methods=["POST"]),
        Route("/who", pages.who),
        WebSocketRoute("/ws", pages.socket),
        *desk,
    ]
    chat = SecurityHeaders(Starlette(routes=own), access)  # around the 404s too
    direct = [_direct(route, access) for route in routes]
    beside = [_mounted(path, SecurityHeaders(one, access)) for path, one in api.items()]
    own_health = Route("/healthz", _healthy)
    app = Starlette(routes=[*direct, *health, own_health, *beside, Mount("/", chat)])
    named = RequestIds(app)
    return HookRouter(hooks, named) if hooks else named


def _direct(route: BaseRoute, access: WebAuth) -> BaseRoute:
    """The route, closed to what a proxy has passed on where none is to be."""
    if isinstance(route, Route):
        route.app = Direct(route.app, access)
    return route


def _mounted(path: str, app: ASGIApp) -> Mount:
    """Everything below the path, also what has an end of line in it."""
    made = Mount(path, app)
    made.path_regex = re.compile(made.path_regex.pattern, re.DOTALL)
    return made


class HookRouter:
    """ASGI middleware: what asks for a hook's path goes straight to it."""

    def __init__(self, hooks: Mapping[str, ASGIApp], app: ASGIApp) -> None:
        self._hooks = hooks
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hook = self._hooks.get(scope["path"]) if scope["type"] == "http" else None
        await (hook or self._app)(scope, receive, send)


async def _page(request: Request) -> Response:
    beside = BESIDE in request.query_params
    return FileResponse(STATIC / "index.html", headers=BESIDE_SHEET if beside else None)


async def _trial_page(_: Request) -> Response:
    """The same page, which says that nothing on it is a report."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    return HTMLResponse(page.replace('id="trial" hidden', 'id="trial"'))


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


class _Pages:
    """The endpoints that need the inbox and a signed-in browser."""

    def __init__(
        self, inbox: Inbox, web: WebChannel, access: WebAuth, sessions: Doorkeeper
    ) -> None:
        self._inbox = inbox
        self._web = web
        self._access = access
        self._sessions = sessions

    async def _who(self, asked: HTTPConnection) -> str | None:
        """Whose conversation this browser has; None for one that is not signed in."""
        found = await self._sessions.find(asked.cookies)
        return conversation_of(found) if found is not None else None

    async def _find_session(self, asked: HTTPConnection) -> SignedIn | None:
        """The browser's session, if the page that asks shows that person's conversation still:
        another one may have come in meanwhile in the same browser."""
        found = await self._sessions.find(asked.cookies)
        shown = asked.query_params.get("as", protocol.LOCAL)
        return found if found is not None and conversation_of(found) == shown else None

    async def who(self, request: Request) -> Response:
        """The name of this browser's conversation, which its page must give."""
        who = await self._who(request)
        return PlainTextResponse(who or "", 200 if who else 403)

    async def socket(self, socket: WebSocket) -> None:
        """The conversation. A foreign page is refused the handshake; our own page without a
        session is told why. It is counted from here on, whatever it says or does not say."""
        if not is_own_page(self._access, socket):
            await socket.close(1008)
            return
        speaker = await self._find_session(socket)
        await socket.accept()
        if speaker is None:
            await socket.close(NOT_SIGNED_IN)
            return
        who = conversation_of(speaker)
        page = self._web.enter(who)
        if page is None:
            await socket.close(TRY_LATER)
            return
        try:
            still = partial(self._sessions.holds, speaker)
            await WebSocketSession(socket, self._inbox, self._web, page, still).run()
        finally:
            self._web.leave(page)

    async def file(self, request: Request) -> Response:
        """The document that a message of the bot carries."""
        who = await self._who(request)
        if who is None:
            return PlainTextResponse("Sign in first.\n", 403)
        message = request.path_params["message"]
        found = None
        if message <= MOST_ROWS:
            found = await self._inbox.file(protocol.CHANNEL, who, message)
        return attach_file(found) if found else PlainTextResponse("No such file.\n", 404)

    async def upload(self, request: Request) -> Response:
        """A file that the officer sends."""
        own = is_own_page(self._access, request)
        speaker = await self._find_session(request) if own else None
        if speaker is None:
            return PlainTextResponse("Sign in first.\n", 403)
        return await take_upload(request, self._inbox, self._web, conversation_of(speaker))
