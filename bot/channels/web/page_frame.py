"""The frame of the short pages behind links: one sheet of styles, one column, no more."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
}
_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/page.css">{script}
</head>
<body>
<header><img src="/static/icon.svg" alt="" width="36" height="36"><p>Phụ lục</p></header>
<main>
{inside}
</main>
</body>
</html>
"""


def render_page(title: str, inside: str, status: int = 200, script: str = "") -> HTMLResponse:
    """A page; `inside` is markup already, `script` the name of a file of ours."""
    loaded = f'\n<script type="module" src="/static/{script}"></script>' if script else ""
    body = _PAGE.format(title=escape(title), inside=inside, script=loaded)
    return HTMLResponse(body, status, headers=HEADERS)


def render_notice(title: str, words: str, status: int) -> HTMLResponse:
    """A page that only says something; `words` are safe markup."""
    return render_page(title, f"<h1>{escape(title)}</h1>\n<p>{words}</p>", status)
