"""The page behind a link to a file: it names the file, and hands it out to one browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.access.file_links import LIFE, PATH, FileLinks, file_of
from bot.channels.web.cookies import browser_cookie, set_cookie
from bot.channels.web.files import attach_file
from bot.channels.web.foreign import is_foreign
from bot.channels.web.page_frame import render_notice, render_page
from bot.ports.channel import OutgoingFile
from bot.runtime.shield import finish_work
from conversations.protocol.messages import Wording
from storage.store import Store

_FORM = """<h1>{title}</h1>
<p class="file-name">{name}</p>
<form method="post"><button>{button}</button></form>
<p class="soft">{own}</p>"""


def link_routes(
    store: Store, links: FileLinks, wording: Wording, clock: Callable[[], datetime]
) -> list[BaseRoute]:
    """The routes that serve links to files; they look after their own authority."""
    pages = _Pages(store, links, wording, clock)
    return [
        Route(PATH + "/{token}", pages.serve, methods=["GET", "POST"]),
        Route(PATH + "/{token}/{ticket}", pages.fetch),
    ]


class _Pages:
    def __init__(
        self, store: Store, links: FileLinks, wording: Wording, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._links = links
        self._wording = wording
        self._clock = clock

    async def serve(self, request: Request) -> Response:
        """GET shows what there is to fetch, POST opens it in this browser."""
        return await finish_work(self._serve(request))

    async def _serve(self, request: Request) -> Response:
        secure = self._links.secure
        token, now = request.path_params["token"], self._clock()
        async with self._store.transaction() as tx:
            link = await self._links.found(tx, token, now)
            if link is None:
                return self._told("page.gone", 410)
            if request.method != "POST":
                return self._shown(await file_of(tx, link))
            if is_foreign(request, self._links.public_url):
                return self._told("page.gone", 403)
            shown = request.cookies.get(browser_cookie(secure), "")
            browser = await self._links.take(tx, link, shown, now)
            if browser is None:
                return self._told("page.taken", 403)
            ticket = await self._links.ticket(tx, link, now)
        # What saves files on a phone is often another program: it has no cookie of ours, and
        # asks by GET.
        response = RedirectResponse(f"{PATH}/{token}/{ticket}", 303)
        set_cookie(response, browser_cookie(secure), browser, LIFE, secure)
        return response

    async def fetch(self, request: Request) -> Response:
        """The file itself, by an address that holds for some minutes."""
        return await finish_work(self._fetch(request))

    async def _fetch(self, request: Request) -> Response:
        token, ticket = request.path_params["token"], request.path_params["ticket"]
        async with self._store.transaction() as tx:
            link = await self._links.found(tx, token, self._clock())
            if link is None or not await self._links.admits(tx, link, ticket, self._clock()):
                return self._told("page.gone", 410)
            file = await file_of(tx, link)
        return attach_file(file) if file else self._told("gone", 410)

    def _shown(self, file: OutgoingFile | None) -> Response:
        title = self._say("link.page.title")
        inside = _FORM.format(
            title=title,
            name=escape(file.name if file else ""),
            button=self._say("link.page.button"),
            own=self._say("page.own"),
        )
        return render_page(title, inside)

    def _told(self, what: str, status: int) -> Response:
        return render_notice(self._say(f"{what}.title"), self._say(f"link.{what}"), status)

    def _say(self, code: str) -> str:
        return self._wording.say(code, {}).strip()
