"""Whom this machine trusts, read once for every HTTP client of the process."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def shared_tls() -> ssl.SSLContext:
    """The context that httpx makes for each of its clients, which takes longer than all the rest
    of making one."""
    return httpx.create_ssl_context()
