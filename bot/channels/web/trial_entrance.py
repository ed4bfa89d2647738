"""The way to the pages on which drafted forms are tried: each lies under the token of its link."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.access.signed_links import LinkKind
from bot.channels.web.cookies import browser_cookie
from bot.channels.web.link_forms import LinkForms
from bot.channels.web.socket import NOT_SIGNED_IN


class NoTrial(Enum):
    """Why there is no page."""

    GONE = "gone"  # the link or its draft
    TAKEN = "taken"  # the link is open in another browser, or in none yet
    FULL = "full"  # as many are open as may be


class TrialDoors(Protocol):
    """Who knows the open trials: `bot.form_trials.FormTrials`."""

    async def find(self, token: str, browser: str) -> ASGIApp | NoTrial:
        """The application behind a link, for the browser that shows this secret."""


class TrialEntrance:
    """ASGI application under `/thu/{token}`: asks for the trial each time, and passes on."""

    def __init__(self, doors: TrialDoors, forms: LinkForms, *, secure: bool) -> None:
        self._doors = doors
        self._forms = forms
        self._cookie = browser_cookie(secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        shown = asked.cookies.get(self._cookie, "")
        found = await self._doors.find(scope["path_params"]["token"], shown)
        if not isinstance(found, NoTrial):
            await found(scope, receive, send)
        elif scope["type"] == "websocket":
            socket = WebSocket(scope, receive, send)
            await socket.accept()
            await socket.close(NOT_SIGNED_IN)
        else:
            await self._refusal(found)(scope, receive, send)

    def _refusal(self, why: NoTrial) -> ASGIApp:
        match why:
            case NoTrial.GONE:
                return self._forms.gone(LinkKind.TRIAL, 410)
            case NoTrial.TAKEN:
                return self._forms.taken(LinkKind.TRIAL)
            case NoTrial.FULL:
                return self._forms.full()
