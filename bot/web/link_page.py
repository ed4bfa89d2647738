"""The page behind a link to a file: it names the file, and hands it out to one browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.finishing import finished
from bot.links import LIFE, PATH, FileLinks, file_of, new_browser
from bot.web.files import attachment
from conversations.messages import Wording
from storage.store import Store

COOKIE = "phuluc-tep"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
}
_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Phụ lục</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}}
button{{font:inherit;padding:.7rem 1.4rem;border:0;border-radius:.5rem;background:#0b57d0;
color:#fff}}p{{overflow-wrap:anywhere}}</style></head><body>{}</body></html>"""
_FORM = '<p>{}</p><form method="post"><button>{}</button></form>'


def link_routes(
    store: Store, links: FileLinks, wording: Wording, clock: Callable[[], datetime]
) -> list[BaseRoute]:
    """The route that serves links to files; it looks after its own authority."""
    pages = _Pages(store, links, wording, clock)
    return [Route(PATH + "/{token}", pages.serve, methods=["GET", "POST"])]


class _Pages:
    def __init__(
        self, store: Store, links: FileLinks, wording: Wording, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._links = links
        self._wording = wording
        self._clock = clock

    async def serve(self, request: Request) -> Response:
        """GET shows what there is to fetch, POST fetches it."""
        return await finished(self._serve(request))

    async def _serve(self, request: Request) -> Response:
        browser = request.cookies.get(COOKIE) or new_browser()
        async with self._store.transaction() as tx:
            link = await self._links.found(tx, request.path_params["token"], self._clock())
            if link is None:
                return self._page(self._say("link.page.gone"), 410)
            if request.method != "POST":
                file = await file_of(tx, link)
                name = file.name if file else ""
                form = _FORM.format(escape(name), escape(self._say("link.page.button")))
                return self._page(form, 200)
            file = await self._links.take(tx, link, browser, self._clock())
        if file is None:
            return self._page(self._say("link.page.taken"), 403)
        response = attachment(file)
        response.set_cookie(
            COOKIE,
            browser,
            max_age=int(LIFE.total_seconds()),
            path=PATH,
            httponly=True,
            samesite="strict",
            secure=self._links.public_url.startswith("https://"),
        )
        return response

    def _say(self, code: str) -> str:
        return self._wording.say(code, {}).strip()

    @staticmethod
    def _page(inside: str, status: int) -> Response:
        body = inside if inside.startswith("<p>") else f"<p>{inside}</p>"
        return HTMLResponse(_PAGE.format(body), status, headers=_HEADERS)
