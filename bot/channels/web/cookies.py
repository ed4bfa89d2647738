"""Our cookies: for our own pages alone, and out of reach for scripts."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response


def browser_cookie(secure: bool) -> str:
    """The cookie by which a browser is known that has opened a link."""
    return "__Host-phuluc-browser" if secure else "phuluc-browser"


def set_cookie(response: Response, name: str, value: str, life: timedelta, secure: bool) -> None:
    """Set one of our cookies for so long."""
    response.set_cookie(
        name,
        value,
        int(life.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=secure,
    )


def forget_cookie(response: Response, name: str, secure: bool) -> None:
    """Take one of our cookies away."""
    response.delete_cookie(name, path="/", httponly=True, samesite="strict", secure=secure)
