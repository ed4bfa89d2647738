"""What stands around every answer of the web chat: the Host check and the security headers."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.auth import WebAuth

# Scripts and styles from our own files only, nothing from elsewhere, no frame around us, and
# no way from a text to markup (trusted types).
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
NOT_SERVED = "This address is not served here.\n"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


# Of the chat where it stands beside a sheet: pages of our own alone may hold it.
BESIDE_SHEET = {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """ASGI middleware: refuses a foreign Host, and what a proxy has passed on where none is to be;
    puts the headers on every response."""

    def __init__(self, app: ASGIApp, access: WebAuth) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a page may have a policy of its own
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif is_allowed(self._access, Headers(scope=scope)):
            await self._app(scope, receive, guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = PlainTextResponse(NOT_SERVED, 421)
            await refusal(scope, receive, guarded)


def is_allowed(access: WebAuth, headers: Headers) -> bool:
    """Whether a request with these headers may be answered at all."""
    return access.allows_host(headers.get("host", "")) and access.allows_headers(headers.keys())


class Direct:
    """ASGI middleware for other pages than the chat's: refuses what a proxy has passed on where
    none is to be."""

    def __init__(self, app: ASGIApp, access: WebAuth) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._access.allows_headers(Headers(scope=scope).keys()):
            await self._app(scope, receive, send)
            return
        refusal = PlainTextResponse(NOT_SERVED, 421)
        await refusal(scope, receive, send)
