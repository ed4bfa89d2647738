"""Telling a foreign page's request to our short pages from that of the page itself."""

from __future__ import annotations

from starlette.requests import Request

from bot.channels.web.auth import origin_of


def is_foreign(request: Request, public_url: str) -> bool:
    """Whether another site's page has the browser send this, so that its person would come in as
    somebody else. Our own pages tell no origin (`null`), for they send no referrer: there the
    browser's own word counts, Sec-Fetch-Site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin", "null")
    return origin != "null" and origin_of(origin) != origin_of(public_url)
