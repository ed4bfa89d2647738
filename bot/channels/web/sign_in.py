"""Coming in by the sign-in link, and signing out."""

from __future__ import annotations

from typing import Protocol

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response

from bot.access.browser_sessions import KEY_LIFE, SignedIn, session_cookie
from bot.access.identity import place_of, visit_of
from bot.channels.request_body import RequestBodyError, read_body
from bot.channels.web import protocol
from bot.channels.web.auth import WebAuth
from bot.channels.web.browser_name import browser_name
from bot.channels.web.channel import WebChannel
from bot.channels.web.cookies import forget_cookie, set_cookie

KEY_LIMIT = 200  # bytes of a sign-in request


class Doorkeeper(Protocol):
    """Who knows the signed-in browsers: `bot.access.browser_sessions.BrowserSessions`."""

    @property
    def secure(self) -> bool: ...

    async def find(self, cookies: dict[str, str]) -> SignedIn | None: ...

    async def holds(self, one: SignedIn) -> bool: ...

    async def begin_by_key(
        self, key: str, agent: str, before: SignedIn | None = None
    ) -> str | None: ...

    async def end(self, one: SignedIn) -> None: ...


def conversation_of(one: SignedIn) -> str:
    """The conversation that a signed-in browser has."""
    if one.member is None:
        return protocol.LOCAL
    return place_of(one.member) if one.by_key else visit_of(one.member)


def is_own_page(access: WebAuth, asked: HTTPConnection) -> bool:
    """Whether it is a page of ours that asks."""
    return access.allows_origin(asked.headers.get("origin", ""), asked.headers.get("host", ""))


class SignInPages:
    """The endpoints `/sign-in` and `/sign-out`."""

    def __init__(
        self, access: WebAuth, sessions: Doorkeeper, web: WebChannel, landing: str = ""
    ) -> None:
        """`landing` is where a wide screen goes on to; empty: it stays with the chat."""
        self._landing = landing
        self._access = access
        self._sessions = sessions
        self._web = web

    async def sign_in(self, request: Request) -> Response:
        """Exchange the key of the sign-in link for a session of this browser's own. One that it
        had before ends."""
        if not is_own_page(self._access, request):
            return _refused()
        try:
            key = (await read_body(request.scope, request.receive, KEY_LIMIT)).decode("ascii")
        except (RequestBodyError, UnicodeDecodeError):
            return _refused()
        agent = browser_name(request.headers.get("user-agent", ""))
        before = await self._sessions.find(request.cookies)
        cookie = await self._sessions.begin_by_key(key, agent, before)
        if cookie is None:
            return _refused()
        await self._end(request)
        response = Response(status_code=204, headers={"X-Landing": self._landing})
        secure = self._sessions.secure
        set_cookie(response, session_cookie(secure), cookie, KEY_LIFE, secure)
        return response

    async def sign_out(self, request: Request) -> Response:
        """End this browser's session; its open pages notice at once."""
        if not is_own_page(self._access, request):
            return PlainTextResponse("Not a page of ours.\n", 403)
        await self._end(request)
        response = Response(status_code=204)
        secure = self._sessions.secure
        forget_cookie(response, session_cookie(secure), secure)
        return response

    async def _end(self, request: Request) -> None:
        before = await self._sessions.find(request.cookies)
        if before is not None:
            await self._sessions.end(before)
            self._web.look_again(conversation_of(before))


def _refused() -> Response:
    return PlainTextResponse("This link is not valid.\n", 403)
