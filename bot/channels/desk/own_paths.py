"""Where a page of ours may send a browser on to: never to another site."""

from __future__ import annotations

import re

HOME = "/ban"
CHAT = "/"
LANDING = "/ban/toi"  # leads to the report at hand
SETUP = "/ban/cai-dat"
LONGEST = 500
_OWN = re.compile(r"/ban(?:/(?!/)[\w.~%+:,=/-]*)?(?:\?[\w.~%+:,=&/-]*)?", re.ASCII)


def own_path(wanted: str) -> str:
    """The path that was asked for, where it is a page of the desk; else the first page."""
    if wanted == CHAT:
        return CHAT
    if len(wanted) > LONGEST or not _OWN.fullmatch(wanted) or "//" in wanted or "/.." in wanted:
        return HOME
    return wanted
